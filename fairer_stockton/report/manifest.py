"""The manifest of an edition: what it was made from, and the sum of every file in it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.commentary import find_commentary_file
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.stale_sources import read_stale_sources
from fairer_stockton.editions.manifests import MANIFEST, read_manifest
from fairer_stockton.editions.published import (
    list_checksums_of_definitions,
    list_checksums_of_earlier_editions,
)
from fairer_stockton.editions.record import compute_checksum_of_versions
from fairer_stockton.editions.sums import find_sum_key
from fairer_stockton.geography.areas import list_area_and_polygon_files
from fairer_stockton.measure.results import (
    MEASURES,
    find_versions_before,
    list_files_of_results,
    list_measured_table_paths,
)
from fairer_stockton.report.words.glossary import GLOSSARY
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.record import TrackedOutput
from fairer_stockton.run.software import describe_software


def make_edition_output(settings: Settings) -> TrackedOutput:
    """Return the edition, and what it rests on: the results, the verdicts, and the words that stand beside figures."""
    definitions = settings.definitions
    verdicts = (settings.verdicts / f"{source}.json" for source in definitions.sources)
    files = [source.definition for source in definitions.sources.values()]
    files += [*definitions.layers.list_council_files(), GLOSSARY, find_commentary_file(settings)]
    files += [settings.council.look.logo] if settings.council.look.logo else []
    return TrackedOutput(
        settings.edition,
        (settings.reports / settings.edition,),
        code=("report", MEASURES),
        rests_on=(*list_measured_table_paths(settings.measures).values(), *verdicts, *files),
        choices=[
            [settings.edition, settings.date, settings.profiles, settings.authority, settings.sample],
            list_checksums_of_earlier_editions(settings),
        ],
        recorded=read_published_manifest,
        seal=find_sum_key(settings).seal,
    )


def read_published_manifest(edition_folder: Path) -> dict[str, Any]:
    """Read the manifest of a published edition; empty where a file of it is missing or not as it was published."""
    try:
        manifest = read_manifest(edition_folder)
    except InputError:
        return {}
    outputs = manifest.get("outputs") or {"": ""}
    whole = all(
        (edition_folder / name).is_file() and compute_file_checksum(edition_folder / name) == total
        for name, total in outputs.items()
    )
    return manifest if whole else {}


def write_manifest(settings: Settings, folder: Path, content_checksum: str) -> None:
    """Record every input and output with its sha256 or keyed sum, the settings and the version of the code."""
    key = find_sum_key(settings)
    files = list_files_of_results(settings, key)
    inputs = [
        {
            "source": source,
            "file": file.name,
            "period": file.period,
            "sha256": file.checksum,
            "synthetic": file.synthetic,
        }
        for source, files_of_source in files.items()
        for file in files_of_source
    ]
    outputs = {
        file.relative_to(folder).as_posix(): compute_file_checksum(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
    manifest = {
        "edition": settings.edition,
        "authority": settings.authority,
        "areas": {file.name: compute_file_checksum(file) for file in list_area_and_polygon_files(settings)},
        "definitions": settings.definitions.layers.list_origins_of_council_files(),
        "commentary": {
            file.name: compute_file_checksum(file) for file in [find_commentary_file(settings)] if file.is_file()
        },
        "profiles": settings.profiles,
        "content": content_checksum,
        "key": key.identity,
        "code": describe_software().as_json(),
        "date": settings.date,
        "sample": settings.sample,
        "council": list_checksums_of_council_files(settings),
        "stale": {name: asdict(stale) for name, stale in read_stale_sources(settings.raw).items()},
        "measures": list_checksums_of_definitions(settings.definitions.measures_with_sources),
        "record": key.seal(compute_checksum_of_versions(find_versions_before(settings))),
        "earlier": list_checksums_of_earlier_editions(settings),
        "synthetic": any(entry["synthetic"] for entry in inputs),
        "inputs": inputs,
        "outputs": outputs,
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def list_checksums_of_council_files(settings: Settings) -> dict[str, str]:
    """Return the sum of each file of a council's own folder that is in force; one of the package's is code."""
    layers = settings.definitions.layers
    if not settings.council.has_own_folder or not layers.council:
        return {}
    files = {path.relative_to(layers.council).as_posix(): path for path in layers.list_council_files()}
    return {name: compute_file_checksum(files[name]) for name in sorted(files)}
