"""Files to grids of text: delimited text, xlsx, xls, ods, parquet and GeoJSON, plain or inside gzip or zip."""

from collections.abc import Callable
from pathlib import Path

from fairer_stockton.errors import InputError
from fairer_stockton.readers.columnar import read_parquet
from fairer_stockton.readers.delimited import read_cells, read_delimited
from fairer_stockton.readers.geojson import read_geojson
from fairer_stockton.readers.grid import Grid, Sheet, remedy
from fairer_stockton.readers.unpacking import unpack
from fairer_stockton.readers.workbooks import read_sheets, read_workbook
from fairer_stockton.sources import Extract

_READERS: dict[str, Callable[[bytes, Extract, str], Grid]] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".xlsx": read_workbook,
    ".xls": read_workbook,
    ".ods": read_workbook,
    ".parquet": read_parquet,
    ".geojson": read_geojson,
}


def read_grid(path: Path, extract: Extract, where: str) -> Grid:
    """Read the wanted columns of one file as text."""
    name, content = unpack(path, extract, where)
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise InputError(where, "an empty file", "a table", remedy(extract))
    start = content[:400].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise InputError(where, "a web page, not data", f"a {Path(name).suffix} file", "open its address in a browser")
    reader = _READERS.get(Path(name).suffix.lower())
    if reader is None:
        raise InputError(
            where, f"the ending {Path(name).suffix!r}", ", ".join(_READERS), "save it in one of these forms"
        )
    return reader(content, extract, where)


def read_all_cells(path: Path, extract: Extract, where: str) -> dict[str, Sheet]:
    """Read every cell of every sheet as text, wanted or not: what a search for personal data must see."""
    name, content = unpack(path, extract, where)
    if Path(name).suffix.lower() not in (".xlsx", ".xls", ".ods"):
        return {"": read_cells(content, extract, where)}
    sheets = read_sheets(content, where)
    return {name: Sheet(rows, range(1, len(rows) + 1)) for name, rows in sheets.items()}
