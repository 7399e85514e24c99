"""A file's bytes, out of the gzip or zip that they came in; never more of them than the source allows."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.grid import describe_remedy
from fairer_stockton.run.errors import InputError

MEGABYTE = 1_000_000
# Other ways of packing unfold without end, whatever number of bytes is asked for.
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    zlib.error,
)


def unpack_name_and_content(path: Path, extract: Extract, file_label: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the file, or of its wanted member.

    Raises:
        InputError: the archive is damaged, lacks the member, or holds more bytes than the source allows.
    """
    if path.stat().st_size > extract.largest_mb * MEGABYTE:
        raise make_refusal_of_large_file(extract, file_label)
    if path.name.lower().endswith(".gz"):
        return path.name[:-3], _gunzip(path, extract, file_label)
    if extract.member:
        with open_zip(path.read_bytes(), extract, file_label) as archive:
            return extract.member, read_zip_members(archive, [extract.member], extract, file_label)[extract.member]
    return path.name, path.read_bytes()


@contextmanager
def open_zip(
    content: bytes, extract: Extract, file_label: str, file_kind: str = "archive"
) -> Iterator[zipfile.ZipFile]:
    """Open a zip; whatever is damaged in it, there or when it is read, is said in words."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except _DAMAGE as damage:
        raise InputError(
            file_label, f"a damaged {file_kind} ({damage})", f"a whole {file_kind}", describe_remedy(extract)
        ) from None


def read_zip_members(
    archive: zipfile.ZipFile, names: Iterable[str], extract: Extract, file_label: str
) -> dict[str, bytes]:
    """Read members of a zip that together are no larger than the source allows.

    A member is read no further than the size that it declares: if that is false, its check sum is wrong too.
    """
    members = [_find_readable_member(archive, name, extract, file_label) for name in names]
    if sum(member.file_size for member in members) > extract.largest_mb * MEGABYTE:
        raise make_refusal_of_large_file(extract, file_label)
    unpacked = {}
    for member in members:
        with archive.open(member) as stream:
            unpacked[member.filename] = _read_bounded_stream(stream, extract, file_label)
    return unpacked


def make_refusal_of_large_file(extract: Extract, file_label: str) -> InputError:
    """Return the refusal of a file that holds more than its source allows."""
    return InputError(
        file_label,
        f"more than {extract.largest_mb} MB of data, once unpacked",
        f"at most {extract.largest_mb} MB from this source",
        "check that this is the right file; if it is, allow more by a line in its [[file]] in the source's TOML, "
        f"as in `largest_mb = {2 * extract.largest_mb}`",
    )


def _find_readable_member(archive: zipfile.ZipFile, name: str, extract: Extract, file_label: str) -> zipfile.ZipInfo:
    if name not in archive.namelist():
        there = ", ".join(sorted(archive.namelist())[:10]) or "nothing"
        raise InputError(
            file_label,
            f"no such member in the zip, which holds {there}",
            f"a member named {name}",
            describe_remedy(extract),
        )
    member = archive.getinfo(name)
    if member.flag_bits & 1:
        raise InputError(
            file_label, "a zip that is locked with a password", "one that is open", describe_remedy(extract)
        )
    if member.compress_type not in _BOUNDED:
        raise InputError(
            file_label, f"{name} packed in an unusual way", "a zip that any program opens", describe_remedy(extract)
        )
    return member


def _gunzip(path: Path, extract: Extract, file_label: str) -> bytes:
    try:
        with gzip.open(path) as stream:
            return _read_bounded_stream(stream, extract, file_label)
    except _DAMAGE as damage:
        raise InputError(
            file_label, f"a damaged archive ({damage})", "a whole zip or gzip file", describe_remedy(extract)
        ) from None


def _read_bounded_stream(stream: IO[bytes] | gzip.GzipFile, extract: Extract, file_label: str) -> bytes:
    """Read a stream to its end by parts, so that no more is ever unpacked than the source allows."""
    content = bytearray()
    while part := stream.read(MEGABYTE):
        content += part
        if len(content) > extract.largest_mb * MEGABYTE:
            raise make_refusal_of_large_file(extract, file_label)
    return bytes(content)
