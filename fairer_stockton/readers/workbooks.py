"""Workbooks to grids: xlsx, xls and ods."""

import io
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from fairer_stockton.errors import InputError
from fairer_stockton.readers.grid import AGAIN, Grid, numbered_grid
from fairer_stockton.readers.headers import SEARCHED_ROWS, find_header
from fairer_stockton.sources import Extract

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


def read_sheets(content: bytes, where: str) -> dict[str, list[list[str]]]:
    """Read every cell of every sheet as text."""
    workbook = _open_workbook(content, where)
    sheets = {name: _sheet_rows(workbook, name, where) for name in workbook.sheet_names}
    return {name: [[_cell(cell) for cell in row] for row in rows] for name, rows in sheets.items()}


def read_workbook(content: bytes, extract: Extract, where: str) -> Grid:
    """Read the wanted columns of one sheet of a workbook."""
    workbook = _open_workbook(content, where)
    if extract.sheet and extract.sheet not in workbook.sheet_names:
        raise InputError(
            where, f"sheets {', '.join(workbook.sheet_names)}", f"a sheet {extract.sheet!r}", "name the right sheet"
        )
    rows = _sheet_rows(workbook, extract.sheet or workbook.sheet_names[0], where)
    header, positions = find_header([[str(cell) for cell in row] for row in rows[:SEARCHED_ROWS]], extract, where)
    body = rows[header + 1 :]
    return numbered_grid([pa.array([_cell(row[position]) for row in body]) for position in positions], header, where)


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
