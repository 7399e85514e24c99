"""Delimited text to grids: which sign parts the cells, and records of one width."""

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.cell_kinds import describe_damage
from fairer_stockton.ingest.readers.encodings import decode_text
from fairer_stockton.ingest.readers.grid import SheetCells, TextGrid, describe_remedy, number_rows_and_drop_footnotes
from fairer_stockton.ingest.readers.headers import (
    SEARCHED_ROWS,
    find_header_row_and_positions,
    find_row_with_most_headers,
)
from fairer_stockton.ingest.readers.records import (
    BALANCED,
    DELIMITERS,
    UNQUOTE,
    Records,
    refuse_cell_that_swallows_records,
    split_records,
)
from fairer_stockton.run.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from pyarrow.csv import InvalidRow

csv.field_size_limit(2**31 - 1)  # a cell may be of any length: Python's own limit is 131,072 characters
MOST_CELLS_OF_NOTE = 2  # a subheading and an empty cell, or a symbol and what it means
_TOP = 1 << 20  # bytes that surely hold the first rows
_ARROW_BLOCK = 1 << 26  # bytes that are parsed at a time, unless one record is longer


def read_delimited(content: bytes, extract: Extract, file_label: str) -> TextGrid:
    """Read the wanted columns of a delimited file."""
    records = split_records(decode_text(content, extract, file_label), extract, file_label)
    delimiter, head = _choose_delimiter_and_split_top_rows(records, extract)
    if (
        not any(len(row) > 1 for row in head)
        and len(extract.columns) > 1
        and not find_row_with_most_headers(head, extract.columns)[1]
    ):
        raise InputError(
            file_label,
            "rows of one cell",
            f"cells parted by {', '.join(DELIMITERS.values())}",
            describe_remedy(extract, "save it as CSV UTF-8"),
        )
    header, positions = find_header_row_and_positions(head, extract, file_label, records.lines.tolist()[: len(head)])
    width = len(head[header])
    refuse_cell_that_swallows_records(records, header, width, delimiter, extract, file_label)
    columns, lines = _parse_wanted_columns(records, header, width, delimiter, positions, extract, file_label)
    return number_rows_and_drop_footnotes(columns, header, file_label, lines)


def read_top_rows_of_delimited(content: bytes, extract: Extract, file_label: str) -> list[list[str]]:
    """Read the first rows of a delimited file, blank lines left out."""
    top = content[: content.rfind(b"\n", 0, _TOP) + 1] if len(content) > _TOP else content
    try:
        records = split_records(decode_text(top, extract, file_label), extract, file_label)
    except InputError:  # the end of the top fell into a quoted cell, or the whole file is at fault
        records = split_records(decode_text(content, extract, file_label), extract, file_label)
    return _choose_delimiter_and_split_top_rows(records, extract)[1]


def read_all_delimited_cells(content: bytes, extract: Extract, file_label: str) -> SheetCells:
    """Read every cell of a delimited file."""
    records = split_records(decode_text(content, extract, file_label), extract, file_label)
    delimiter, head = _choose_delimiter_and_split_top_rows(records, extract)
    width = len(head[0]) if head else 0
    table, ragged = _parse_columns_and_ragged_rows(records, 0, width, delimiter, range(width), extract, file_label)
    if not ragged and table.num_rows == len(records.lines):
        return SheetCells([cells.combine_chunks() for cells in table.columns], records.lines.tolist())
    text = io.StringIO(records.content.decode(), newline="")
    return SheetCells.from_rows(list(csv.reader(text, delimiter=delimiter)), records.lines.tolist())


def read_plain_cells(content: bytes, extract: Extract, file_label: str) -> SheetCells | None:
    """Read every cell of a text in which each line is a row as wide as the first; none where it is not so plain."""
    records = split_records(decode_text(content, extract, file_label), extract, file_label)
    delimiter, head = _choose_delimiter_and_split_top_rows(records, extract)
    width = len(head[0])
    table, ragged = _parse_columns_and_ragged_rows(records, 0, width, delimiter, range(width), extract, file_label)
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    if ragged or not table.num_rows == len(records.lines) == lines:
        return None
    return SheetCells([cells.combine_chunks() for cells in table.columns], range(1, lines + 1))


def _choose_delimiter_and_split_top_rows(records: Records, extract: Extract) -> tuple[str, list[list[str]]]:
    """Choose the sign that parts the cells so that most wanted headers are found; of equals the commoner one."""
    text = records.text(0, min(len(records.lines), SEARCHED_ROWS))
    best, head, most = "", list[list[str]](), -1
    for sign in DELIMITERS:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
        held = find_row_with_most_headers(rows, extract.columns)[1]
        if held > most:
            best, head, most = sign, rows, held
        if most == len(extract.columns):
            break  # no other sign can do better
    return best, head


def _parse_wanted_columns(
    records: Records,
    header_index: int,
    cells_per_row: int,
    delimiter: str,
    positions: Sequence[int],
    extract: Extract,
    file_label: str,
) -> "tuple[list[pa.ChunkedArray], np.ndarray]":
    """Parse the wanted columns of the records below the header, and return them with the line of each row.

    A publisher's subheadings and notes are passed over: the bytes of its file are known, so no row can be a cut one.
    """
    import numpy as np

    table, ragged = _parse_columns_and_ragged_rows(
        records, header_index + 1, cells_per_row, delimiter, positions, extract, file_label
    )
    lines = records.lines[header_index + 1 :]
    if not extract.supplied and all(row.actual_columns <= MOST_CELLS_OF_NOTE < cells_per_row for row in ragged):
        lines, ragged = np.delete(lines, [row.number - 1 for row in ragged]), []
    if ragged:
        raise _make_refusal_of_ragged_rows(records, header_index, ragged, delimiter, cells_per_row, extract, file_label)
    if table.num_rows != len(lines):
        raise InputError(
            file_label, "quotation marks that can be read in two ways", BALANCED, describe_remedy(extract, UNQUOTE)
        )
    return [table[str(position)] for position in positions], lines


def _parse_columns_and_ragged_rows(
    records: Records,
    first_record: int,
    cells_per_row: int,
    delimiter: str,
    positions: Sequence[int],
    extract: Extract,
    file_label: str,
) -> "tuple[pa.Table, list[InvalidRow]]":
    """Parse columns of the records from `first_record` on, and collect those of another width."""
    from pyarrow import csv as arrow_csv

    names = [str(index) for index in range(cells_per_row)]
    wanted = [names[position] for position in positions]
    ragged: list[InvalidRow] = []

    def skip(row: "InvalidRow") -> str:
        ragged.append(row)
        return "skip"

    body = pa.py_buffer(records.content).slice(int(records.starts[first_record]))
    if not body.size:
        return pa.table({name: pa.array([], pa.string()) for name in wanted}), []
    longest = int((records.starts[1:] - records.starts[:-1]).max())
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(body),
            read_options=arrow_csv.ReadOptions(
                column_names=names, use_threads=False, block_size=max(_ARROW_BLOCK, longest + 1)
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=skip
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), include_columns=wanted, strings_can_be_null=False
            ),
        )
    except (pa.ArrowException, OverflowError) as damage:
        raise InputError(
            file_label,
            f"text that cannot be read{describe_damage(damage, extract)}",
            "rows of cells",
            describe_remedy(extract),
        ) from None
    return table.combine_chunks(), ragged


def _make_refusal_of_ragged_rows(
    records: Records,
    header_index: int,
    ragged_rows: "Sequence[InvalidRow]",
    delimiter: str,
    cells_per_row: int,
    extract: Extract,
    file_label: str,
) -> InputError:
    """Build the refusal of rows of another width; a quotation mark that made one of several lines is named."""
    first = header_index + ragged_rows[0].number
    begins, ends = records.starts[first], records.starts[first + 1]
    of_lines = records.opened[(records.breaks >= begins) & (records.breaks < ends)]
    problem = f"{len(ragged_rows)} row(s) of another width, the first of {ragged_rows[0].actual_columns} cells"
    if len(of_lines):
        problem += f"; a quotation mark opens here and closes {len(of_lines)} lines later"
    return InputError(
        file_label,
        problem,
        f"{cells_per_row} cells a row, parted by a {DELIMITERS[delimiter]}, as in the heading",
        describe_remedy(
            extract,
            f"put a cell that holds a {DELIMITERS[delimiter]} between quotation marks, or take out what is no row",
        ),
        row=records.find_line_of_offset(int(of_lines[0])) if len(of_lines) else int(records.lines[first]),
    )
