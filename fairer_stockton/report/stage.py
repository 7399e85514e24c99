"""Publish: an edition is built beside the old one and put in place by one atomic step, whole or not at all."""

import shutil
from pathlib import Path

from fairer_stockton.measure.results import results_are_current
from fairer_stockton.report.manifest import content_of_edition, published_content, write_manifest
from fairer_stockton.run.errors import CatalogueError, DisclosureError, ValidationError
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings
from fairer_stockton.validate.verdicts import require_verdicts

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
            results=settings.measures,
            found="none made from the staged tables as they are",
            remedy="run `make measure`",
        )
    content = content_of_edition(settings)
    published = settings.reports / settings.edition
    if published_content(published).get("content") == content:
        _point_latest(settings)
        return published
    for link in (published, settings.reports / "latest"):
        if link.exists() and not link.is_symlink():
            raise CatalogueError(
                file=link,
                found="a folder that this pipeline did not make",
                expected=f"nothing, or a link into {settings.reports / STORE}",
                remedy="move it away",
            )
    from fairer_stockton.report.build import build

    name = f"{settings.edition}-{content[:12]}"
    finished = settings.reports / STORE / name
    unfinished = finished.with_name(f"{name}.unfinished")
    for leftover in (finished, unfinished):
        if leftover.resolve() != published.resolve():
            shutil.rmtree(leftover, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        build(settings, unfinished, progress)
    except DisclosureError:  # what was refused does not stay on the disk either
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    write_manifest(settings, unfinished, content)
    if finished.exists():  # the published edition itself, damaged: it has this content but not this manifest
        finished = finished.with_name(f"{name}-again")
        shutil.rmtree(finished, ignore_errors=True)
    unfinished.rename(finished)
    _point(published, Path(STORE, finished.name))
    _point_latest(settings)
    _sweep(settings.reports)
    progress.say(f"published edition {settings.edition}")
    return published


def _point_latest(settings: Settings) -> None:
    """Point `latest` at the newest edition of our own authority, never at another authority's."""
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
    linked = {link.resolve() for link in reports.iterdir() if link.is_symlink()}
    for folder in (reports / STORE).iterdir():
        if folder.resolve() not in linked:
            shutil.rmtree(folder)
