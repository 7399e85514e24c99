"""Sums of content, and stamps: what was recorded of a table when it was written, beside it."""

import hashlib
import json
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.run.private_files import open_owner_file

if TYPE_CHECKING:
    import pyarrow as pa


BEGAN = time.time_ns() - 2_000_000_000  # this process, and as much before as the coarsest clock of a file system


def compute_content_checksum(files: Iterable[Path], facts: object = ()) -> str:
    """Return one sha256 over the contents of files (in the order of their names) and any JSON-able facts."""
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda file: (file.name, str(file))):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    digest.update(json.dumps(facts, sort_keys=True, default=str).encode())
    return digest.hexdigest()


def compute_file_checksum(path: Path) -> str:
    """Return the sha256 of a file's bytes; one that has not changed since this process began is read once."""
    status = path.stat()
    # The change time follows every write and cannot be set: a file that is written to from now on is read again.
    if status.st_ctime_ns < BEGAN:
        return _compute_checksum_of_old_file(path, status.st_dev, status.st_ino, status.st_size, status.st_ctime_ns)
    return _compute_checksum(path)


@cache
def _compute_checksum_of_old_file(path: Path, *_state: int) -> str:
    return _compute_checksum(path)


def _compute_checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object; an empty one where there is none, or none that can be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def find_stamp_path(output_file: Path) -> Path:
    """Return the path of the stamp that lies beside an output."""
    return output_file.with_name(output_file.name + ".stamp.json")


def read_record_of_output(record_file: Path, output_file: Path) -> dict[str, Any]:
    """Read what was recorded elsewhere when an output was written; nothing where its bytes are not those any more."""
    record = read_json(record_file)
    return record if output_file.is_file() and compute_file_checksum(output_file) == record.get("output") else {}


def read_stamp(output_file: Path) -> dict[str, Any]:
    """Read what was recorded when an output was written; nothing where its bytes are not those any more."""
    stamp = read_json(find_stamp_path(output_file))
    return (
        stamp if stamp and output_file.is_file() and compute_file_checksum(output_file) == stamp.get("output") else {}
    )


def write_table_and_stamp(
    table: "pa.Table", output_file: Path, content_checksum: str, *, owner_only: bool = False, **facts: object
) -> None:
    """Write a table and its stamp: a reader finds the old table or the new one, and no stamp beside the wrong one.

    Args:
        table: what to write, as parquet.
        output_file: where.
        content_checksum: the sum of all that it was made from.
        owner_only: whether nobody but the owner may read it: a table of people's rows.
        facts: what else to record.
    """
    from pyarrow import parquet

    output_file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = output_file.with_suffix(".unfinished")
    with open_owner_file(unfinished, owner_only=owner_only) as stream:
        parquet.write_table(table, stream, compression="zstd")
    place_table_and_stamp(unfinished, output_file, content_checksum, owner_only=owner_only, **facts)


def place_table_and_stamp(
    unfinished: Path, output_file: Path, content_checksum: str, *, owner_only: bool = False, **facts: object
) -> None:
    """Move a table that is written into its place, with its stamp; the rest as `write_table_and_stamp`."""
    stamp = json.dumps(
        {"content": content_checksum, "output": compute_file_checksum(unfinished), **facts}, indent=2, sort_keys=True
    )
    find_stamp_path(output_file).unlink(missing_ok=True)
    unfinished.replace(output_file)
    with open_owner_file(find_stamp_path(output_file), "w", owner_only) as stream:
        stream.write(stamp + "\n")
