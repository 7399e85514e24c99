"""The register of sources: every version of every file that was ever in force in the raw folder, never changed.

The bytes of a version lie under their sum, each once; beside them an entry for each time that they were brought says
of which source and period, by whom, from where and when. What the council itself supplied lies apart, for the account
alone that runs the report, and as a copy, since it could not be fetched again. Of published files there is a link where
the file system allows one. Only `fairer forget` takes anything out.
"""

import getpass
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.stale_sources import STANDINGS
from fairer_stockton.fetch import raw_folder
from fairer_stockton.run.clock import read_clock, write_moment
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum, read_json
from fairer_stockton.run.private_files import make_owner_folder, open_owner_file
from fairer_stockton.run.processes import is_process_alive

REGISTER = ".register"  # its folder in the raw folder
SUPPLIED, PUBLISHED = "supplied", "published"  # the two parts of it
BYTES, ENTRIES = "files", "entries"  # the two folders of a part
DIGITS_SHOWN = 12  # digits of a sum in a line
ENTRY = re.compile(r"(\d{4,})-([0-9a-f]{12})\.json")


@dataclass(frozen=True)
class RegisteredVersion:
    """One version of one file: where its bytes lie, and what was written down when it was brought."""

    entry_path: Path
    bytes_path: Path
    source: str
    period: str
    brought: str
    account: str
    provenance: Mapping[str, Any]  # of this file alone

    @property
    def file_entry(self) -> Mapping[str, Any]:
        """Return what the provenance says of the file."""
        entry: Mapping[str, Any] = self.provenance["files"][0]
        return entry

    @property
    def name(self) -> str:
        """Return the name that the source's definition has for the file."""
        return str(self.file_entry["name"])

    @property
    def sha256(self) -> str:
        """Return the sum of its bytes."""
        return str(self.file_entry["sha256"])

    @property
    def origin(self) -> str:
        """Return where it came from."""
        return str(self.file_entry.get("origin", ""))

    @property
    def is_whole(self) -> bool:
        """Return whether its bytes are there as they were brought."""
        return self.bytes_path.is_file() and compute_file_checksum(self.bytes_path) == self.sha256


def register_files(
    folder: Path, extract_folder: Path, provenance: Mapping[str, Any], owner_only: bool, moment: datetime | None = None
) -> None:
    """Write every file of a provenance down, unless it is the version of its name that was brought last.

    Args:
        folder: where the files lie.
        extract_folder: where they are in force or about to be: its names are those of the source and the period.
        provenance: what is known of them.
        owner_only: whether the council itself supplied them.
        moment: now, where the clock is not to be read.
    """
    raw_root, source, period = extract_folder.parents[1], extract_folder.parent.name, extract_folder.name
    part = _make_part(raw_root, owner_only)
    known = {version.name: version.sha256 for version in list_versions_of_period(raw_root, source, period)}
    for entry in provenance["files"]:
        _store_bytes(folder / entry["stored"], part / BYTES / entry["sha256"], owner_only)
        if known.get(entry["name"]) != entry["sha256"]:
            facts = {
                "brought": write_moment(moment or read_clock()),
                "account": read_account(),
                "provenance": {**provenance, "files": [{**entry, "stored": Path(entry["stored"]).name}]},
            }
            _write_entry(part / ENTRIES / source / period, entry["sha256"], facts, owner_only)


def register_files_in_force(extract_folder: Path, owner_only: bool) -> None:
    """Write down what is in force, where that was brought before there was a register; what is damaged is left out."""
    if not (extract_folder / raw_folder.PROVENANCE).is_file():
        return
    with suppress(InputError):  # it is said by name when the extract is read
        provenance = raw_folder.read_provenance(extract_folder)
        raw_root, source, period = extract_folder.parents[1], extract_folder.parent.name, extract_folder.name
        known = {(version.name, version.sha256) for version in list_versions_of_period(raw_root, source, period)}
        missing = [
            entry
            for entry in provenance["files"]
            if (entry["name"], entry["sha256"]) not in known and _has_recorded_bytes(extract_folder, entry)
        ]
        if missing and not provenance["synthetic"]:
            register_files(extract_folder, extract_folder, {**provenance, "files": missing}, owner_only)


def remove_unfinished_files(raw_root: Path) -> None:
    """Remove what a run that was killed had begun to write down: the bytes of an extract may be in it.

    Whoever calls it holds the raw folder. Which versions were good is written by runs that do not hold it.
    """
    for part in (raw_root / REGISTER / name for name in (SUPPLIED, PUBLISHED)):
        unfinished = (f"{BYTES}/.*", f"{ENTRIES}/*/*/.*", f".*{raw_folder.UNFINISHED}", f".{STANDINGS.name}.*")
        for path in (path for pattern in unfinished for path in part.glob(pattern)):
            if not _is_being_written(path):
                path.unlink(missing_ok=True)
    for path in _list_supplied_bytes_without_entry(raw_root / REGISTER / SUPPLIED):
        path.unlink()


def _is_being_written(path: Path) -> bool:
    """Return whether the process is still there that writes down which versions were good."""
    number = path.suffix.removeprefix(".")
    # This process is about to begin: its number was that of a run that has ended.
    is_another = number.isdecimal() and int(number) != os.getpid()
    return path.name.startswith(f".{STANDINGS.name}.") and is_another and is_process_alive(int(number))


def _list_supplied_bytes_without_entry(part: Path) -> Iterator[Path]:
    """Yield the bytes that a run stored and was killed before it wrote whose they are: no list of versions has them."""
    named = {path.stem.partition("-")[2] for path in (part / ENTRIES).rglob("*.json")}
    yield from (path for path in part.glob(f"{BYTES}/[!.]*") if path.name[:DIGITS_SHOWN] not in named)


def list_versions_of_source(raw_root: Path, source: str) -> list[RegisteredVersion]:
    """Return every version of a source, by period and in the order in which they were brought."""
    folders = [raw_root / REGISTER / part / ENTRIES / source for part in (SUPPLIED, PUBLISHED)]
    periods = sorted({path.name for folder in folders if folder.is_dir() for path in folder.iterdir()})
    return [version for period in periods for version in list_versions_of_period(raw_root, source, period)]


def list_registered_sources(raw_root: Path) -> list[str]:
    """Return the names of the sources that have a version."""
    folders = [raw_root / REGISTER / part / ENTRIES for part in (SUPPLIED, PUBLISHED)]
    return sorted({path.name for folder in folders if folder.is_dir() for path in folder.iterdir()})


def list_versions_of_period(raw_root: Path, source: str, period: str) -> list[RegisteredVersion]:
    """Return the versions of a source's files of one period, in the order in which they were brought."""
    return [
        version
        for part in (SUPPLIED, PUBLISHED)
        for version in _read_entries_of_part(raw_root / REGISTER / part, source, period)
    ]


def describe_versions(raw_root: Path, source: str) -> Iterator[str]:
    """Yield a line on each version of a source: when and by whom it was brought, from where, and how it stands."""
    versions = list_versions_of_source(raw_root, source)
    standing_of_source = read_json(raw_root / STANDINGS).get(source, {})
    aside = {tuple(entry["file"]): entry for entry in standing_of_source.get("set_aside", ())}
    for number, version in enumerate(versions):
        later = [
            other for other in versions[number + 1 :] if (other.period, other.name) == (version.period, version.name)
        ]
        in_force = _read_checksums_in_force(raw_root / source / version.period)
        standing = "not in force"
        if later:
            standing = f"superseded by {later[0].sha256[:DIGITS_SHOWN]} on {later[0].brought}"
        elif in_force.get(version.name) == version.sha256:
            standing = "in force"
        if entry := aside.get((version.period, version.name, version.sha256)):
            standing = f"set aside on {entry['moment']}: {entry['why']}"
        yield (
            f"{source}  {version.period}  {version.sha256[:DIGITS_SHOWN]}  "
            f"brought {version.brought} by {version.account}  {version.origin}  {standing}"
        )


def _read_checksums_in_force(extract_folder: Path) -> dict[str, str]:
    """Return the sum of each file that is in force, by its name."""
    entries = read_json(extract_folder / raw_folder.PROVENANCE).get("files", ())
    return {entry["name"]: entry["sha256"] for entry in entries}


def _read_entries_of_part(part: Path, source: str, period: str) -> Iterator[RegisteredVersion]:
    folder = part / ENTRIES / source / period
    entries = [path for path in folder.iterdir() if ENTRY.fullmatch(path.name)] if folder.is_dir() else []
    for path in sorted(entries, key=lambda path: int(path.name.partition("-")[0])):
        facts = read_json(path)
        try:
            total = facts["provenance"]["files"][0]["sha256"]
            yield RegisteredVersion(
                path, part / BYTES / total, source, period, facts["brought"], facts["account"], facts["provenance"]
            )
        except (KeyError, IndexError, TypeError):
            raise InputError(
                file=str(path),
                found="a damaged entry of the register of sources",
                expected="what was written down when a version was brought",
                remedy="restore it from your backup, or move it away: of the council's own the bytes go with it",
            ) from None


def _has_recorded_bytes(folder: Path, entry: Mapping[str, Any]) -> bool:
    path = folder / entry["stored"]
    return path.is_file() and compute_file_checksum(path) == entry["sha256"]


def _make_part(raw_root: Path, owner_only: bool) -> Path:
    part = raw_root / REGISTER / (SUPPLIED if owner_only else PUBLISHED)
    if owner_only:
        make_owner_folder(part)
    return part


def _make_folder(folder: Path, owner_only: bool) -> Path:
    if owner_only:
        return make_owner_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _store_bytes(file: Path, target: Path, owner_only: bool) -> None:
    """Put the bytes of a file under their sum, whole or not at all; a link to the file where that is enough."""
    if target.is_file() and compute_file_checksum(target) == target.name:
        return
    _make_folder(target.parent, owner_only)
    target.unlink(missing_ok=True)
    if not owner_only:
        with suppress(OSError):  # a file system without links, or a raw folder on another one
            os.link(file, target)
            return
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    with open_owner_file(unfinished, owner_only=owner_only) as stream, file.open("rb") as content:
        shutil.copyfileobj(content, stream)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(target)


def _write_entry(folder: Path, checksum: str, facts: Mapping[str, Any], owner_only: bool) -> None:
    """Write an entry under the next free number; another run that writes at the same time has another number."""
    for level in (folder.parents[1], folder.parent, folder):
        _make_folder(level, owner_only)
    unfinished = folder / f".{checksum[:12]}.{os.getpid()}"
    with open_owner_file(unfinished, "w", owner_only) as stream:
        stream.write(json.dumps(facts, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    numbers = [int(match[1]) for path in folder.iterdir() if (match := ENTRY.fullmatch(path.name))]
    unfinished.rename(folder / f"{max(numbers, default=0) + 1:04d}-{checksum[:12]}.json")


def read_account() -> str:
    """Return the name of the account that runs this."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return f"account {os.getuid()}"
