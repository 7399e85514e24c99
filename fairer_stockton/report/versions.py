"""Versions: the builds of editions that are still there, which of them were published when, and which may go.

Each build has a folder of its own. What was published is written down beside the editions, so that the latest builds
of each stay, and one that was put back by hand is not undone by the next run.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.retention import Retention
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.published import MANIFEST, list_edition_links
from fairer_stockton.editions.record import STORE
from fairer_stockton.report.manifest import read_published_manifest
from fairer_stockton.run.clock import read_moment, write_moment
from fairer_stockton.run.errors import CatalogueError, indent_following_lines
from fairer_stockton.run.fingerprints import read_json

AGAIN = "-again"  # ending of a build whose name is that of a damaged one
SUM_LENGTH = 12  # of a build's content, in its name
PUBLICATIONS = ".publications.json"  # what was published when, in the folder of editions


@dataclass(frozen=True)
class Publication:
    """One time that a version was put in force: when, and whether somebody put it back by hand."""

    edition: str
    version: str
    moment: str
    by_hand: bool = False


@dataclass(frozen=True)
class EditionVersion:
    """One build of an edition; `published` is when it was put in force last, or else built."""

    folder: Path
    manifest: Mapping[str, Any]
    published: str
    was_in_force: bool
    is_in_force: bool

    @property
    def name(self) -> str:
        """Return the name that `fairer publish` knows it by."""
        return self.folder.name

    @property
    def edition(self) -> str:
        """Return the name of the edition that it is a build of."""
        return str(self.manifest["edition"])

    @property
    def content(self) -> str:
        """Return the part of its name that says what it was built from."""
        return self.name.removesuffix(AGAIN).removeprefix(f"{self.edition}-")

    @property
    def is_whole(self) -> bool:
        """Return whether every file of it is there as it was published."""
        return bool(read_published_manifest(self.folder))


def make_version_name(edition: str, content_checksum: str) -> str:
    """Return the name of a build, from its edition and the sum of what it was built from."""
    return f"{edition}-{content_checksum[:SUM_LENGTH]}"


def list_versions(reports_folder: Path) -> list[EditionVersion]:
    """Return the finished builds that are there, the latest first."""
    store = reports_folder / STORE
    publications = read_publications(reports_folder)
    moments = {publication.version: publication.moment for publication in publications}
    linked = {link.resolve().name for link in list_edition_links(reports_folder)}
    versions = []
    for folder in sorted(store.iterdir()) if store.is_dir() else ():
        manifest = {} if folder.suffix == ".unfinished" else read_json(folder / MANIFEST)
        if "edition" in manifest:
            built = datetime.fromtimestamp((folder / MANIFEST).stat().st_mtime, UTC)
            moment = moments.get(folder.name) or write_moment(built)
            was_in_force = folder.name in linked or folder.name in moments
            versions.append(EditionVersion(folder, manifest, moment, was_in_force, folder.name in linked))
    return sorted(versions, key=lambda version: (version.published, version.name), reverse=True)


def find_version(settings: Settings, wanted: str) -> EditionVersion:
    """Return the build of the settings' edition that goes by a name, or by the beginning of its sum.

    Raises:
        CatalogueError: there is none, or several, or it is not whole; the message lists those that are there.
    """
    versions = [version for version in list_versions(settings.reports) if version.edition == settings.edition]
    fitting = [
        version for version in versions if wanted and (version.name == wanted or version.content.startswith(wanted))
    ]
    exact = [version for version in fitting if version.name == wanted] or fitting
    if len(exact) != 1:
        problem = f"{len(exact)} versions that begin like that" if exact else "no version of that name"
        raise _make_version_error(settings, versions, f"{wanted!r}: {problem}" if wanted else "none named")
    if not exact[0].is_whole:
        raise _make_version_error(settings, versions, f"{exact[0].name}: files of it are missing or have changed")
    return exact[0]


def _make_version_error(settings: Settings, versions: Iterable[EditionVersion], finding: str) -> CatalogueError:
    lines = [describe_version(version) for version in versions if version.is_whole]
    return CatalogueError(
        edition=settings.edition,
        found=finding,
        expected=indent_following_lines(["one of", *lines] if lines else [f"a version, and there is none in {STORE}"]),
        remedy="name it as in `fairer publish --edition 2026 --version 2026-0123456789ab`; "
        "`fairer publish --list` shows all",
    )


def describe_version(version: EditionVersion) -> str:
    """Return a line on a version: its name, when it was published, and how it stands."""
    verb = "published" if version.was_in_force else "built"
    return f"{version.name}  {verb} {version.published}" + ("  in force" if version.is_in_force else "")


def read_publications(reports_folder: Path) -> list[Publication]:
    """Return what was published when, in that order; what cannot be read as such is left out."""
    entries = read_json(reports_folder / PUBLICATIONS).get("publications", ())
    names = {field.name for field in fields(Publication)}
    return [
        Publication(**entry)
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, dict) and entry.keys() == names and _is_moment(entry["moment"])
    ]


def _is_moment(text: object) -> bool:
    try:
        read_moment(str(text))
    except ValueError:
        return False
    return True


def write_down_publication(reports_folder: Path, publication: Publication) -> None:
    """Write down that a version is put in force, and before it the one that it replaces where nobody did.

    It is written down before it is done: what was never in force and is said to have been does no harm. A run that was
    killed after that leaves its line to the run that does the same again.
    """
    publications = read_publications(reports_folder)
    if publications and replace(publications[-1], moment=publication.moment) == publication:
        publications.pop()
    known = {entry.version for entry in publications}
    before = [
        Publication(version.edition, version.name, version.published)
        for version in list_versions(reports_folder)
        if version.is_in_force and version.name not in known and version.name != publication.version
    ]
    entries = [asdict(entry) for entry in (*publications, *before, publication)]
    unfinished = reports_folder / f"{PUBLICATIONS}.unfinished"
    unfinished.write_text(json.dumps({"publications": entries}, indent=2) + "\n", encoding="utf-8")
    unfinished.replace(reports_folder / PUBLICATIONS)


def is_held_back(settings: Settings, content_checksum: str) -> bool:
    """Return whether the edition of this content was replaced by hand by the one in force: then it stays so."""
    publications = [entry for entry in read_publications(settings.reports) if entry.edition == settings.edition]
    in_force = (settings.reports / settings.edition).resolve().name
    if not publications or not publications[-1].by_hand or publications[-1].version != in_force:
        return False
    name = make_version_name(settings.edition, content_checksum)
    return name != in_force.removesuffix(AGAIN) and any(
        entry.version.removesuffix(AGAIN) == name for entry in publications
    )


def select_versions_to_remove(
    versions: Sequence[EditionVersion], publications: Sequence[Publication], retention: Retention, moment: datetime
) -> list[EditionVersion]:
    """Return the builds that need not stay: of each edition those beyond its latest, unless somebody may still read.

    Args:
        versions: all that are there, the latest first.
        publications: what was published when.
        retention: how many stay, and for how long one that was replaced can still be read.
        moment: now.
    """
    replaced = _find_moments_of_replacement(publications)
    limit = write_moment(moment - timedelta(hours=retention.hours_for_readers))
    in_force = {(version.edition, version.content) for version in versions if version.is_in_force}
    count: dict[str, int] = {}
    leaving = []
    # What is in force comes first, whenever that was: an older one may have been put back.
    for version in sorted(versions, key=lambda version: not version.is_in_force):
        count[version.edition] = count.get(version.edition, 0) + 1
        is_read = replaced.get(version.name, "") > limit
        is_damaged_twin = (version.edition, version.content) in in_force  # of what is in force and whole
        if not version.is_in_force and (is_damaged_twin or (count[version.edition] > retention.builds and not is_read)):
            leaving.append(version)
    return leaving


def _find_moments_of_replacement(publications: Sequence[Publication]) -> dict[str, str]:
    """Return when each version was replaced last, by its name."""
    in_force: dict[str, str] = {}
    replaced = {}
    for entry in publications:
        if in_force.get(entry.edition, entry.version) != entry.version:
            replaced[in_force[entry.edition]] = entry.moment
        in_force[entry.edition] = entry.version
    return replaced
