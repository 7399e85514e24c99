"""Cells to figures: thousands and decimals as people part them, signs, and symbols for no figure."""

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.ingest.readers.cell_kinds import MARKERS
from fairer_stockton.ingest.readers.cells import ColumnCells

# Signs that may stand beside a figure of each kind.
SIGNS = {"number": "£", "percent": "%"}
PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
NO_FIGURE_SIGNS = "or an empty cell or a symbol such as * or - where there is no figure"
SHORTENED = r"[eE]"  # 5.04E+03: a spreadsheet shows a whole number so when it has cut its digits
POINT = r"\d\.\d|^[+-]?\.\d"
# A thousands group never follows a lone 0: 0,812 is 0.812.
_FIRST = r"^[+-]?[1-9]\d{0,2}"
GROUPED = _FIRST + r"(?:(?:,\d{3})+|(?: \d{3})+|(?:'\d{3})+)(?:\.\d+)?$"
DECIMAL_COMMA = r"^[+-]?(?:\d+|[1-9]\d{0,2}(?:(?: \d{3})+|(?:'\d{3})+)),\d+$"
EITHER = _FIRST + r",\d{3}$"  # 1,234 is 1234 here and 1.234 on the continent


def read_figures_and_markers(cells: ColumnCells, file_has_decimal_commas: bool) -> tuple[pa.Array, pa.Array]:
    """Read figures, and beside them the symbol where there is none.

    Args:
        cells: the cells.
        file_has_decimal_commas: some column of the file has decimal commas beyond doubt.
    """
    text = cells.text
    typed = _replace_typographic_signs(text)
    is_marker = pc.is_in(pc.utf8_lower(typed), value_set=pa.array(MARKERS))
    marker = pc.if_else(is_marker, pc.if_else(pc.equal(text, ""), "blank", text), None)
    bare = _strip_unit_signs(typed, cells.column.kind)
    _refuse_unreadable_figures(cells, bare, is_marker)
    if file_has_decimal_commas:
        bare = _write_decimal_commas_as_points(cells, bare)
    digits = pc.replace_substring_regex(bare, "[, ']", "")
    value = pc.if_else(is_marker, None, digits).cast(pa.float64())
    cells.refuse_wrong_cells(pc.is_inf(value), "a number that is not endless")
    if cells.column.kind == "count":
        return _check_and_convert_counts(cells, bare, value), marker
    if cells.column.kind == "percent":
        cells.refuse_wrong_cells(pc.less(value, 0), "a percentage of 0 or more")
    return value, marker


def has_decimal_commas(cells: ColumnCells) -> bool:
    """Return whether a figure has a comma that can only part its decimals."""
    if not pc.any(pc.match_substring(cells.text, ",")).as_py():
        return False  # mostly, and the rest is slow
    bare = _strip_unit_signs(_replace_typographic_signs(cells.text), cells.column.kind)
    return bool(pc.any(_mark_certain_decimal_commas(bare)).as_py())


def _replace_typographic_signs(text: pa.Array) -> pa.Array:
    """Write minus signs, dashes, spaces and apostrophes as a keyboard does."""
    if not pc.any(pc.match_substring_regex(text, r"[^ -&(-~]")).as_py():
        return text  # nearly always, and the rest is slow
    dashed = pc.replace_substring_regex(text, "^[\u2212\u2012-\u2014]$|\u2212", "-")
    spaced = pc.replace_substring_regex(dashed, r"\p{Zs}", " ")
    return pc.replace_substring_regex(spaced, "[\u2019\u2018]", "'")


def _strip_unit_signs(typed_text: pa.Array, column_kind: str) -> pa.Array:
    """Remove the signs that may stand beside a figure of this kind."""
    return pc.utf8_trim(typed_text, characters=SIGNS.get(column_kind, "") + " ")


def _mark_certain_decimal_commas(stripped_text: pa.Array) -> pa.Array:
    return pc.and_not(
        pc.match_substring_regex(stripped_text, DECIMAL_COMMA), pc.match_substring_regex(stripped_text, EITHER)
    )


def _refuse_unreadable_figures(cells: ColumnCells, stripped_text: pa.Array, is_marker: pa.Array) -> None:
    readable = pc.or_(pc.match_substring_regex(stripped_text, PLAIN), is_marker)
    if pc.all(readable).as_py():
        return  # nearly always
    for form in (GROUPED, DECIMAL_COMMA):
        readable = pc.or_(readable, pc.match_substring_regex(stripped_text, form))
    unreadable = pc.invert(readable)
    foreign = pc.match_substring_regex(pc.replace_substring_regex(stripped_text, "[0-9]", ""), r"\p{Nd}")
    cells.refuse_wrong_cells(pc.and_(unreadable, foreign), "a number in the digits 0 to 9")
    cells.refuse_wrong_cells(
        unreadable,
        f"a number, {NO_FIGURE_SIGNS}",
        publisher_correction="correct the cell at its publisher; a new symbol for 'no figure' belongs in numbers.py",
    )


def _write_decimal_commas_as_points(cells: ColumnCells, stripped_text: pa.Array) -> pa.Array:
    """Write decimal commas as points, where a column has them throughout; refuse what could be either.

    A spreadsheet set to another country writes 0,812 for 0.812, and 1,198 for 1.198: beside such cells, in any column
    of the file, one comma before three digits is no longer known to part thousands. A count has no decimals.
    """
    decimal, either = _mark_certain_decimal_commas(stripped_text), pc.match_substring_regex(stripped_text, EITHER)
    expected = "one way to write decimals throughout the file, as 0.812"
    correction = "write decimals with a point and no comma"
    if pc.any(decimal).as_py():
        row = cells.find_first_row_number(decimal)
        others = pc.or_(
            pc.match_substring_regex(stripped_text, POINT), pc.match_substring_regex(stripped_text, r",.*,|,.*\.")
        )
        if pc.any(others).as_py():
            note = f", a decimal comma, while row {cells.find_first_row_number(others)} has a decimal point"
            cells.refuse_wrong_cells(decimal, expected, note, correction, correction)
        note = f", which could be a thousand or a decimal, as row {row} has a decimal comma"
        cells.refuse_wrong_cells(either, expected, note, correction, correction)
        return pc.replace_substring(stripped_text, ",", ".")
    if cells.column.kind != "count":
        note = ", which could be a thousand or a decimal, as other columns have decimal commas"
        cells.refuse_wrong_cells(either, expected, note, correction, correction)
    return stripped_text


def _check_and_convert_counts(cells: ColumnCells, stripped_text: pa.Array, figures: pa.Array) -> pa.Array:
    """Read counts: figures that are whole, written out and not below 0."""
    shortened = pc.and_(pc.is_valid(figures), pc.match_substring_regex(stripped_text, SHORTENED))
    cells.refuse_wrong_cells(
        shortened, "a whole number with all its digits", correction="format the column as numbers without decimals"
    )
    whole = pc.and_(pc.equal(pc.floor(figures), figures), pc.greater_equal(figures, 0))
    cells.refuse_wrong_cells(pc.invert(whole), "a whole number of 0 or more")
    cells.refuse_wrong_cells(pc.greater(figures, 2.0**53), "a whole number below 9 quadrillion")
    return figures.cast(pa.int64())
