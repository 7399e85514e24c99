"""The reduced file: of what was handed in only the columns that the source's file names, written anew as CSV.

Nothing else of the file reaches the disk: no other column or sheet, no comment, property or name of a workbook. What is
kept is a code, a figure, a day or an answer of a closed list.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.definitions.contract_files import load_row_contract
from fairer_stockton.definitions.sources import FIGURE_KINDS, Column, Extract, Source
from fairer_stockton.ingest.extracts import list_columns_of_file
from fairer_stockton.ingest.identifiers import list_other_headings
from fairer_stockton.ingest.readers.cell_kinds import describe_kind_of_cell
from fairer_stockton.ingest.readers.columns import convert_to_typed_columns
from fairer_stockton.ingest.readers.delimited import read_delimited
from fairer_stockton.ingest.readers.grid import TextGrid
from fairer_stockton.ingest.readers.grids import read_wanted_columns
from fairer_stockton.ingest.readers.headers import split_header_and_occurrence
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.vocabulary import OtherColumns


@dataclass(frozen=True)
class ReducedFile:
    """The bytes that are kept of a file, and the headings of the columns that are not."""

    content: bytes
    left_out: tuple[str, ...]


def reduce_file(source: Source, extract: Extract, file: Path) -> ReducedFile:
    """Return what is kept of a file that was read and found right; the same table makes the same bytes.

    Raises:
        InputError: the file has columns that its source refuses, or an answer that is in no list.
    """
    left_out = tuple(list_other_headings(file, extract, source.public_columns))
    if left_out and source.other_columns == OtherColumns.REFUSED:
        raise InputError(
            file.name,
            f"{len(left_out)} column(s) that the source does not name: {', '.join(left_out)}",
            f"no column but {', '.join(column.header for column in extract.columns)}",
            "take them out and supply the file again; nothing was kept",
        )
    wide = list_columns_of_file(file, extract)
    grid = read_wanted_columns(file, wide, file.name)
    typed = convert_to_typed_columns(grid, wide)
    cells = [
        pc.utf8_trim_whitespace(text) if column.kind in FIGURE_KINDS else _write_as_text(typed[column.name])
        for column, text in zip(wide.columns, grid.table.columns, strict=True)
    ]
    for column, of_column in zip(wide.columns, cells, strict=True):
        if column.kind == "answer":
            _refuse_unlisted_answers(source, column, of_column, grid)
    content = _write_csv(dict(_arrange_columns(wide.columns, cells)))
    kept = read_delimited(content, wide, file.name)
    if kept.table.column_names and not kept.table.equals(pa.table(cells, names=kept.table.column_names)):
        raise InputError(
            file.name,
            "rows with nothing in the columns that are read",
            "a value in each row",
            "take the empty rows out and supply the file again",
        )
    return ReducedFile(content, left_out)


def _write_as_text(column: pa.Array) -> pa.Array:
    return pc.fill_null(column.cast(pa.string()), "")


def _refuse_unlisted_answers(source: Source, column: Column, cells: pa.Array, grid: TextGrid) -> None:
    """Refuse an answer that the contract does not list, in whichever row: staging may leave that row out of account.

    A wave's codebook has refused it already, since it has no meaning there.
    """
    if source.codebooks:
        return
    checks = load_row_contract(source).to_schema().columns[column.name].checks
    answers = next(check.statistics["allowed_values"] for check in checks if check.name == "isin")
    listed = pa.array(["", *(answer.lower() for answer in answers)], pa.string())
    unlisted = pc.indices_nonzero(pc.invert(pc.is_in(pc.utf8_lower(cells), value_set=listed)))
    if len(unlisted):
        row = unlisted[0].as_py()
        raise InputError(
            file=grid.where,
            row=grid.rows[row].as_py(),
            column=column.header,
            found=describe_kind_of_cell(cells[row].as_py()),
            expected=f"one of {', '.join(answers)}",
            remedy="correct the cell, or list it under [no_answer] in the source's file, and supply the file again",
        )


def _arrange_columns(columns: tuple[Column, ...], cells: list[pa.Array]) -> Iterator[tuple[tuple[str, int], pa.Array]]:
    """Yield the cells of each heading and occurrence; of a heading that is wanted for its second an empty first."""
    for column, of_column in zip(columns, cells, strict=True):
        heading, occurrence = split_header_and_occurrence(column)
        for earlier in range(1, occurrence or 1):
            yield (heading, earlier), pa.repeat(pa.scalar(""), len(of_column))
        yield (heading, occurrence or 1), of_column


def _write_csv(columns: Mapping[tuple[str, int], Any]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([heading for heading, _ in columns])
    writer.writerows(zip(*(cells.to_pylist() for cells in columns.values()), strict=True))
    return text.getvalue().encode()
