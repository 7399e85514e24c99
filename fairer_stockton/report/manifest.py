"""The manifest of an edition: what it was made from, and the sum of every file in it."""

import json
from pathlib import Path
from typing import Any

from fairer_stockton import __version__
from fairer_stockton.definitions.commentary import commentary_file
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.published import MANIFEST, sums_of_definitions, sums_of_earlier
from fairer_stockton.geography.areas import area_files
from fairer_stockton.measure.results import MEASURES, results
from fairer_stockton.report.words.glossary import GLOSSARY
from fairer_stockton.run.fingerprints import content_sum, file_sum, read_json, read_stamp
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.run.record import Output


def edition_of(settings: Settings) -> Output:
    """Return the edition, and what it rests on: the results, the verdicts, and the words that stand beside figures."""
    definitions = settings.definitions
    verdicts = (settings.verdicts / f"{source}.json" for source in definitions.sources)
    files = [source.definition for source in definitions.sources.values()]
    files += [*definitions.layers.council_files(), GLOSSARY, commentary_file(settings)]
    files += [settings.council.look.logo] if settings.council.look.logo else []
    return Output(
        settings.edition,
        (settings.reports / settings.edition,),
        code=("report", MEASURES),
        rests_on=(*results(settings).values(), *verdicts, *files),
        choices=[settings.edition, settings.profiles, settings.authority, settings.sample],
        recorded=published_content,
    )


def published_content(edition_folder: Path) -> dict[str, Any]:
    """Read the manifest of a published edition; empty where a file of it is missing or not as it was published."""
    manifest = read_json(edition_folder / MANIFEST)
    outputs = manifest.get("outputs") or {"": ""}
    whole = all(
        (edition_folder / name).is_file() and file_sum(edition_folder / name) == total
        for name, total in outputs.items()
    )
    return manifest if whole else {}


def write_manifest(settings: Settings, folder: Path, content: str) -> None:
    """Record every input and output with its sha256, the settings and the version of the code."""
    stamps = {source: read_stamp(settings.staged / f"{source}.parquet") for source in settings.definitions.sources}
    inputs = [
        {"source": source, "file": name, "period": period, "sha256": total, "synthetic": synthetic}
        for source, stamp in stamps.items()
        for name, period, total, synthetic in stamp["inputs"]
        if settings.sample or not synthetic
    ]
    outputs = {
        file.relative_to(folder).as_posix(): file_sum(file) for file in sorted(folder.rglob("*")) if file.is_file()
    }
    manifest = {
        "edition": settings.edition,
        "authority": settings.authority,
        "areas": {file.name: file_sum(file) for file in area_files(settings)},
        "definitions": settings.definitions.layers.origins(),
        "commentary": {file.name: file_sum(file) for file in [commentary_file(settings)] if file.is_file()},
        "profiles": settings.profiles,
        "content": content,
        "code": {"version": __version__, "sha256": content_sum(PACKAGE.rglob("*.py"))},
        "measures": sums_of_definitions(settings.definitions.measures_with_sources),
        "earlier": sums_of_earlier(settings),
        "synthetic": any(entry["synthetic"] for entry in inputs),
        "inputs": inputs,
        "outputs": outputs,
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
