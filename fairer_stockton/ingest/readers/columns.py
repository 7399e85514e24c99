"""Grids of text to typed columns, each as its source file says."""

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.definitions.sources import FIGURE_KINDS, RECORD_KIND, Extract
from fairer_stockton.ingest.readers.cell_kinds import CODE_IN_WORDS, mark_codes
from fairer_stockton.ingest.readers.cells import ColumnCells
from fairer_stockton.ingest.readers.dates import read_dates, read_dates_within_period
from fairer_stockton.ingest.readers.folding import simplify_typography
from fairer_stockton.ingest.readers.grid import TextGrid
from fairer_stockton.ingest.readers.numbers import has_decimal_commas, read_figures_and_markers


def convert_to_typed_columns(grid: TextGrid, extract: Extract) -> dict[str, pa.Array]:
    """Type every column of a grid."""
    every = [
        ColumnCells.of(column, cells, grid, extract)
        for column, cells in zip(extract.columns, grid.table.columns, strict=True)
    ]
    commas = any(has_decimal_commas(cells) for cells in every if cells.column.kind in FIGURE_KINDS)
    columns: dict[str, pa.Array] = {}
    for cells in every:
        name = cells.column.name
        match cells.column.kind:
            case "text" | "answer":
                columns[name] = cells.spread_over_rows(_read_text_cells(cells))
            case "code" | "record":
                columns[name] = cells.spread_over_rows(_read_codes(cells))
            case "date":
                columns[name] = cells.spread_over_rows(read_dates(cells))
            case "date_within_period":
                columns[name] = cells.spread_over_rows(read_dates_within_period(cells))
            case _:
                value, marker = read_figures_and_markers(cells, commas)
                columns[name], columns[f"{name}_marker"] = cells.spread_over_rows(value), cells.spread_over_rows(marker)
    return columns


def _read_codes(cells: ColumnCells) -> pa.Array:
    """Return codes, null where there are none; free text in their column is refused."""
    text = _read_text_cells(cells)
    is_right, expected = mark_codes(text), CODE_IN_WORDS
    correction = "write a code, or a blank where there is none; a code for no answer may be listed under [no_answer]"
    if cells.column.kind == RECORD_KIND:  # without a digit it could be a name
        is_right = pc.and_(is_right, pc.match_substring_regex(text, r"\d"))
        correction = "write the number by which the record is known"
        expected = f"{CODE_IN_WORDS}; of a record with a digit in it"
    cells.refuse_wrong_cells(pc.invert(is_right), expected, correction=correction)
    return text


def _read_text_cells(cells: ColumnCells) -> pa.Array:
    """Return words, null where there are none: of the council's own files as a plain keyboard types them."""
    text = cells.text
    if (
        cells.extract.supplied and pc.any(pc.match_substring_regex(text, "[^ -~]|  ")).as_py()
    ):  # seldom; folding is slow
        text = pa.array([simplify_typography(word) for word in text.to_pylist()], pa.string())
    return pc.if_else(pc.equal(text, ""), None, text)
