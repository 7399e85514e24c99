"""Restoring a backup: every sum is checked before anything is written, and nothing that is there is overwritten."""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch.held_folder import RESTORING
from fairer_stockton.recovery.backup_contents import (
    BLOBS,
    CHECKSUM,
    COUNCIL_PART,
    LIST,
    REPORTS_PART,
    BackupList,
    HeldFile,
    find_roots,
    read_list,
)
from fairer_stockton.recovery.backup_writing import CHUNK
from fairer_stockton.report.stage import link_edition_to_version, link_latest_to_edition
from fairer_stockton.run.errors import CatalogueError, InputError, indent_following_lines
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.private_files import make_owner_folder, open_owner_file
from fairer_stockton.run.progress import Progress

LONGEST_LIST = 1 << 30  # bytes: of a list that is longer nothing is believed
FILES_SHOWN = 5  # files that a message names


def restore_backup(settings: Settings, progress: Progress, backup: Path, is_check: bool = False) -> None:
    """Write what a backup holds into the folders of the settings, or check that it could be.

    A restore that was interrupted goes on where it stopped; editions take their names last.

    Args:
        settings: where the folders are.
        progress: where what was done is reported.
        backup: the file.
        is_check: whether nothing is to be written.

    Raises:
        InputError: the file is no backup, or a sum of it is not right; nothing is written.
        CatalogueError: another file lies where one of the backup belongs; nothing is written.
    """
    with _open_backup(backup) as tar:
        held = _check_every_sum(tar, backup)
    progress.say(f"checked {backup}: {len(held.files):,} files, {len(held.sizes):,} sums, all right")
    if is_check:
        return
    if not settings.council.has_own_folder and any(file.path.startswith(f"{COUNCIL_PART}/") for file in held.files):
        raise CatalogueError(
            file=backup,
            found="a council's own folder, and no such folder to write it into",
            expected="the folder of a council, with its council.toml",
            remedy="make it by `fairer init`, and restore in that folder, or name it by COUNCIL=",
        )
    roots = find_roots(settings)
    missing = _list_missing_files(held, roots)
    settings.raw.mkdir(parents=True, exist_ok=True)
    marker = settings.raw / RESTORING
    marker.write_text(f"{backup.resolve()}\n", encoding="utf-8")  # until it is removed no other command goes on
    for folder in held.private_folders:
        make_owner_folder(_find_path(folder, roots))
    wanted: dict[str, list[HeldFile]] = {}
    for file in missing:
        wanted.setdefault(file.sha256, []).append(file)
    with _open_backup(backup) as tar:
        for member, stream in _read_members(tar, backup):
            paths = [(_find_path(file.path, roots), file.private) for file in wanted.get(member.rpartition("/")[2], ())]
            for number, (path, private) in enumerate(paths):
                if number:  # of a compressed file going back would mean reading it all again
                    with paths[0][0].open("rb") as written:
                        _write_file(written, path, private)
                else:
                    _write_file(stream, path, private)
    for name, version in held.links.items():
        link_edition_to_version(settings.reports, name, version)
    if held.latest:
        link_latest_to_edition(replace(settings, edition=held.latest))
    marker.unlink(missing_ok=True)
    progress.say(f"restored {len(missing):,} files; {len(held.files) - len(missing):,} were there already")


@contextmanager
def _open_backup(backup: Path) -> Iterator[tarfile.TarFile]:
    """Open a backup, and refuse in words what is none or is damaged."""
    try:
        with tarfile.open(backup) as tar:
            yield tar
    except FileNotFoundError:
        raise InputError(str(backup), "no such file", "a backup", "check its name") from None
    except (tarfile.TarError, EOFError, OSError) as damage:
        if isinstance(damage, OSError) and damage.errno:  # of the machine, not of the file
            raise
        raise _make_damage_error(backup, f"a file that cannot be read to its end ({damage})") from None


def _make_damage_error(backup: Path, finding: str) -> InputError:
    return InputError(str(backup), finding, "a backup as `fairer backup` writes it", "take an earlier backup")


def _read_members(tar: tarfile.TarFile, backup: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the name and the content of each file of a backup, of which nothing else may be there."""
    for member in tar:
        is_blob = CHECKSUM.fullmatch(member.name.removeprefix(f"{BLOBS}/")) is not None
        stream = tar.extractfile(member) if member.isreg() and (is_blob or member.name == LIST) else None
        if stream is None:
            raise _make_damage_error(backup, f"an entry that belongs in no backup: {member.name!r}")
        yield member.name, stream


def _check_every_sum(tar: tarfile.TarFile, backup: Path) -> BackupList:
    """Return the list of a backup whose every sum is right."""
    members = _read_members(tar, backup)
    name, stream = next(members, ("", None))
    if name != LIST or stream is None:
        raise _make_damage_error(backup, "a file without a list of what it holds")
    try:
        held = read_list(json.loads(stream.read(LONGEST_LIST)), backup)
    except (ValueError, RecursionError):
        raise _make_damage_error(backup, f"a {LIST} that is no JSON") from None
    sizes = held.sizes
    for member, content in members:
        total = member.rpartition("/")[2]
        digest, size = hashlib.sha256(), 0
        while part := content.read(CHUNK):
            digest.update(part)
            size += len(part)
        if digest.hexdigest() != total or sizes.pop(total, None) != size:
            raise _make_damage_error(backup, f"bytes that are not those of the sum {total}")
    if sizes:
        raise _make_damage_error(backup, f"no bytes of {len(sizes):,} of the sums that it lists")
    return held


def _find_path(path: str, roots: Mapping[str, Path]) -> Path:
    part, _, rest = path.partition("/")
    return roots[part] / rest


def _list_missing_files(held: BackupList, roots: Mapping[str, Path]) -> list[HeldFile]:
    """Return the files that are not there yet; refuse where others lie in the place of some."""
    missing, different = [], []
    for file in held.files:
        path = _find_path(file.path, roots)
        if not os.path.lexists(path):
            missing.append(file)
        elif not path.is_file() or compute_file_checksum(path) != file.sha256:
            different.append(file.path)
    # A council's file may have been written on since: then it is that which holds.
    in_the_way = [path for path in different if not path.startswith(f"{COUNCIL_PART}/")]
    links = {link: version for link, version in held.links.items() if os.path.lexists(roots[REPORTS_PART] / link)}
    in_the_way += [
        f"{REPORTS_PART}/{link}"
        for link, version in links.items()
        if (roots[REPORTS_PART] / link).resolve().name != version
    ]
    if in_the_way:
        more = [f"and {len(in_the_way) - FILES_SHOWN:,} more"] if len(in_the_way) > FILES_SHOWN else []
        raise CatalogueError(
            folder=", ".join(map(str, roots.values())),
            found=indent_following_lines(["others in the place of", *in_the_way[:FILES_SHOWN], *more]),
            expected="folders that are empty, or hold the same",
            remedy="restore into new folders (RAW=, REPORTS=), or move those away",
        )
    return missing


def _write_file(stream: IO[bytes], path: Path, is_private: bool) -> None:
    """Write one file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.restored")
    with open_owner_file(unfinished, owner_only=is_private) as target:
        while part := stream.read(CHUNK):
            target.write(part)
        target.flush()
        os.fsync(target.fileno())
    unfinished.replace(path)
