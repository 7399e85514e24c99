"""Files to grids of text: delimited text, xlsx, xls, ods, parquet, GeoJSON and cubes, plain or inside gzip or zip."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from fairer_stockton.definitions.sources import Column, Extract
from fairer_stockton.ingest.readers.columnar import read_all_parquet_cells, read_parquet, read_parquet_headings
from fairer_stockton.ingest.readers.cubes import read_cube
from fairer_stockton.ingest.readers.delimited import (
    read_all_delimited_cells,
    read_delimited,
    read_top_rows_of_delimited,
)
from fairer_stockton.ingest.readers.geojson import read_geojson
from fairer_stockton.ingest.readers.grid import ERROR_CELL, UNCALCULATED, SheetCells, TextGrid, describe_remedy
from fairer_stockton.ingest.readers.unpacking import unpack_name_and_content
from fairer_stockton.ingest.readers.workbooks import read_all_sheets, read_top_rows_of_sheets, read_workbook
from fairer_stockton.run.errors import InputError

WORKBOOK_ENDINGS = (".xlsx", ".xls", ".ods")
TEXT_ENDINGS = (".csv", ".tsv", ".txt")
LARGEST_LINES = 10_000_000  # of text, blank lines included
_READERS: dict[str, Callable[[bytes, Extract, str], TextGrid]] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".xlsx": read_workbook,
    ".xls": read_workbook,
    ".ods": read_workbook,
    ".parquet": read_parquet,
    ".geojson": read_geojson,
    ".json": read_cube,
}


def read_wanted_columns(path: Path, extract: Extract, file_label: str) -> TextGrid:
    """Read the wanted columns of one file as text.

    Raises:
        InputError: the file is not what its ending says, or a wanted cell holds an error or an uncalculated formula.
    """
    ending, content = _unpack_and_check_ending_and_content(path, extract, file_label)
    grid = _READERS[ending](content, extract, file_label)
    refuse_failed_formulas(grid, extract)
    return grid


def refuse_failed_formulas(grid: TextGrid, extract: Extract) -> None:
    """Raise a refusal where a wanted cell holds an error of a spreadsheet or a formula without a value."""
    for column, cells in zip(extract.columns, grid.table.columns, strict=True):
        _refuse_failed_formulas(cells, column, grid, extract)


def read_all_cells(path: Path, extract: Extract, file_label: str) -> dict[str, SheetCells]:
    """Read every cell of every sheet as text, wanted or not: what a search for personal data must see."""
    ending, content = _unpack_and_check_ending_and_content(path, extract, file_label)
    if ending in WORKBOOK_ENDINGS:
        return {
            name: SheetCells.from_rows(rows) for name, rows in read_all_sheets(content, extract, file_label).items()
        }
    if ending == ".parquet":
        return {"": SheetCells.from_rows(read_all_parquet_cells(content, extract, file_label))}
    return {"": read_all_delimited_cells(content, extract, file_label)}


def read_top_rows(path: Path, extract: Extract, file_label: str) -> dict[str, list[list[str]]]:
    """Read the first rows of every sheet as text, among which its headings stand; of other forms of the one table."""
    ending, content = _unpack_and_check_ending_and_content(path, extract, file_label)
    if ending in WORKBOOK_ENDINGS:
        return read_top_rows_of_sheets(content, extract, file_label)
    if ending == ".parquet":
        return {"": [read_parquet_headings(content, extract, file_label)]}
    if ending in (".geojson", ".json"):
        return {"": [[column.header for column in extract.columns]]}  # its names stand beside every value
    return {"": read_top_rows_of_delimited(content, extract, file_label)}


def _unpack_and_check_ending_and_content(path: Path, extract: Extract, file_label: str) -> tuple[str, bytes]:
    """Return the ending, which says how to read the file, and its bytes, which seem to be a table's."""
    name, content = unpack_name_and_content(path, extract, file_label)
    ending = Path(name).suffix.lower()
    if ending not in _READERS:
        raise InputError(file_label, f"the ending {ending!r}", ", ".join(_READERS), "save it in one of these forms")
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise InputError(file_label, "an empty file", "a table", describe_remedy(extract))
    start = content[:400].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if ending not in WORKBOOK_ENDINGS and start.startswith((b"<!doctype html", b"<html")):
        again = describe_remedy(extract, "open it in a browser, save what it shows", "open its address in a browser")
        raise InputError(file_label, "a web page, not data", f"a {ending} file", again)
    if content.count(b"\n") + content.count(b"\r") > LARGEST_LINES and ending in TEXT_ENDINGS:
        lines = f"at most {LARGEST_LINES:,} lines"
        raise InputError(
            file_label, f"more than {lines[8:]}", lines, describe_remedy(extract, "delete the empty lines")
        )
    return ending, content


def _refuse_failed_formulas(cells: pa.ChunkedArray, column: Column, grid: TextGrid, extract: Extract) -> None:
    """Refuse a column, of whatever kind, that holds an error of a spreadsheet or a formula without a value."""
    import pyarrow.compute as pc

    text = pc.ascii_trim_whitespace(cells)
    starts = [pc.starts_with(text, start) for start in ("#", "Err:", UNCALCULATED)]
    likely = pc.indices_nonzero(pc.or_(pc.or_(starts[0], starts[1]), starts[2]))  # the pattern alone is slow
    at_fault = likely.filter(pc.match_substring_regex(text.take(likely), f"{ERROR_CELL}|^{UNCALCULATED}$"))
    if len(at_fault):
        first = at_fault[0].as_py()
        cell = text[first].as_py()
        more = f" (and {len(at_fault) - 1} more in this column)" if len(at_fault) > 1 else ""
        uncalculated = cell == UNCALCULATED
        raise InputError(
            file=grid.where,
            row=grid.rows[first].as_py(),
            column=column.header,
            found=f"{cell}{more}" if uncalculated else f"{cell!r}, an error of the spreadsheet{more}",
            expected="a value, or an empty cell where there is none",
            remedy=describe_remedy(
                extract,
                "open it in Excel or LibreOffice, save it" if uncalculated else "mend the formula or paste values",
            ),
        )
