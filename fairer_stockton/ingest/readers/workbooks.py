"""Workbooks to grids: xlsx, xls and ods. A hidden sheet is never taken for the table, and covers are passed over."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import pyarrow as pa

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.cell_kinds import describe_damage
from fairer_stockton.ingest.readers.extents import refuse_too_large_sheets
from fairer_stockton.ingest.readers.grid import TextGrid, describe_remedy, number_rows_and_drop_footnotes
from fairer_stockton.ingest.readers.ods import CONTENT, rebuild_ods
from fairer_stockton.ingest.readers.sheets import (
    convert_cell_to_text,
    convert_top_rows_to_text,
    find_table_on_visible_sheets,
)
from fairer_stockton.ingest.readers.unpacking import open_zip
from fairer_stockton.ingest.readers.xls import CellErrors, read_cell_errors
from fairer_stockton.ingest.readers.xlsx import WORKBOOK, rebuild_xlsx
from fairer_stockton.run.errors import InputError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_ZIP, _COMPOUND = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WHOLE = "a whole .xlsx, .xls or .ods file"


@dataclass(frozen=True)
class _SafeWorkbook:
    """A workbook that is safe to read, and the errors in its cells that the reading library does not hand on."""

    workbook: "CalamineWorkbook"
    extract: Extract
    where: str
    errors: CellErrors = field(default_factory=dict)

    def sheets(self, *, hidden: bool) -> list[str]:
        """Return the names of the sheets of cells that are hidden, or those that are not."""
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        sheets = [sheet for sheet in self.workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        return [sheet.name for sheet in sheets if (sheet.visible != SheetVisibleEnum.Visible) == hidden]

    def rows(self, name: str) -> list[list[Any]]:
        """Read a sheet's cells from its first row and column on."""
        with _turn_workbook_errors_into_refusal(f"sheet {name!r} damaged", self.extract, self.where):
            sheet = self.workbook.get_sheet_by_name(name)
            refuse_too_large_sheets([(name, sheet.total_height, sheet.total_width)], self.extract, self.where)
            rows = sheet.to_python(skip_empty_area=False)
            for (row, column), error in self.errors.get(name, {}).items():
                rows[row][column] = error
        return rows


def read_all_sheets(content: bytes, extract: Extract, file_label: str) -> dict[str, list[list[str]]]:
    """Read every cell of every sheet as text, hidden ones too."""
    book = _open_workbook_safely(content, replace(extract, sheet=""), file_label)
    sheets: dict[str, list[list[str]]] = {}
    for name in [*book.sheets(hidden=False), *book.sheets(hidden=True)]:
        sheets[name] = [[convert_cell_to_text(cell) for cell in row] for row in book.rows(name)]
        extents = [(sheet, len(rows), len(rows[0]) if rows else 0) for sheet, rows in sheets.items()]
        refuse_too_large_sheets(extents, extract, file_label)
    return sheets


def read_top_rows_of_sheets(content: bytes, extract: Extract, file_label: str) -> dict[str, list[list[str]]]:
    """Read the first rows of every sheet, those that are not hidden first."""
    book = _open_workbook_safely(content, replace(extract, sheet=""), file_label)
    names = [*book.sheets(hidden=False), *book.sheets(hidden=True)]
    return {name: convert_top_rows_to_text(book.rows(name)) for name in names}


def read_workbook(content: bytes, extract: Extract, file_label: str) -> TextGrid:
    """Read the wanted columns of the named sheet of a workbook, else of the visible sheet that has them."""
    book = _open_workbook_safely(content, extract, file_label)
    visible, hidden = book.sheets(hidden=False), book.sheets(hidden=True)
    if extract.sheet and extract.sheet not in [*visible, *hidden]:
        raise InputError(
            file_label,
            f"sheets {', '.join([*visible, *hidden])}",
            f"a sheet {extract.sheet!r}",
            describe_remedy(extract, "name the sheet as expected", "name the right sheet in the source's TOML"),
        )
    if extract.sheet:
        visible, hidden = [extract.sheet], []
    table = find_table_on_visible_sheets(((name, book.rows(name)) for name in visible), hidden, extract, file_label)
    columns = [
        pa.array([convert_cell_to_text(row[position]) for row in table.body], pa.string())
        for position in table.positions
    ]
    return number_rows_and_drop_footnotes(columns, table.header, table.where)


def _open_workbook_safely(content: bytes, extract: Extract, file_label: str) -> _SafeWorkbook:
    import python_calamine

    errors: CellErrors = {}
    with _turn_workbook_errors_into_refusal("a damaged workbook", extract, file_label):
        if content.startswith(_ZIP):
            content = _rebuild_zipped_workbook(content, extract, file_label)
        elif content.startswith(_COMPOUND) and _LOCKED not in content:
            errors = read_cell_errors(content, extract, file_label)
        else:
            raise _make_refusal_of_false_workbook(content, extract, file_label)
        return _SafeWorkbook(python_calamine.load_workbook(io.BytesIO(content)), extract, file_label, errors)


def _rebuild_zipped_workbook(content: bytes, extract: Extract, file_label: str) -> bytes:
    with open_zip(content, extract, file_label, "workbook") as archive:
        names = {name.lower() for name in archive.namelist()}
        if WORKBOOK in names:
            return rebuild_xlsx(archive, extract, file_label)
        if CONTENT in names:
            return rebuild_ods(archive, extract, file_label)
    problem = "a binary workbook (.xlsb)" if "xl/workbook.bin" in names else "a zip that holds no workbook"
    raise InputError(file_label, problem, _WHOLE, describe_remedy(extract, "save it as .xlsx"))


def _make_refusal_of_false_workbook(content: bytes, extract: Extract, file_label: str) -> InputError:
    """Return the refusal of what only has the ending of a workbook."""
    if content.startswith(_COMPOUND):
        problem, correction = "a workbook that is locked with a password", "take the password off"
    elif content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        problem, correction = "a web page or XML under the ending of a workbook", "open it in Excel, save it as .xlsx"
    else:
        problem, correction = (
            "no workbook, whatever its ending says",
            "save it anew as .xlsx, or name it .csv if it is text",
        )
    return InputError(file_label, problem, _WHOLE, describe_remedy(extract, correction))


@contextmanager
def _turn_workbook_errors_into_refusal(problem: str, extract: Extract, file_label: str) -> Iterator[None]:
    """Refuse any damage in words: the reading library has an exception of its own for each, and panics at some."""
    try:
        yield
    except (InputError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except (ParseError, ExpatError, KeyError, ValueError) as damage:
        raise InputError(
            file_label, f"{problem}{describe_damage(damage, extract)}", _WHOLE, describe_remedy(extract)
        ) from None
    except BaseException as damage:
        locked = "password" in str(damage).lower()
        words = (
            "a workbook that is locked with a password" if locked else f"{problem}{describe_damage(damage, extract)}"
        )
        raise InputError(file_label, words, _WHOLE, describe_remedy(extract)) from None
