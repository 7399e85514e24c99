"""Cells to values: numbers with their commas, signs and symbols; what cannot be read is refused by name."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.errors import InputError
from fairer_stockton.readers.grid import Grid
from fairer_stockton.sources import Column

# Symbols that publishers put where there is no figure; an empty cell is one of them.
MARKERS = (
    "",
    "[c]",
    "[low]",
    "[u]",
    "[w]",
    "[x]",
    "[z]",
    "c",
    "low",
    "u",
    "x",
    "z",
    ".",
    "..",
    ":",
    "-",
    "*",
    "na",
    "n/a",
)
# Signs that may stand beside a figure of each kind.
SIGNS = {"number": "£", "percent": "%"}
PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
THOUSANDS = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"


def typed_columns(grid: Grid, columns: Sequence[Column]) -> dict[str, pa.Array]:
    """Type every column of a grid as its source file says."""
    result: dict[str, pa.Array] = {}
    for column, cells in zip(columns, grid.table.columns, strict=True):
        text = pc.utf8_trim_whitespace(cells.combine_chunks())
        if column.kind == "text":
            result[column.name] = pc.if_else(pc.equal(text, ""), None, text)
        elif column.kind == "date":
            result[column.name] = _dates(text, column, grid)
        else:
            result[column.name], result[f"{column.name}_marker"] = _figures(text, column, grid)
    return result


def _figures(text: pa.Array, column: Column, grid: Grid) -> tuple[pa.Array, pa.Array]:
    is_marker = pc.is_in(pc.utf8_lower(text), value_set=pa.array(MARKERS))
    marker = pc.if_else(is_marker, pc.if_else(pc.equal(text, ""), "blank", text), None)
    bare = pc.utf8_trim(text, characters=SIGNS.get(column.kind, "") + " \u00a0")
    readable = pc.or_(pc.match_substring_regex(bare, PLAIN), pc.match_substring_regex(bare, THOUSANDS))
    _refuse(pc.invert(pc.or_(readable, is_marker)), text, column, grid, "a number, or one of the symbols for no figure")
    value = pc.if_else(is_marker, None, pc.replace_substring(bare, ",", "")).cast(pa.float64())
    _refuse(pc.is_inf(value), text, column, grid, "a number that is not endless")
    if column.kind == "count":
        whole = pc.equal(pc.floor(value), value)
        _refuse(
            pc.invert(pc.and_(whole, pc.greater_equal(value, 0))), text, column, grid, "a whole number of 0 or more"
        )
        return value.cast(pa.int64()), marker
    if column.kind == "percent":
        _refuse(pc.less(value, 0), text, column, grid, "a percentage of 0 or more")
    return value, marker


def _dates(text: pa.Array, column: Column, grid: Grid) -> pa.Array:
    """Read 2024-05-03 and 3/5/2024; a time of day is dropped, and a day that no calendar has is refused."""
    day = pc.replace_substring_regex(text, r"[T ]\d{1,2}:\d{2}.*$", "")
    day = pc.replace_substring_regex(day, r"^(\d{1,2})/(\d{1,2})/(\d{4})$", r"\3-\2-\1")
    day = pc.replace_substring_regex(day, r"-(\d)\b", r"-0\1")
    moment = pc.strptime(day, "%Y-%m-%d", "s", error_is_null=True)
    real = pc.equal(pc.strftime(moment, "%Y-%m-%d"), day)
    wrong = pc.and_(pc.not_equal(text, ""), pc.invert(pc.fill_null(real, False)))
    _refuse(wrong, text, column, grid, "a date, as 2024-05-03 or 03/05/2024")
    return moment.cast(pa.date32())


def _refuse(wrong: pa.Array, text: pa.Array, column: Column, grid: Grid, expected: str) -> None:
    """Refuse the first cell at fault; a null in `wrong` is a cell without a figure, which is not at fault."""
    at_fault = pc.indices_nonzero(pc.fill_null(wrong, False))
    if len(at_fault):
        first = at_fault[0].as_py()
        more = f" (and {len(at_fault) - 1} more in this column)" if len(at_fault) > 1 else ""
        raise InputError(
            file=grid.where,
            row=grid.rows[first].as_py(),
            column=column.header,
            found=f"{text[first].as_py()!r}{more}",
            expected=expected,
            remedy="correct the cell at its publisher; a new symbol for 'no figure' belongs in readers/cells.py",
        )
