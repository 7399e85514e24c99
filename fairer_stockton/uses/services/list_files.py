"""The list of a service audit as a table: one of few known forms, and nothing beside it.

A list of users is private, and one of places may be mistaken for it: no message repeats a cell or a line of either.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.ingest.identifier_kinds import (
    find_identifier_kind,
    find_identifier_kind_in_heading,
    read_first_year,
)
from fairer_stockton.run.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Form = tuple[str, ...]  # the columns of a list, by their headings
FORMS_OF_PLACES: tuple[Form, ...] = (
    ("name", "easting", "northing"),
    ("name", "latitude", "longitude"),
    ("name", "postcode"),
)
PERSON = "person"  # the column of a list of visits that says whose each is
FORMS_OF_USERS: tuple[Form, ...] = (("postcode",), ("lsoa21cd",))
FORMS_OF_VISITS: tuple[Form, ...] = ((PERSON, "postcode"), (PERSON, "lsoa21cd"))
FIRST_ROW = 2  # of a file, below its headings
SAVE_AS_CSV = "open it in a spreadsheet and save it as CSV UTF-8 (comma delimited)"


def read_list(path: Path, forms: Sequence[Form]) -> "pd.DataFrame":
    """Return a list with the columns of its form, each cell as text; its index is the row of the file.

    Raises:
        InputError: it is no such list, lacks a cell or holds more than it may.
    """
    if find_identifier_kind(path.stem, read_first_year("")):
        raise _refuse("a list whose name is not shown", "a name that looks like a person's", "a name that is nobody's")
    if not path.is_file():
        raise _refuse(path.name, "no such file", "the list, beside the file of the audit", "check `file` in the audit")
    table = _read_csv(path)
    form = _find_form(path.name, [str(name) for name in table.columns], forms)
    _refuse_missing_cells(path.name, table, form)
    return table[list(form)]


def _read_csv(path: Path) -> "pd.DataFrame":
    import pandas as pd

    rows = _read_rows(path)
    headings = [heading.strip().lower() for heading in rows[0]]
    if len(headings) == 1 and any(sign in headings[0] for sign in ";\t"):
        raise _refuse(path.name, "values divided by semicolons or tabs", "by commas", SAVE_AS_CSV)
    while len(rows) > 1 and not any(map(str.strip, rows[-1])):  # as a spreadsheet leaves them below a table
        rows.pop()
    for number, row in enumerate(rows[1:], FIRST_ROW):
        if any(map(str.strip, row[len(headings) :])):
            raise InputError(
                file=path.name, row=number, found="more cells than there are headings", expected=f"{len(headings)}",
                remedy="put quotation marks around a cell that has a comma in it, or empty the other cells",
            )  # fmt: skip
    cells = [[cell.strip() for cell in (row + [""] * len(headings))[: len(headings)]] for row in rows[1:]]
    return pd.DataFrame(cells, columns=headings, index=range(FIRST_ROW, FIRST_ROW + len(cells)), dtype=str)


def _read_rows(path: Path) -> list[list[str]]:
    """Return the rows of a file with its headings; a blank line is a row, as a spreadsheet numbers them."""
    try:
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeError, csv.Error):
        rows = []
    if not rows or not rows[0]:
        found, expected = "no table of comma-separated values", "CSV in UTF-8, its headings in row 1"
        raise _refuse(path.name, found, expected, SAVE_AS_CSV)
    return rows


def _find_form(file_name: str, headings: Sequence[str], forms: Sequence[Form]) -> Form:
    for form in forms:
        if set(headings) == set(form) and len(headings) == len(form):
            return form
    known = {name for form in forms for name in form}
    positions = [position for position, heading in enumerate(headings) if heading not in known]
    found = "these columns together are no form of list"
    if positions:
        kind = find_identifier_kind_in_heading(headings[positions[0]])
        found = (
            f"column number {positions[0] + 1} says {kind}" if kind else f"column number {positions[0] + 1} is not read"
        )
    raise _refuse(
        file_name, found, " or ".join(", ".join(form) for form in forms) + ", and no other column",
        "name the columns like that, and take every other column out of a copy of the list",
    )  # fmt: skip


def _refuse_missing_cells(file_name: str, table: "pd.DataFrame", form: Form) -> None:
    if table.empty:
        raise _refuse(file_name, "no row below the headings", "at least one row", "check that it is the right list")
    for name in form:
        if (table[name] == "").any():
            row = int(table.index[table[name] == ""][0])
            raise _refuse_cell(file_name, row, name, "an empty cell", "a value", "fill it in")


def refuse_cells(
    file_name: str, cells: "pd.Series[str]", is_wrong: ArrayLike, found: str, expected: str, remedy: str
) -> None:
    """Refuse the first of some cells that is wrong; its column is the series' name.

    Raises:
        InputError: some are; it names the row, and not what the cell holds.
    """
    rows = cells.index[np.asarray(is_wrong, dtype=bool)].tolist()
    if rows:
        more = f" ({len(rows)} cells in all)" if len(rows) > 1 else ""
        raise _refuse_cell(file_name, rows[0], str(cells.name), f"{found}{more}", expected, remedy)


def refuse_cells_that_recur(file_name: str, cells: "pd.Series[str]", remedy: str) -> None:
    """Refuse the first of some cells that is like one above it, but for spaces and capitals.

    Raises:
        InputError: one is; it names both rows.
    """
    alike = cells.str.split().str.join(" ").str.casefold()
    if alike.duplicated().any():
        row = alike.index[alike.duplicated()][0]
        first = alike.index[alike == alike[row]][0]
        raise _refuse_cell(file_name, int(row), str(cells.name), f"the same as in row {first}", "each once", remedy)


def _refuse(file_name: str, found: str, expected: str, remedy: str = "name the file anew") -> InputError:
    return InputError(file=file_name, found=found, expected=expected, remedy=remedy)


def _refuse_cell(file_name: str, row: int, column: str, found: str, expected: str, remedy: str) -> InputError:
    return InputError(file=file_name, row=row, column=column, found=found, expected=expected, remedy=remedy)
