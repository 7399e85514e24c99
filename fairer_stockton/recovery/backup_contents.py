"""What a backup holds: each file by the sum of its bytes, and a list of where it lay and who may read it."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import SAMPLE
from fairer_stockton.editions.published import LATEST, list_edition_links
from fairer_stockton.fetch.first_seen import FIRST_SEEN
from fairer_stockton.fetch.folders_of_tables import FOLDERS_OF_TABLES
from fairer_stockton.fetch.raw_folder import NEW_RELEASES
from fairer_stockton.report.door import DOORS
from fairer_stockton.report.stage import find_edition_of_latest
from fairer_stockton.run.council import FILE
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.journal import JOURNAL
from fairer_stockton.run.private_files import OTHERS

FORMAT = 1
LIST = "list.json"  # the first file of a backup
BLOBS = "bytes"  # its folder of bytes, each under its sum
RAW_PART, REPORTS_PART, COUNCIL_PART = "raw", "reports", "council"
NOT_HELD = (
    SAMPLE,
    NEW_RELEASES,
    DOORS,
    LATEST,
    JOURNAL,
    "README.md",
)  # comes with the package, or is fetched or made again
# Of runs that are, or were, under way; and where tables lie on this machine, which says nothing on another.
PASSING = re.compile(rf"\.lock.*|.*\.unfinished|.*\.link|{re.escape(FOLDERS_OF_TABLES)}")
CHECKSUM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class HeldFile:
    """One file of a backup: its path below `raw`, `reports` or `council`, and the sum and size of its bytes."""

    path: str
    sha256: str
    size: int
    private: bool


@dataclass(frozen=True)
class BackupList:
    """All that a backup holds; `links` are the editions by name, and the version that each leads to."""

    files: tuple[HeldFile, ...]
    private_folders: tuple[str, ...]
    links: Mapping[str, str]
    latest: str  # the edition that `latest` leads to

    @property
    def sizes(self) -> dict[str, int]:
        """Return the size of the bytes under each sum."""
        return {file.sha256: file.size for file in self.files}

    def as_json(self) -> dict[str, Any]:
        """Return the list as it is written."""
        return {"format": FORMAT, **asdict(self)}


def find_roots(settings: Settings) -> dict[str, Path]:
    """Return the folder of each part of a backup."""
    council = settings.council.folder if settings.council.has_own_folder else Path()
    return {RAW_PART: settings.raw, REPORTS_PART: settings.reports, COUNCIL_PART: council}


def list_contents(settings: Settings) -> tuple[BackupList, dict[str, Path]]:
    """Return what a backup holds, and a file with the bytes of each sum."""
    files, folders, paths = [], [], {}
    for path, file in _list_files(settings):
        total = compute_file_checksum(file)
        paths[total] = file
        files.append(HeldFile(path, total, file.stat().st_size, _is_private(file)))
    for part, root in ((RAW_PART, settings.raw), (REPORTS_PART, settings.reports)):
        private = (folder for folder in _walk(part, root) if folder != root and _is_private(folder))
        folders += [f"{part}/{folder.relative_to(root).as_posix()}" for folder in private]
    links = {link.name: link.resolve().name for link in list_edition_links(settings.reports)}
    held = BackupList(tuple(files), tuple(folders), links, find_edition_of_latest(settings.reports))
    return held, paths


def _list_files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Yield each file that is held, by its path in the backup; a link to a file counts as the file."""
    for part, root in ((RAW_PART, settings.raw), (REPORTS_PART, settings.reports)):
        for folder in _walk(part, root):
            for file in sorted(path for path in folder.iterdir() if path.is_file()):
                if not _is_left_out(file.relative_to(root)):
                    yield f"{part}/{file.relative_to(root).as_posix()}", file
    if settings.council.has_own_folder:
        folder = settings.council.folder
        commentary = settings.commentary.rglob("*") if settings.commentary.is_dir() else ()
        look = [settings.council.look.logo] if settings.council.look.logo else []
        own = [
            *settings.declared_definitions.layers.list_council_files(),
            *look,
            folder / FILE,
            folder / FIRST_SEEN,
            *commentary,
        ]
        for file in sorted({path.resolve() for path in own if path.is_file()}):
            if file.is_relative_to(folder.resolve()):
                yield f"{COUNCIL_PART}/{file.relative_to(folder.resolve()).as_posix()}", file


def _walk(part: str, root: Path) -> Iterator[Path]:
    """Yield each folder that is held, each once: extracts may lie behind links, and links may lead in a circle."""
    walked: set[Path] = set()
    for name, folders, _ in os.walk(root, followlinks=part == RAW_PART):
        folder = Path(name)
        inside = (folder / inner for inner in sorted(folders) if folder.resolve() not in walked)
        folders[:] = [path.name for path in inside if not _is_left_out(path.relative_to(root))]
        if folder.resolve() not in walked:
            walked.add(folder.resolve())
            yield folder


def _is_left_out(path: Path) -> bool:
    return path.parts[0] in NOT_HELD or any(PASSING.fullmatch(part) for part in path.parts)


def _is_private(path: Path) -> bool:
    return not path.stat().st_mode & OTHERS


def read_list(content: object, backup: Path) -> BackupList:
    """Read the list of a backup.

    Raises:
        InputError: it is not one, or names a path that lies elsewhere than in the folders of a backup.
    """
    try:
        if not isinstance(content, dict) or content["format"] != FORMAT:
            raise ValueError(f"not of form {FORMAT}")
        files = tuple(HeldFile(**entry) for entry in content["files"])
        links = {str(name): str(version) for name, version in content["links"].items()}
        held = BackupList(files, tuple(content["private_folders"]), links, str(content["latest"]))
        for path in (*(file.path for file in files), *held.private_folders):
            _check_path(path)
        for name in (*links, *links.values()):
            _check_path(f"{REPORTS_PART}/{name}", 2)
        if wrong := [file for file in files if not CHECKSUM.fullmatch(file.sha256) or type(file.size) is not int]:
            raise ValueError(f"no sum of {wrong[0].path}")
    except (KeyError, TypeError, ValueError, AttributeError) as damage:
        raise InputError(
            file=str(backup),
            found=f"a list of files that is damaged ({damage})",
            expected="a backup as `fairer backup` writes it",
            remedy="take an earlier backup",
        ) from None
    return held


def _check_path(path: str, most_parts: int = 1000) -> None:
    parts = PurePosixPath(path).parts
    parts_are_plain = ".." not in parts and "/".join(parts) == path and "\\" not in path and "\0" not in path
    if not (parts_are_plain and 2 <= len(parts) <= most_parts and parts[0] in (RAW_PART, REPORTS_PART, COUNCIL_PART)):
        raise ValueError(f"a path that leads elsewhere: {path!r}")
