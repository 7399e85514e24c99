"""Which sheet of a workbook holds the table: the visible one that has every wanted column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.grid import describe_remedy
from fairer_stockton.ingest.readers.headers import SEARCHED_ROWS, find_header_row_and_positions
from fairer_stockton.run.errors import InputError

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class SheetTable:
    """A sheet with its header row, each wanted column's position in it, and the rows below."""

    sheet: str
    where: str
    header: int
    positions: list[int]
    body: Rows


def find_table_on_visible_sheets(
    sheets: Iterable[tuple[str, Rows]], hidden_sheets: Sequence[str], extract: Extract, file_label: str
) -> SheetTable:
    """Find the table among the visible sheets; one that has headings alone counts only where no other has more.

    Raises:
        InputError: no sheet has every wanted column (what each lacks is said), or several have.
    """
    tables: list[SheetTable] = []
    lacking: dict[str, InputError] = {}
    tops: dict[str, list[list[str]]] = {}
    for name, rows in sheets:
        sheet_name = file_label if name == extract.sheet else f"{file_label} › {name}"
        top = convert_top_rows_to_text(rows)
        try:
            header, positions = find_header_row_and_positions(top, extract, sheet_name)
            tables.append(SheetTable(name, sheet_name, header, positions, rows[header + 1 :]))
        except InputError as lack:
            lacking[name] = lack
            tops[name] = top
    tables = [table for table in tables if any(map(any, table.body))] or tables
    if len(tables) > 1:
        raise _make_refusal_of_several_tables(tables, extract, file_label)
    if tables:
        return tables[0]
    if len(lacking) == 1 and not hidden_sheets:
        raise next(iter(lacking.values()))
    missing = {name: _find_missing_headings(top, extract, file_label) for name, top in tops.items()}
    raise _make_refusal_of_missing_table(missing, hidden_sheets, extract, file_label)


def convert_cell_to_text(value: object) -> str:
    """Write a cell as text: a whole number without the `.0` that spreadsheets store, true and false as they show it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def convert_top_rows_to_text(rows: Rows) -> list[list[str]]:
    """Return the rows as text in which a header is looked for."""
    return [[convert_cell_to_text(cell) for cell in row] for row in rows[:SEARCHED_ROWS]]


def _find_missing_headings(top_rows: list[list[str]], extract: Extract, file_label: str) -> list[str]:
    def is_missing(alone: Extract) -> bool:
        try:
            find_header_row_and_positions(top_rows, alone, file_label)
        except InputError as lack:
            return lack.found.startswith("no such column")
        return False

    alone = [replace(extract, columns=(column,)) for column in extract.columns]
    return [entry.columns[0].header for entry in alone if is_missing(entry)]


def _make_refusal_of_several_tables(tables: Sequence[SheetTable], extract: Extract, file_label: str) -> InputError:
    return InputError(
        file_label,
        f"the table on {len(tables)} sheets: {_join_quoted_names(table.sheet for table in tables)}",
        "one visible sheet with the columns " + _join_quoted_names(column.header for column in extract.columns),
        describe_remedy(
            extract, "hide or delete those that are not meant", "name the sheet in the source's TOML (`sheet = `)"
        ),
    )


def _make_refusal_of_missing_table(
    missing_headings: dict[str, list[str]], hidden_sheets: Sequence[str], extract: Extract, file_label: str
) -> InputError:
    each = [
        f"sheet {name!r} has none of the columns"
        if len(headings) == len(extract.columns)
        else f"sheet {name!r} has no column {_join_quoted_names(headings)}"
        if headings
        else f"sheet {name!r} has the columns, but not in one row, or one of them twice"
        for name, headings in missing_headings.items()
    ]
    nearest = min(missing_headings.values(), key=len, default=[])
    return InputError(
        file_label,
        "; ".join(
            [
                *(each or ["no sheet that can be read"]),
                *([f"not read, since hidden: {_join_quoted_names(hidden_sheets)}"] if hidden_sheets else []),
            ]
        ),
        "one visible sheet with the columns " + _join_quoted_names(column.header for column in extract.columns),
        describe_remedy(
            extract,
            "check that this is the right file, put the table on a visible sheet under these headings",
            "check that this is the right file; if the publisher renamed a column, change it in the source's TOML",
        ),
        column=nearest[0] if nearest else None,
    )


def _join_quoted_names(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names))
