"""Delimited text to grids: encodings, and records of one width."""

import csv
import io

import pyarrow as pa

from fairer_stockton.errors import InputError
from fairer_stockton.readers.grid import Grid, numbered_grid, remedy
from fairer_stockton.readers.headers import SEARCHED_ROWS, find_header
from fairer_stockton.sources import Extract


def decode(content: bytes, extract: Extract, where: str) -> str:
    """Decode UTF-8 (with or without BOM), UTF-16 (with BOM) or, failing both, Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as damage:
            raise InputError(where, f"damaged UTF-16 ({damage})", "whole text", remedy(extract)) from None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(where, "bytes that are not text", "UTF-8, UTF-16 or Windows-1252", remedy(extract))


def read_delimited(content: bytes, extract: Extract, where: str) -> Grid:
    """Read the wanted columns of a delimited file."""
    from pyarrow import csv as arrow_csv

    text = decode(content, extract, where)
    head, lines = [], []
    records = csv.reader(io.StringIO(text, newline=""))
    for record in records:
        head.append(record)
        lines.append(records.line_num)
        if len(head) == SEARCHED_ROWS:
            break
    header, positions = find_header(head, extract, where)
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
            remedy(extract),
            row=ragged[0].number - lines[header] + header + 1,
        )
    return numbered_grid([table[name] for name in wanted], header, where)
