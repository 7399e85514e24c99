"""Putting an edition in place: it is built beside the old one and takes its name in one step, whole or not at all."""

import shutil
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.published import LATEST, MANIFEST, list_edition_links
from fairer_stockton.editions.record import STORE
from fairer_stockton.measure.results import results_are_current
from fairer_stockton.report.door import DOORS, list_doors_that_lead_nowhere, write_door
from fairer_stockton.report.manifest import read_published_manifest, write_manifest
from fairer_stockton.report.versions import (
    AGAIN,
    Publication,
    list_versions,
    make_version_name,
    read_publications,
    select_versions_to_remove,
    write_down_publication,
)
from fairer_stockton.run.clock import read_clock, write_moment
from fairer_stockton.run.errors import CatalogueError, ValidationError
from fairer_stockton.run.fingerprints import read_json
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
    finished = settings.reports / STORE / make_version_name(settings.edition, content)
    if finished.resolve() != published and read_published_manifest(finished).get("content") == content:
        return finished  # built before, and then replaced by another
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
        finished = finished.with_name(f"{finished.name}{AGAIN}")
        shutil.rmtree(finished, ignore_errors=True)
    return unfinished.rename(finished)


def publish_finished_edition(
    settings: Settings, finished_folder: Path, progress: Progress, moment: datetime | None = None, by_hand: bool = False
) -> None:
    """Make the edition's name lead to a finished folder, and remove builds that need not stay any more.

    Args:
        settings: those of the run.
        finished_folder: the build, with its manifest.
        progress: where what was done is reported.
        moment: now, where the clock is not to be read.
        by_hand: whether somebody puts an earlier version back, which then stays until there is a new one.
    """
    moment = moment or read_clock()
    publication = Publication(settings.edition, finished_folder.name, write_moment(moment), by_hand)
    leads_here = not by_hand or find_edition_of_latest(settings.reports) in ("", settings.edition)
    write_down_publication(settings.reports, publication)
    if leads_here and settings.at_home:
        _make_door(settings, finished_folder)  # now, since on a disk that is full nothing has moved yet
    link_edition_to_version(settings.reports, settings.edition, finished_folder.name)
    versions = list_versions(settings.reports)
    publications = read_publications(settings.reports)
    leaving = select_versions_to_remove(versions, publications, settings.definitions.retention, moment)
    if leads_here:
        link_latest_to_edition(settings, {version.folder for version in leaving})
    progress.say(f"published edition {settings.edition}")
    staying = {version.folder for version in versions} - {version.folder for version in leaving}
    _remove_builds(settings.reports, staying, progress)


def link_edition_to_version(reports_folder: Path, edition: str, version: str) -> None:
    """Make the name of an edition lead to one of its builds."""
    _replace_link(reports_folder / edition, Path(STORE, version))


def find_edition_of_latest(reports_folder: Path) -> str:
    """Return the name of the edition that `latest` leads to; empty where it leads nowhere."""
    return str(read_json(reports_folder / LATEST / MANIFEST).get("edition", ""))


def link_latest_to_edition(settings: Settings, leaving: Collection[Path] = ()) -> None:
    """Make `latest` lead to the newest edition of one's own; another authority's never takes its place.

    Args:
        settings: those of the run.
        leaving: builds that are about to be removed.
    """
    if not settings.at_home:
        return
    door = _make_door(settings, (settings.reports / settings.edition).resolve(), leaving)
    _replace_link(settings.reports / LATEST, Path(DOORS, door.name))


def _make_door(settings: Settings, version_folder: Path, leaving: Collection[Path] = ()) -> Path:
    """Write the door to a version, with an address for each that somebody may still read; return its folder."""
    readable = [
        version.folder
        for version in list_versions(settings.reports)
        if version.was_in_force and version.folder not in leaving
        if version.manifest.get("authority") == settings.authority
    ]
    title = f"{settings.council.title}: edition {settings.edition}"
    return write_door(settings.reports, version_folder, readable, title)


def _replace_link(link: Path, target: Path) -> None:
    """Point a link at its target in one step: a reader finds the old edition or the new one."""
    if link.is_symlink() and link.readlink() == target:
        return
    link.parent.mkdir(parents=True, exist_ok=True)
    fresh = link.with_name(f".{link.name}.link")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target, target_is_directory=True)
    fresh.replace(link)


def _remove_builds(reports_folder: Path, staying: Collection[Path], progress: Progress) -> None:
    """Remove all builds but those that stay; one that cannot be removed is named, since the edition is published."""
    linked = {link.resolve() for link in list_edition_links(reports_folder)}
    leaving = [
        folder
        for folder in sorted((reports_folder / STORE).iterdir())
        if folder not in staying and folder.resolve() not in linked
    ]
    _remove_folders(leaving, progress)
    _remove_folders(list_doors_that_lead_nowhere(reports_folder, (reports_folder / LATEST).resolve()), progress)


def _remove_folders(folders: Iterable[Path], progress: Progress) -> None:
    for folder in folders:
        try:
            shutil.rmtree(folder)
        except OSError as failure:
            progress.say(f"could not remove the earlier build {folder}: {failure.strerror}; remove it by hand")
