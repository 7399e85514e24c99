"""Files to grids of text: csv, xlsx, xls, ods, parquet and GeoJSON, plain or inside gzip or zip."""

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from fairer_stockton.errors import InputError
from fairer_stockton.readers.headers import SEARCHED_ROWS, find_header
from fairer_stockton.sources import Extract

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

AREA_CODE = r"^\s*[A-Z]\d{8}\s*$"
AGAIN = "fetch the extract again; if it comes the same, tell the publisher"


@dataclass(frozen=True)
class Grid:
    """The wanted columns, still text, in the wanted order, with each row's number and where they were read."""

    table: pa.Table
    rows: pa.Array
    where: str


def read_grid(path: Path, extract: Extract, where: str) -> Grid:
    """Read the wanted columns of one file as text."""
    name, content = _unpack(path, extract, where)
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise InputError(where, "an empty file", "a table", AGAIN)
    start = content[:400].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise InputError(where, "a web page, not data", f"a {Path(name).suffix} file", "open its address in a browser")
    reader = _READERS.get(Path(name).suffix.lower())
    if reader is None:
        raise InputError(
            where, f"the ending {Path(name).suffix!r}", ", ".join(_READERS), "save it in one of these forms"
        )
    return reader(content, extract, where)


def read_all_cells(path: Path, extract: Extract, where: str) -> dict[str, list[list[str]]]:
    """Read every cell of every sheet as text, wanted or not: what a search for personal data must see."""
    name, content = _unpack(path, extract, where)
    if Path(name).suffix.lower() not in (".xlsx", ".xls", ".ods"):
        return {"": list(csv.reader(io.StringIO(decode(content, where), newline="")))}
    workbook = _open_workbook(content, where)
    sheets = {name: _sheet_rows(workbook, name, where) for name in workbook.sheet_names}
    return {name: [[_cell(cell) for cell in row] for row in rows] for name, rows in sheets.items()}


def _unpack(path: Path, extract: Extract, where: str) -> tuple[str, bytes]:
    content = path.read_bytes()
    name = path.name
    try:
        if name.endswith(".gz"):
            return name.removesuffix(".gz"), gzip.decompress(content)
        if extract.member:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return extract.member, archive.read(extract.member)
    except KeyError:
        raise InputError(where, "no such member in the zip", f"a member named {extract.member}", AGAIN) from None
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, NotImplementedError, RuntimeError) as damage:
        raise InputError(where, f"a damaged archive ({damage})", "a whole zip or gzip file", AGAIN) from None
    return name, content


def decode(content: bytes, where: str) -> str:
    """Decode UTF-8 (with or without BOM), UTF-16 (with BOM) or, failing both, Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as damage:
            raise InputError(where, f"damaged UTF-16 ({damage})", "whole text", AGAIN) from None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(where, "bytes that are not text", "UTF-8, UTF-16 or Windows-1252", AGAIN)


def _read_csv(content: bytes, extract: Extract, where: str) -> Grid:
    from pyarrow import csv as arrow_csv

    text = decode(content, where)
    head, lines = [], []
    records = csv.reader(io.StringIO(text, newline=""))
    for record in records:
        head.append(record)
        lines.append(records.line_num)
        if len(head) == SEARCHED_ROWS:
            break
    header, positions = find_header(head, extract.columns, where)
    names = [str(index) for index in range(len(head[header]))]
    ragged: list[arrow_csv.InvalidRow] = []

    def refuse(row: arrow_csv.InvalidRow) -> str:
        ragged.append(row)
        return "skip"

    wanted = [names[position] for position in positions]
    table = arrow_csv.read_csv(
        io.BytesIO(text.encode()),
        read_options=arrow_csv.ReadOptions(
            skip_rows=lines[header], column_names=names, use_threads=False, block_size=1 << 26
        ),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=refuse),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), include_columns=wanted, strings_can_be_null=False
        ),
    ).combine_chunks()
    if ragged:
        raise InputError(
            where,
            f"{len(ragged)} row(s) of another width, the first of {ragged[0].actual_columns} cells",
            f"{len(names)} cells a row",
            AGAIN,
            row=ragged[0].number - lines[header] + header + 1,
        )
    return _grid([table[name] for name in wanted], header, where)


def _read_workbook(content: bytes, extract: Extract, where: str) -> Grid:
    workbook = _open_workbook(content, where)
    if extract.sheet and extract.sheet not in workbook.sheet_names:
        raise InputError(
            where, f"sheets {', '.join(workbook.sheet_names)}", f"a sheet {extract.sheet!r}", "name the right sheet"
        )
    rows = _sheet_rows(workbook, extract.sheet or workbook.sheet_names[0], where)
    header, positions = find_header(
        [[str(cell) for cell in row] for row in rows[:SEARCHED_ROWS]], extract.columns, where
    )
    body = rows[header + 1 :]
    return _grid([pa.array([_cell(row[position]) for row in body]) for position in positions], header, where)


def _open_workbook(content: bytes, where: str) -> "CalamineWorkbook":
    import python_calamine as calamine

    try:
        return calamine.load_workbook(io.BytesIO(content))
    except Exception as damage:  # the library has an exception of its own for each kind of damage
        raise InputError(where, f"a damaged workbook ({damage})", "a whole .xlsx, .xls or .ods file", AGAIN) from None


def _sheet_rows(workbook: "CalamineWorkbook", name: str, where: str) -> list[list[Any]]:
    try:
        return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except Exception as damage:  # the library has an exception of its own for each kind of damage
        raise InputError(where, f"a damaged sheet {name} ({damage})", "a whole workbook", AGAIN) from None


def _cell(value: object) -> str:
    """Say a cell as text; a whole number without the `.0` that spreadsheets store."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _read_parquet(content: bytes, extract: Extract, where: str) -> Grid:
    from pyarrow import parquet

    try:
        stored = parquet.ParquetFile(pa.BufferReader(content))
    except pa.ArrowInvalid as damage:
        raise InputError(where, f"a damaged parquet file ({damage})", "a whole parquet file", AGAIN) from None
    names = stored.schema_arrow.names
    _, positions = find_header([names], extract.columns, where)
    try:
        columns = (stored.read(columns=[names[position]]).column(0) for position in positions)
        return _grid([column.cast(pa.string()).fill_null("") for column in columns], 0, where)
    except (pa.ArrowException, OSError) as damage:
        raise InputError(where, f"a column that cannot be read ({damage})", "plain columns, whole", AGAIN) from None


def _read_geojson(content: bytes, extract: Extract, where: str) -> Grid:
    try:
        features = json.loads(decode(content, where))["features"]
        rows = [
            {**feature["properties"], "geometry": json.dumps(feature["geometry"], separators=(",", ":"))}
            for feature in features
        ]
    except (json.JSONDecodeError, KeyError, TypeError) as damage:
        raise InputError(where, f"broken GeoJSON ({damage!r})", "a FeatureCollection", AGAIN) from None
    names = list(rows[0]) if rows else []
    _, positions = find_header([names], extract.columns, where)
    return _grid(
        [pa.array([str(row[names[position]]) for row in rows], pa.string()) for position in positions], 0, where
    )


def _grid(columns: Sequence[pa.ChunkedArray | pa.Array], header: int, where: str) -> Grid:
    """Number the rows and drop the footnotes: last rows with at most one filled cell that is no area's code."""
    import numpy as np
    import pyarrow.compute as pc

    table = pa.table(list(columns), names=[str(index) for index in range(len(columns))])
    filled = np.zeros(table.num_rows, dtype=np.int16)
    coded = np.zeros(table.num_rows, dtype=bool)
    for column in table.columns:
        filled += pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy(zero_copy_only=False)
        coded |= pc.match_substring_regex(column, AREA_CODE).to_numpy(zero_copy_only=False)
    enough = np.flatnonzero((filled > min(1, table.num_columns - 1)) | coded)
    kept = int(enough[-1]) + 1 if len(enough) else 0
    rows = pa.array(np.arange(header + 2, header + 2 + kept, dtype=np.int32))
    return Grid(table.slice(0, kept), rows, where)


_READERS: dict[str, Callable[[bytes, Extract, str], Grid]] = {
    ".csv": _read_csv,
    ".xlsx": _read_workbook,
    ".xls": _read_workbook,
    ".ods": _read_workbook,
    ".parquet": _read_parquet,
    ".geojson": _read_geojson,
}
