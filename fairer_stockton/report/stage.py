"""Putting an edition in place: it is built beside the old one and takes its name in one step, whole or not at all."""

import shutil
from collections.abc import Callable
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.published import LATEST
from fairer_stockton.editions.record import STORE
from fairer_stockton.measure.results import results_are_current
from fairer_stockton.report.manifest import write_manifest
from fairer_stockton.run.errors import CatalogueError, ValidationError
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.record import TrackedOutput

Build = Callable[[Settings, Path, Progress], None]


def refuse_outdated_results(settings: Settings) -> None:
    """Refuse to go on where the results are not made from the staged tables as they are.

    Raises:
        ValidationError: they are not.
    """
    if not results_are_current(settings):
        raise ValidationError(
            results=settings.measures,
            found="none made from the staged tables as they are",
            remedy="run `make measure`",
        )


def refuse_to_replace_folders_of_others(reports: Path, edition: str) -> None:
    """Refuse to replace what this pipeline did not make.

    Args:
        reports: the folder of editions.
        edition: the name of the one that is to be published.

    Raises:
        CatalogueError: a plain folder stands where the edition's link, or `latest`, belongs.
    """
    for link in (reports / edition, reports / LATEST):
        if link.exists() and not link.is_symlink():
            raise CatalogueError(
                file=link,
                found="a folder that this pipeline did not make",
                expected=f"nothing, or a link into {reports / STORE}",
                remedy="move it away",
            )


def build_edition_beside_published(
    settings: Settings, edition_output: TrackedOutput, progress: Progress, build: Build
) -> Path:
    """Write the edition with its manifest into a folder of its own, and return that folder.

    Args:
        settings: those of the run.
        edition_output: what is to be published.
        progress: where each step is reported.
        build: writes all but the manifest into an existing, empty folder.

    Raises:
        DisclosureError: its figures would tell of single people; nothing of it stays.
    """
    content = edition_output.content()
    published = (settings.reports / settings.edition).resolve()
    finished = settings.reports / STORE / f"{settings.edition}-{content[:12]}"
    unfinished = finished.with_name(f"{finished.name}.unfinished")
    for leftover in (finished, unfinished):
        if leftover.resolve() != published:
            shutil.rmtree(leftover, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        build(settings, unfinished, progress)
    except BaseException:  # what was refused, or not audited yet, does not stay on the disk
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    write_manifest(settings, unfinished, content)
    if finished.exists():  # the published edition itself, damaged: it has this content but not this manifest
        finished = finished.with_name(f"{finished.name}-again")
        shutil.rmtree(finished, ignore_errors=True)
    return unfinished.rename(finished)


def publish_finished_edition(settings: Settings, finished_folder: Path, progress: Progress) -> None:
    """Make the edition's name lead to a finished folder, and remove builds that no name leads to any more."""
    _replace_link(settings.reports / settings.edition, Path(STORE, finished_folder.name))
    link_latest_to_edition(settings)
    progress.say(f"published edition {settings.edition}")
    _remove_unlinked_builds(settings.reports, progress)


def link_latest_to_edition(settings: Settings) -> None:
    """Make `latest` lead to the newest edition of one's own; another authority's never takes its place."""
    if settings.at_home:
        _replace_link(settings.reports / LATEST, Path(settings.edition))


def _replace_link(link: Path, target: Path) -> None:
    """Point a link at its target in one step: a reader finds the old edition or the new one."""
    if link.is_symlink() and link.readlink() == target:
        return
    link.parent.mkdir(parents=True, exist_ok=True)
    fresh = link.with_name(f".{link.name}.link")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target, target_is_directory=True)
    fresh.replace(link)


def _remove_unlinked_builds(reports_folder: Path, progress: Progress) -> None:
    """Remove builds that no link leads to; one that cannot be removed is named, since the edition is published."""
    linked = {link.resolve() for link in reports_folder.iterdir() if link.is_symlink()}
    for folder in (reports_folder / STORE).iterdir():
        if folder.resolve() not in linked:
            try:
                shutil.rmtree(folder)
            except OSError as failure:
                progress.say(f"could not remove the earlier build {folder}: {failure.strerror}; remove it by hand")
