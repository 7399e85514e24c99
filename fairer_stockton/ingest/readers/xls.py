"""The errors in the cells of an old .xls file, which the library that reads workbooks takes for blanks.

After Microsoft's published descriptions of compound files ([MS-CFB]) and of the records of a workbook ([MS-XLS]).
"""

from collections.abc import Iterator, Sequence
from struct import iter_unpack, unpack_from

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.extents import refuse_too_large_sheets
from fairer_stockton.ingest.readers.grid import describe_remedy
from fairer_stockton.run.errors import InputError

CellErrors = dict[str, dict[tuple[int, int], str]]  # by sheet, then by row and column from 0

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_LAST_SECTOR = 0xFFFFFFFA  # greater numbers say that there is none
_BEGIN, _END, _SHEET, _LOCK = 0x0809, 0x000A, 0x0085, 0x002F
_FORMULA, _TRUTH_OR_ERROR, _NUMBERS = 0x0006, 0x0205, 0x00BD
_CELLS = (_FORMULA, _TRUTH_OR_ERROR, _NUMBERS, 0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6)


def read_cell_errors(content: bytes, extract: Extract, file_label: str) -> CellErrors:
    """Read which cells of which sheets hold errors.

    Raises:
        InputError: the workbook is locked, or a sheet reaches too far to be read.
    """
    stream = _find_workbook_stream(content)
    opening = list(_iterate_workbook_records(stream, 0))
    if any(kind == _LOCK for kind, _ in opening):
        raise InputError(
            file_label, "a workbook that is locked with a password", "an open one", describe_remedy(extract)
        )
    errors: CellErrors = {}
    extents = []
    for name, start in map(_read_sheet_name_and_start, (body for kind, body in opening if kind == _SHEET)):
        errors[name], rows, columns = _read_sheet_errors_and_extent(stream, start)
        extents.append((name, rows, columns))
    refuse_too_large_sheets(extents, extract, file_label)
    return errors


def _read_sheet_errors_and_extent(stream: bytes, start_offset: int) -> tuple[dict[tuple[int, int], str], int, int]:
    """Return the errors of a sheet, and its last row and column."""
    errors, rows, columns = {}, 0, 0
    for kind, body in _iterate_workbook_records(stream, start_offset):
        if kind in _CELLS:
            row, column = unpack_from("<HH", body)
            last = unpack_from("<H", body, len(body) - 2)[0] if kind == _NUMBERS else column
            rows, columns = max(rows, row + 1), max(columns, last + 1)
            if (code := _read_error_code(kind, body)) is not None:
                errors[row, column] = _ERRORS.get(code, "#UNKNOWN!")
    return errors, rows, columns


def _read_error_code(record_kind: int, record_body: bytes) -> int | None:
    if record_kind == _TRUTH_OR_ERROR and record_body[7]:
        return record_body[6]
    if record_kind == _FORMULA and record_body[12:14] == b"\xff\xff" and record_body[6] == 2:
        return record_body[8]
    return None


def _read_sheet_name_and_start(record_body: bytes) -> tuple[str, int]:
    """Read a sheet's name and where its records begin."""
    start, length, is_wide = unpack_from("<I2xBB", record_body)
    return (
        record_body[8 : 8 + 2 * length].decode("utf-16-le")
        if is_wide & 1
        else record_body[8 : 8 + length].decode("latin-1")
    ), start


def _iterate_workbook_records(stream: bytes, start_offset: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one part of the workbook, and of the charts within it."""
    depth = 0
    while start_offset + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, start_offset)
        yield kind, stream[start_offset + 4 : start_offset + 4 + length]
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        start_offset += 4 + length


def _find_workbook_stream(content: bytes) -> bytes:
    """Return the workbook in the compound file that holds it."""
    (shift, small_shift), (directory, _, cutoff, small_first) = (
        unpack_from("<HH", content, 30),
        unpack_from("<IIII", content, 48),
    )
    size = 1 << shift
    following = _read_next_sectors(content, size)
    entries = _join_sector_chain(content[size:], directory, following, size)
    root = entries[:128]
    for start in range(0, len(entries) - 127, 128):
        entry = entries[start : start + 128]
        name = entry[: max(unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le")
        first, length = unpack_from("<II", entry, 116)
        if name not in ("Workbook", "Book"):
            continue
        if length >= cutoff:
            return _join_sector_chain(content[size:], first, following, size)[:length]
        small = _read_sector_numbers(_join_sector_chain(content[size:], small_first, following, size))
        shared = _join_sector_chain(content[size:], unpack_from("<I", root, 116)[0], following, size)
        return _join_sector_chain(shared, first, small, 1 << small_shift)[:length]
    raise ValueError("no workbook in it")


def _read_next_sectors(content: bytes, sector_size: int) -> Sequence[int]:
    """Read, for each sector, which one follows it."""
    (first,) = unpack_from("<I", content, 68)
    tables = list(unpack_from("<109I", content, 76))
    while first < _LAST_SECTOR and len(tables) <= len(content) // sector_size:
        *more, first = _read_sector_numbers(content[(first + 1) * sector_size : (first + 2) * sector_size])
        tables += more
    sectors = (
        content[(table + 1) * sector_size : (table + 2) * sector_size] for table in tables if table < _LAST_SECTOR
    )
    return _read_sector_numbers(b"".join(sectors))


def _join_sector_chain(sectors: bytes, first_sector: int, next_sectors: Sequence[int], sector_size: int) -> bytes:
    """Join the sectors of a chain."""
    parts: list[bytes] = []
    while first_sector < _LAST_SECTOR and len(parts) <= len(next_sectors):
        parts.append(sectors[first_sector * sector_size : (first_sector + 1) * sector_size])
        first_sector = next_sectors[first_sector]
    return b"".join(parts)


def _read_sector_numbers(sector: bytes) -> list[int]:
    return [number for (number,) in iter_unpack("<I", sector[: len(sector) // 4 * 4])]
