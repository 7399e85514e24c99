"""How far the cells of a sheet reach: the library that reads workbooks makes room for all up to the last."""

import re
from collections.abc import Iterable
from xml.parsers import expat

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.grid import describe_remedy
from fairer_stockton.run.errors import InputError

LARGEST_CELLS = 10_000_000  # of a sheet, empty ones between others included
LARGEST_ROWS = 1_048_576  # of a sheet, as spreadsheet programs have it
# Nearly every program writes cells as <c r="B2"; what is written otherwise is looked at with a parser.
_UNUSUAL = (
    re.compile(rb'<c(?! r="[A-Z])[\s/>]'),
    re.compile(rb'<row(?! r="\d)[\s/>]'),
    re.compile(rb":(?:c|row)[\s/>]"),
    re.compile(rb'"\s+r\s*='),  # not first, or a second time
    re.compile(rb"'\s+r\s*="),
)
_PLACES = re.compile(rb'<c r="([A-Z]+\d{6,}|[A-Z]+)')  # with the row where that is far down
_ROWS_BELOW = 99_999
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DIGITS = b"0123456789"


def refuse_too_large_sheets(
    names_and_last_cells: Iterable[tuple[str, int, int]], extract: Extract, file_label: str
) -> None:
    """Refuse sheets, each with its last row and column, that together need more cells than fit in memory.

    Raises:
        InputError: they do; the largest is named.
    """
    extents = list(names_and_last_cells)
    if sum(rows * columns for _, rows, columns in extents) > LARGEST_CELLS:
        name, rows, columns = max(extents, key=lambda sheet: sheet[1] * sheet[2])
        raise InputError(
            f"{file_label} › {name}",
            f"cells as far as row {rows:,} and column {columns:,}",
            f"a table of at most {LARGEST_CELLS:,} cells, the empty ones between others included",
            describe_remedy(extract, "delete the stray cells far from the table (Ctrl+End goes to the last)"),
        )


def find_last_row_and_column(sheet_xml: bytes) -> tuple[int, int]:
    """Return the last row and column of an xlsx sheet that may hold anything; exactly, where they could be too many."""
    if not any(pattern.search(sheet_xml) for pattern in _UNUSUAL):
        references = set(_PLACES.findall(sheet_xml))
        columns = max(
            (_convert_letters_to_column_number(reference.rstrip(_DIGITS)) for reference in references), default=0
        )
        rows = max(
            [_ROWS_BELOW, *(int(reference.lstrip(_LETTERS)) for reference in references if reference[-1:].isdigit())]
        )
        if rows * columns <= LARGEST_CELLS:
            return rows, columns
    return _parse_last_row_and_column(sheet_xml)


def _parse_last_row_and_column(sheet_xml: bytes) -> tuple[int, int]:
    if sheet_xml.count(b"<row") > LARGEST_ROWS:
        raise ValueError(f"more than {LARGEST_ROWS:,} rows")
    row = column = last_row = last_column = 0

    def enter(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, last_row, last_column
        tag = name.rpartition(":")[2]
        if tag == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif tag == "c":
            row, column = (
                _find_row_and_column_of_cell_reference(attributes["r"].encode())
                if "r" in attributes
                else (row, column + 1)
            )
        elif tag in ("v", "is", "f"):
            last_row, last_column = max(last_row, row), max(last_column, column)

    parser = expat.ParserCreate()
    parser.StartElementHandler = enter
    parser.Parse(sheet_xml, True)
    return last_row, last_column


def _find_row_and_column_of_cell_reference(reference: bytes) -> tuple[int, int]:
    return int(reference.lstrip(_LETTERS)), _convert_letters_to_column_number(reference.rstrip(_DIGITS))


def _convert_letters_to_column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - ord("A") + 1
    return number
