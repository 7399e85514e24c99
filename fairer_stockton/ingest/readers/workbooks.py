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
from fairer_stockton.ingest.readers.extents import refuse_far_cells
from fairer_stockton.ingest.readers.grid import Grid, numbered_grid, remedy
from fairer_stockton.ingest.readers.ods import CONTENT, rebuild_ods
from fairer_stockton.ingest.readers.sheets import cell_text, find_table
from fairer_stockton.ingest.readers.unpacking import open_zip
from fairer_stockton.ingest.readers.xls import CellErrors, read_errors
from fairer_stockton.ingest.readers.xlsx import WORKBOOK, rebuild_xlsx
from fairer_stockton.run.errors import InputError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_ZIP, _COMPOUND = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WHOLE = "a whole .xlsx, .xls or .ods file"


@dataclass(frozen=True)
class _Book:
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
        with _damage(f"sheet {name!r} damaged", self.extract, self.where):
            sheet = self.workbook.get_sheet_by_name(name)
            refuse_far_cells([(name, sheet.total_height, sheet.total_width)], self.extract, self.where)
            rows = sheet.to_python(skip_empty_area=False)
            for (row, column), error in self.errors.get(name, {}).items():
                rows[row][column] = error
        return rows


def read_sheets(content: bytes, extract: Extract, where: str) -> dict[str, list[list[str]]]:
    """Read every cell of every sheet as text, hidden ones too."""
    book = _open_book(content, replace(extract, sheet=""), where)
    sheets: dict[str, list[list[str]]] = {}
    for name in [*book.sheets(hidden=False), *book.sheets(hidden=True)]:
        sheets[name] = [[cell_text(cell) for cell in row] for row in book.rows(name)]
        extents = [(sheet, len(rows), len(rows[0]) if rows else 0) for sheet, rows in sheets.items()]
        refuse_far_cells(extents, extract, where)
    return sheets


def read_workbook(content: bytes, extract: Extract, where: str) -> Grid:
    """Read the wanted columns of the named sheet of a workbook, else of the visible sheet that has them."""
    book = _open_book(content, extract, where)
    visible, hidden = book.sheets(hidden=False), book.sheets(hidden=True)
    if extract.sheet and extract.sheet not in [*visible, *hidden]:
        raise InputError(
            where,
            f"sheets {', '.join([*visible, *hidden])}",
            f"a sheet {extract.sheet!r}",
            remedy(extract, "name the sheet as expected", "name the right sheet in the source's TOML"),
        )
    if extract.sheet:
        visible, hidden = [extract.sheet], []
    table = find_table(((name, book.rows(name)) for name in visible), hidden, extract, where)
    columns = [pa.array([cell_text(row[position]) for row in table.body], pa.string()) for position in table.positions]
    return numbered_grid(columns, table.header, table.where)


def _open_book(content: bytes, extract: Extract, where: str) -> _Book:
    import python_calamine

    errors: CellErrors = {}
    with _damage("a damaged workbook", extract, where):
        if content.startswith(_ZIP):
            content = _rebuild(content, extract, where)
        elif content.startswith(_COMPOUND) and _LOCKED not in content:
            errors = read_errors(content, extract, where)
        else:
            raise _no_workbook(content, extract, where)
        return _Book(python_calamine.load_workbook(io.BytesIO(content)), extract, where, errors)


def _rebuild(content: bytes, extract: Extract, where: str) -> bytes:
    with open_zip(content, extract, where, "workbook") as archive:
        names = {name.lower() for name in archive.namelist()}
        if WORKBOOK in names:
            return rebuild_xlsx(archive, extract, where)
        if CONTENT in names:
            return rebuild_ods(archive, extract, where)
    problem = "a binary workbook (.xlsb)" if "xl/workbook.bin" in names else "a zip that holds no workbook"
    raise InputError(where, problem, _WHOLE, remedy(extract, "save it as .xlsx"))


def _no_workbook(content: bytes, extract: Extract, where: str) -> InputError:
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
    return InputError(where, problem, _WHOLE, remedy(extract, correction))


@contextmanager
def _damage(problem: str, extract: Extract, where: str) -> Iterator[None]:
    """Refuse any damage in words: the reading library has an exception of its own for each, and panics at some."""
    try:
        yield
    except (InputError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except (ParseError, ExpatError, KeyError, ValueError) as damage:
        raise InputError(where, f"{problem} ({damage})", _WHOLE, remedy(extract)) from None
    except BaseException as damage:
        locked = "password" in str(damage).lower()
        words = "a workbook that is locked with a password" if locked else f"{problem} ({damage})"
        raise InputError(where, words, _WHOLE, remedy(extract)) from None
