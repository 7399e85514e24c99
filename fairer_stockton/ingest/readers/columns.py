"""Grids of text to typed columns, each as its source file says."""

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.definitions.sources import FIGURE_KINDS, Extract
from fairer_stockton.ingest.readers.cells import Cells
from fairer_stockton.ingest.readers.dates import dates, dates_within
from fairer_stockton.ingest.readers.folding import fold
from fairer_stockton.ingest.readers.grid import Grid
from fairer_stockton.ingest.readers.numbers import figures, has_decimal_commas


def typed_columns(grid: Grid, extract: Extract) -> dict[str, pa.Array]:
    """Type every column of a grid."""
    every = [
        Cells.of(column, cells, grid, extract)
        for column, cells in zip(extract.columns, grid.table.columns, strict=True)
    ]
    commas = any(has_decimal_commas(cells) for cells in every if cells.column.kind in FIGURE_KINDS)
    columns: dict[str, pa.Array] = {}
    for cells in every:
        name = cells.column.name
        match cells.column.kind:
            case "text":
                columns[name] = cells.by_row(_words(cells))
            case "date":
                columns[name] = cells.by_row(dates(cells))
            case "date_within_period":
                columns[name] = cells.by_row(dates_within(cells))
            case _:
                value, marker = figures(cells, commas)
                columns[name], columns[f"{name}_marker"] = cells.by_row(value), cells.by_row(marker)
    return columns


def _words(cells: Cells) -> pa.Array:
    """Return words, null where there are none: of the council's own files as a plain keyboard types them."""
    text = cells.text
    if (
        cells.extract.supplied and pc.any(pc.match_substring_regex(text, "[^ -~]|  ")).as_py()
    ):  # seldom; folding is slow
        text = pa.array([fold(word) for word in text.to_pylist()], pa.string())
    return pc.if_else(pc.equal(text, ""), None, text)
