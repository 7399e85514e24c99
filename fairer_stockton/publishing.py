"""Publish: an edition is built beside the old one and put in place by one atomic step, whole or not at all."""

import json
import shutil
from pathlib import Path
from typing import Any

from fairer_stockton import __version__
from fairer_stockton.commentary import commentary_file
from fairer_stockton.editions import MANIFEST, sums_of_definitions, sums_of_earlier
from fairer_stockton.errors import CatalogueError, DisclosureError, ValidationError
from fairer_stockton.fingerprints import file_sum, fingerprint, read_json, read_stamp
from fairer_stockton.geography import area_files
from fairer_stockton.measuring import content_of_results, measures_of, results, results_are_current
from fairer_stockton.progress import Progress
from fairer_stockton.report.glossary import GLOSSARY
from fairer_stockton.settings import Settings
from fairer_stockton.sources import sources_of
from fairer_stockton.validation import require_verdicts

PACKAGE = Path(__file__).parent
STORE = ".editions"


def publish(settings: Settings, progress: Progress) -> Path:
    """Build the edition anew where anything that it rests on has changed; return where it is.

    Raises:
        ValidationError: an input has no passing verdict, or the results are not made from the inputs as they are.
        CatalogueError: a plain folder stands where the edition's link belongs.
    """
    require_verdicts(settings)
    if not results_are_current(settings):
        raise ValidationError(
            f"results   {settings.measures}\nfound     none made from the staged tables as they are\n"
            "to do     run `make measure`"
        )
    content = _content(settings)
    place = settings.reports / settings.edition
    if _published(place).get("content") == content:
        _point_latest(settings)
        return place
    for link in (place, settings.reports / "latest"):
        if link.exists() and not link.is_symlink():
            raise CatalogueError(
                f"file      {link}\nfound     a folder that this pipeline did not make\n"
                f"expected  nothing, or a link into {settings.reports / STORE}\nto do     move it away"
            )
    from fairer_stockton.report import build

    name = f"{settings.edition}-{content[:12]}"
    finished = settings.reports / STORE / name
    unfinished = finished.with_name(f"{name}.unfinished")
    for leftover in (finished, unfinished):
        if leftover.resolve() != place.resolve():
            shutil.rmtree(leftover, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        build(settings, unfinished, progress)
    except DisclosureError:  # what was refused does not stay on the disk either
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    _write_manifest(settings, unfinished, content)
    if finished.exists():  # the published edition itself, damaged: it has this content but not this manifest
        finished = finished.with_name(f"{name}-again")
        shutil.rmtree(finished, ignore_errors=True)
    unfinished.rename(finished)
    _point(place, Path(STORE, finished.name))
    _point_latest(settings)
    _sweep(settings.reports)
    progress.say(f"published edition {settings.edition}")
    return place


def _content(settings: Settings) -> str:
    """Return the sum of all that an edition rests on."""
    verdicts = [settings.verdicts / f"{source}.json" for source in sources_of(settings)]
    code = [
        Path(__file__),
        *(
            file
            for part in ("report", "auditor", "disclosure")
            for file in (PACKAGE / part).rglob("*")
            if file.is_file() and file.suffix != ".pyc"
        ),
    ]
    definitions = [source.definition for source in sources_of(settings).values()]
    words = [path for path in (GLOSSARY, commentary_file(settings)) if path.is_file()]
    return fingerprint(
        [*verdicts, *code, *definitions, *words, *results(settings).values()],
        [settings.edition, settings.profiles, content_of_results(settings)],
    )


def _published(place: Path) -> dict[str, Any]:
    """Read the manifest of a published edition; nothing where a file of it is missing or not as it was published."""
    manifest = read_json(place / MANIFEST)
    outputs = manifest.get("outputs") or {"": ""}
    whole = all((place / name).is_file() and file_sum(place / name) == total for name, total in outputs.items())
    return manifest if whole else {}


def _write_manifest(settings: Settings, folder: Path, content: str) -> None:
    """Record every input and output with its sha256, the settings and the version of the code."""
    stamps = {source: read_stamp(settings.staged / f"{source}.parquet") for source in sources_of(settings)}
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
        "commentary": {file.name: file_sum(file) for file in [commentary_file(settings)] if file.is_file()},
        "profiles": settings.profiles,
        "content": content,
        "code": {"version": __version__, "sha256": fingerprint(PACKAGE.rglob("*.py"))},
        "measures": sums_of_definitions(measures_of(settings)),
        "earlier": sums_of_earlier(settings),
        "synthetic": any(entry["synthetic"] for entry in inputs),
        "inputs": inputs,
        "outputs": outputs,
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _point_latest(settings: Settings) -> None:
    """Let `latest` lead to the newest edition of one's own; another authority's never takes its place."""
    if settings.at_home:
        _point(settings.reports / "latest", Path(settings.edition))


def _point(link: Path, target: Path) -> None:
    """Point a link at its target in one step: a reader finds the old edition or the new one."""
    if link.is_symlink() and link.readlink() == target:
        return
    link.parent.mkdir(parents=True, exist_ok=True)
    fresh = link.with_name(f".{link.name}.link")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target, target_is_directory=True)
    fresh.replace(link)


def _sweep(reports: Path) -> None:
    """Remove builds that no link leads to."""
    kept = {link.resolve() for link in reports.iterdir() if link.is_symlink()}
    for folder in (reports / STORE).iterdir():
        if folder.resolve() not in kept:
            shutil.rmtree(folder)
