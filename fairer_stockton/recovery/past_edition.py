"""A past edition: what its manifest says that it was made from, and whether that is all here again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.commentary import find_commentary_file
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.published import MANIFEST
from fairer_stockton.geography.areas import list_area_and_polygon_files
from fairer_stockton.report.manifest import list_checksums_of_council_files
from fairer_stockton.report.versions import list_versions
from fairer_stockton.run.errors import CatalogueError, indent_following_lines
from fairer_stockton.run.fingerprints import compute_file_checksum, read_json
from fairer_stockton.run.software import describe_software

RECORDED_MANIFESTS = f"record-of-published/*/{MANIFEST}"  # in the raw folder, of versions that are not here any more
NEEDED = ("content", "inputs", "outputs", "authority", "profiles", "date", "sample", "council", "stale", "code")
FILES_LISTED = 10


@dataclass(frozen=True)
class PastEdition:
    """An edition as it was published."""

    name: str
    manifest: Mapping[str, Any]

    def make_settings_of_then(self, settings: Settings, work: Path) -> Settings:
        """Return the settings that it was made with, in folders of its own."""
        return replace(
            settings,
            edition=self.name,
            date=self.manifest["date"],
            profiles=tuple(self.manifest["profiles"]),
            authority=self.manifest["authority"],
            sample=self.manifest["sample"],
            raw=work / "raw",
            processed=work / "processed",
            reports=work / "reports",
        )

    def list_differing_files(self, folder: Path) -> list[str]:
        """Return the files of a build that are not as they were published, those that are missing or new among them."""
        built = {
            path.relative_to(folder).as_posix(): compute_file_checksum(path)
            for path in folder.rglob("*")
            if path.is_file() and path.name != MANIFEST
        }
        published = self.manifest["outputs"]
        return sorted(name for name in {*built, *published} if built.get(name) != published.get(name))


def find_past_edition(settings: Settings, name: str) -> PastEdition:
    """Return an edition by its name: the version in force, else the latest that is here or was recorded.

    Raises:
        CatalogueError: there is none.
    """
    here = [version for version in list_versions(settings.reports) if version.edition == name]
    here.sort(key=lambda version: not version.is_in_force)
    manifests = [read_json(settings.reports / name / MANIFEST), *(version.manifest for version in here)]
    recorded = sorted(settings.raw.glob(RECORDED_MANIFESTS), key=lambda path: path.stat().st_mtime, reverse=True)
    manifests += [manifest for manifest in map(read_json, recorded) if manifest.get("edition") == name]
    for manifest in manifests:
        if manifest.get("outputs"):
            return PastEdition(name, manifest)
    names = sorted({version.edition for version in list_versions(settings.reports)})
    raise CatalogueError(
        edition=name,
        found="no manifest of an edition of that name",
        expected=f"one of {', '.join(names)}" if names else f"an edition in {settings.reports}",
        remedy="name it as in `fairer report 2025 --as-published`, or restore it from your backup",
    )


def refuse_other_software_or_files(settings: Settings, past: PastEdition) -> None:
    """Refuse to rebuild with other code, libraries or files of the council than the edition was made with.

    Raises:
        CatalogueError: they are others; the message names the commit and the lock file of then.
    """
    recorded = past.manifest.get("code", {})
    differences = describe_software().list_differences(recorded)
    if lacking := [name for name in NEEDED if name not in past.manifest]:
        differences.append(f"a manifest without {', '.join(lacking)}")
    else:
        of_then = replace(settings, edition=past.name, authority=past.manifest["authority"])
        differences += _list_differing_definitions(of_then, past.manifest)
    if differences:
        commit = recorded.get("commit") or "that is not recorded"
        raise CatalogueError(
            edition=past.name,
            found=indent_following_lines(differences),
            expected=f"what it was made with: commit {commit}, code of sha256 {recorded.get('sha256', 'not recorded')}",
            remedy=f"check out that commit, install from its requirements.lock (sha256 "
            f"{recorded.get('lock') or 'not recorded'}), and run this again; nothing was written",
        )


def _list_differing_definitions(settings: Settings, manifest: Mapping[str, Any]) -> list[str]:
    """Return which files of the council's are otherwise than they were."""
    commentary = find_commentary_file(settings)
    now = {
        "council": list_checksums_of_council_files(settings),
        "areas": {file.name: compute_file_checksum(file) for file in list_area_and_polygon_files(settings)},
        "commentary": {commentary.name: compute_file_checksum(commentary)} if commentary.is_file() else {},
    }
    return [
        f"another {name} of the {kind} than then"
        for kind, files in now.items()
        for name in sorted({*files, *manifest.get(kind, {})})
        if files.get(name) != manifest.get(kind, {}).get(name)
    ]


def refuse_differing_build(past: PastEdition, folder: Path) -> None:
    """Refuse a build that is not the published edition to the byte.

    Raises:
        CatalogueError: it is not; the message names the first files that differ.
    """
    if different := past.list_differing_files(folder):
        more = [f"and {len(different) - FILES_LISTED:,} more"] if len(different) > FILES_LISTED else []
        raise CatalogueError(
            edition=past.name,
            found=indent_following_lines(["other bytes than were published:", *different[:FILES_LISTED], *more]),
            expected="the same bytes from the same code, libraries and inputs",
            remedy="report it: something of the machine goes into these files; nothing was written",
        )
