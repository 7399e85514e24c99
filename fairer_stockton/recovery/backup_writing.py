"""Writing a backup: one tar file without links, each file's bytes in it once, under their sum."""

import hashlib
import io
import json
import os
import tarfile
from pathlib import Path
from typing import IO

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.recovery.backup_contents import BLOBS, LIST, list_contents
from fairer_stockton.run.errors import CatalogueError, InputError
from fairer_stockton.run.private_files import OWNER_FILE, open_owner_file
from fairer_stockton.run.progress import Progress

CHUNK = 1 << 20
COMPRESSED = (".gz", ".tgz")


def write_backup(settings: Settings, progress: Progress, backup: Path) -> None:
    """Write all that could not be made or fetched again into one file, whole or not at all.

    Raises:
        CatalogueError: there is such a file already, its folder is not there, or it would lie in what it holds.
        InputError: a file changed while it was read.
    """
    _refuse_file_name(settings, backup)
    held, paths = list_contents(settings)
    unfinished = backup.with_name(f".{backup.name}.unfinished")
    try:
        with open_owner_file(unfinished) as stream:
            _write_tar(stream, json.dumps(held.as_json(), indent=1).encode(), paths, backup.suffix in COMPRESSED)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.rename(backup)
    finally:
        unfinished.unlink(missing_ok=True)
    progress.say(f"wrote {backup}: {len(held.files):,} files, {backup.stat().st_size / 1e6:,.1f} MB")
    if any(file.private for file in held.files):
        progress.say(
            "it holds rows about people, and the key of sums where there is one, and it is not encrypted: keep it as "
            "you keep the extracts, and encrypt it before it leaves the machine"
        )


def _refuse_file_name(settings: Settings, backup: Path) -> None:
    inside = [root for root in (settings.raw, settings.reports) if backup.resolve().is_relative_to(root.resolve())]
    finding = "a file that is there already" if backup.exists() else ""
    finding = finding or ("" if backup.parent.is_dir() else "a folder that is not there")
    finding = finding or (f"a file in {inside[0]}, which the backup holds" if inside else "")
    if finding:
        raise CatalogueError(
            file=backup,
            found=finding,
            expected="the name of a new file",
            remedy="name it as in /backups/2026-11-30.tar",
        )


def _write_tar(stream: IO[bytes], listing: bytes, paths: dict[str, Path], is_compressed: bool) -> None:
    mode = "w:gz" if is_compressed else "w"
    with tarfile.open(fileobj=stream, mode=mode, format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
        tar.addfile(_make_member(LIST, len(listing)), io.BytesIO(listing))
        for total in sorted(paths):
            with paths[total].open("rb") as content:
                reader = CheckedReader(content)
                tar.addfile(_make_member(f"{BLOBS}/{total}", os.fstat(content.fileno()).st_size), reader)
            if reader.checksum != total:
                raise InputError(
                    paths[total].name, "a file that changed while it was read", "a file at rest", "try again"
                )


def _make_member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, OWNER_FILE
    return member


class CheckedReader(io.RawIOBase):
    """A file that sums what is read of it."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        part = self._content.read(size if size >= 0 else CHUNK)
        self._digest.update(part)
        return part

    @property
    def checksum(self) -> str:
        """Return the sum of what was read."""
        return self._digest.hexdigest()
