"""The search for direct identifiers in what the council supplies: in every cell, and in all that stands beside them.

It errs towards refusing. A message names the column and the row, never the value.
"""

from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.definitions.sources import FIGURE_KINDS, RECORD_KIND, Extract
from fairer_stockton.ingest.identifier_kinds import (
    NHS_NUMBER,
    find_identifier_kind,
    find_identifier_kind_in_heading,
    read_first_year,
)
from fairer_stockton.ingest.possible_identifiers import select_possible_identifiers
from fairer_stockton.ingest.readers.cell_kinds import NOT_SHOWN
from fairer_stockton.ingest.readers.grid import SheetCells
from fairer_stockton.ingest.readers.grids import read_all_cells
from fairer_stockton.ingest.readers.headers import SEARCHED_ROWS, find_header_row_and_positions, tidy_header
from fairer_stockton.ingest.readers.hidden_text import read_hidden_text
from fairer_stockton.ingest.searched_parts import SearchedParts, check_by_chance, select_ten_digits
from fairer_stockton.run.errors import InputError

# Columns declared as these hold numbers and days of records, which look like those of people and properties.
NUMBERS_AND_DATES = (*FIGURE_KINDS, RECORD_KIND, "date", "date_within_period")
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
EXPECTED = (
    "no name, address, postcode, coordinates, e-mail, telephone, date of birth, nor a number of a person or home: NHS, "
    "National Insurance, pupil, passport, bank, council-tax, social-care, UPRN"
)


def refuse_personal_identifiers(path: Path, extract: Extract, public_headings: Collection[str] = ()) -> None:
    """Refuse a file that holds direct identifiers of people in its name, any cell of any sheet, or beside the cells.

    Args:
        path: the file.
        extract: what it should be; its columns tell which row is the heading.
        public_headings: headings that are open data by themselves and are not searched.

    Raises:
        InputError: naming the column and the row of the first that was found; the value is never repeated.
    """
    refuse_identifying_file_name(path, extract)
    first_year = read_first_year(extract.period)
    with path.open("rb") as stream:
        if stream.read(4) == OLD_WORKBOOK:
            raise InputError(
                path.name,
                "a workbook of the old form (.xls) or one that is locked: what is hidden in it cannot be searched",
                "a file of another form",
                "open it, take off a password, save it as .xlsx and supply it again",
            )
    sheets = read_all_cells(path, extract, path.name)
    for number, (name, sheet) in enumerate(sheets.items(), start=1):
        if kind := find_identifier_kind(name, first_year):
            where = f"{path.name} › sheet {number}"
            raise _make_refusal(where, None, None, f"a name of a sheet with what looks like {kind}")
        refuse_identifiers_of_sheet(path.name + (f" › {name}" if name else ""), sheet, extract, public_headings)
    for stands_in, text in read_hidden_text(path, extract, path.name):
        if kind := find_identifier_kind(text, first_year):
            raise _make_refusal(path.name, None, None, f"{stands_in} with what looks like {kind}")


def refuse_identifying_file_name(path: Path, extract: Extract) -> None:
    """Refuse a file whose name holds a direct identifier, before any message names it."""
    if kind := find_identifier_kind(path.stem, read_first_year(extract.period)):
        raise _make_refusal(f"a file whose name is {NOT_SHOWN}", None, None, f"a name with what looks like {kind}")


def list_other_headings(path: Path, extract: Extract, public_headings: Collection[str] = ()) -> list[str]:
    """Return the headings of the columns that hold something and that the extract does not name, on its table's sheets.

    A heading that could be a value itself, or is none, is given by its number.
    """
    first_year = read_first_year(extract.period)
    headings: dict[str, None] = {}
    for sheet in read_all_cells(path, extract, path.name).values():
        header, positions = _find_header_row_and_positions(sheet, extract, path.name)
        if header is None:
            continue
        for position, cells in enumerate(sheet.columns):
            is_filled = pc.any(pc.not_equal(pc.utf8_trim_whitespace(cells.slice(header + 1)), "")).as_py()
            if position in positions or not is_filled:
                continue
            heading = tidy_header(cells[header].as_py())
            is_public = heading in public_headings
            headings[heading if is_public else _choose_safe_column_label(heading, position + 1, first_year)] = None
    return list(headings)


def refuse_identifiers_of_sheet(
    file_label: str,
    sheet: SheetCells,
    extract: Extract,
    public_headings: Collection[str],
    parts: SearchedParts | None = None,
) -> None:
    """Refuse a sheet, or some rows of it below its headings, with a direct identifier in a heading or a cell.

    Args:
        file_label: the file, as messages name it.
        sheet: its cells.
        extract: what it should be.
        public_headings: headings that are not searched.
        parts: of a sheet in parts, what is known of those before; `refuse_nhs_numbers_of_parts` is called after all.

    Raises:
        InputError: it has one.
    """
    first_year = read_first_year(extract.period)
    header, positions = _find_header_row_and_positions(sheet, extract, file_label)
    kinds = {position: column.kind for position, column in zip(positions, extract.columns, strict=False)}
    for position, cells in enumerate(sheet.columns):
        heading = tidy_header(cells[header or 0].as_py())
        if heading in public_headings:
            continue
        column = _choose_safe_column_label(heading if header is not None else "", position + 1, first_year)
        if kind := find_identifier_kind_in_heading(heading):
            raise _make_refusal(file_label, sheet.numbers[header or 0], column, f"a heading that says {kind}")
        values = cells.unique()
        are_records = kinds.get(position) == RECORD_KIND
        searched = values if parts is None or are_records else parts.select_new_values(position, values)
        found = _find_identifiers_in_values(searched, first_year, kinds.get(position, ""))
        if are_records and parts is not None:
            checking = found.pop(NHS_NUMBER, [])
            row = sheet.numbers[pc.index(cells, checking[0]).as_py()] if checking else None
            parts.keep_numbers_of_records(column, values, checking, row)
        elif are_records and check_by_chance(len(select_ten_digits(values)), len(found.get(NHS_NUMBER, ()))):
            found.pop(NHS_NUMBER, None)
        for kind, alike in found.items():
            row = sheet.numbers[pc.index(cells, alike[0]).as_py()]
            raise _make_refusal(file_label, row, column, f"what looks like {kind}")


def refuse_nhs_numbers_of_parts(file_label: str, parts: SearchedParts) -> None:
    """Refuse a sheet that was searched in parts, where more of its numbers of records check than do by chance.

    Raises:
        InputError: naming the first of them.
    """
    for column, row in parts.list_columns_of_nhs_numbers():
        raise _make_refusal(file_label, row, column, f"what looks like {NHS_NUMBER}")


def _find_identifiers_in_values(values: pa.Array, first_year: int, column_kind: str) -> dict[str, list[str]]:
    """Return the values of each kind of identifier among the distinct ones of a column."""
    values_by_kind: dict[str, list[str]] = {}
    for value in select_possible_identifiers(values).to_pylist():
        if kind := find_identifier_kind(value, first_year, column_kind in NUMBERS_AND_DATES):
            values_by_kind.setdefault(kind, []).append(value)
    return values_by_kind


def _find_header_row_and_positions(
    sheet: SheetCells, extract: Extract, file_label: str
) -> tuple[int | None, list[int]]:
    """Find the row of headings, and where the wanted ones stand; the search must not depend on there being one."""
    try:
        return find_header_row_and_positions(sheet.rows(SEARCHED_ROWS), extract, file_label)
    except InputError:
        return None, []


def _choose_safe_column_label(heading: str, column_number: int, first_year: int) -> str:
    """Return a column's heading for a message, unless that is itself a value."""
    return f"number {column_number}" if not heading or find_identifier_kind(heading, first_year) else heading


def _make_refusal(file_label: str, row: int | None, column: str | None, problem: str) -> InputError:
    return InputError(
        file=file_label,
        row=row,
        column=column,
        found=f"{problem} ({NOT_SHOWN})",
        expected=EXPECTED,
        remedy="take it out of the file at its origin and supply it again; nothing was kept",
    )
