"""Small files of each form, and reading them as an extract of the council's own."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from fairer_stockton.definitions.sources import Column, Extract
from fairer_stockton.ingest.extracts import read_extract
from fairer_stockton.ingest.identifiers import refuse_personal_identifiers
from fairer_stockton.run.errors import InputError

CODE = Column("code", "Area code", "text")
HOMES = Column("homes", "Number of homes", "count")
HEADINGS = ["Area code", "Number of homes"]
SHEET = "xl/worksheets/sheet1.xml"


def extract(name: str, *columns: Column, **more: object) -> Extract:
    return Extract(name, "2022", "", "", "extract", columns or (CODE, HOMES), name, supplied=True, **more)


def read(folder: Path, content: bytes, *columns: Column, name: str = "book.xlsx", **more: object) -> list[dict]:
    (folder / name).write_bytes(content)
    return read_extract(folder / name, extract(name, *columns, **more)).to_pylist()


def refusal(folder: Path, content: bytes, *columns: Column, name: str = "book.xlsx", **more: object) -> InputError:
    with pytest.raises(InputError) as caught:
        read(folder, content, *columns, name=name, **more)
    assert "publisher" not in str(caught.value)
    return caught.value


def search(folder: Path, content: bytes, *columns: Column, name: str = "book.xlsx") -> None:
    """Search a file for people."""
    (folder / name).write_bytes(content)
    refuse_personal_identifiers(folder / name, extract(name, *columns))


def homes(rows: list[dict]) -> list[int | None]:
    return [row["homes"] for row in rows]


def xlsx(*sheets: tuple[str, list[list[object]]], hidden: tuple[str, ...] = (), **options: object) -> bytes:
    """Write a workbook; cells that begin with `=` are formulas, as (formula, value) with their value."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options) as workbook:
        for name, rows in sheets:
            sheet = workbook.add_worksheet(name)
            if name in hidden:
                sheet.very_hidden() if name.startswith("Very") else sheet.hide()
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, tuple):
                        sheet.write_formula(row, column, cell[0], None, cell[1])
                    elif cell is not None:
                        sheet.write(row, column, cell)
        if hidden:
            next(sheet for sheet in workbook.worksheets() if sheet.name not in hidden).activate()
    return buffer.getvalue()


def rewritten(workbook: bytes, old: str, new: str, part: str = SHEET) -> bytes:
    """Write a workbook again with other text in one part of it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            after.writestr(name, text)
    return buffer.getvalue()


_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def ods(*tables: tuple[str, str], hidden: tuple[str, ...] = ()) -> bytes:
    """Write an OpenDocument spreadsheet from the XML of its tables' rows."""
    names = ("office", "table", "text", "style")
    spaces = " ".join(f'xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in names)
    style = '<style:style style:name="no" style:family="table"><style:table-properties table:display="false"/>'
    unseen = {name: ' table:style-name="no"' for name in hidden}
    body = "".join(
        f'<table:table table:name="{name}"{unseen.get(name, "")}>{rows}</table:table>' for name, rows in tables
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} xmlns:calcext="urn:calcext">'
        f"<office:automatic-styles>{style}</style:style></office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{_OFFICE}:manifest:1.0">{entry}</m:manifest>')
    return buffer.getvalue()


def ods_row(*cells: object, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(cell: object) -> str:
    if isinstance(cell, str) and cell.startswith("<"):
        return cell
    kind = "string" if isinstance(cell, str) else f'float" office:value="{cell}'
    return f'<table:table-cell office:value-type="{kind}"><text:p>{cell}</text:p></table:table-cell>'


def xls(rows: list[list[object]], locked: bool = False) -> bytes:
    """Write an old workbook of one sheet, Sheet1; an int below 0 is the cell error of that code."""
    cells = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                cells += _record(0x0204, place + struct.pack("<HB", len(value), 0) + value.encode("latin-1"))
            elif value < 0:
                cells += _record(0x0205, place + bytes([-value, 1]))
            else:
                cells += _record(0x0203, place + struct.pack("<d", value))
    opening = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    opening += _record(0x002F, b"\0" * 6) if locked else b""
    name = struct.pack("<BB", 6, 0) + b"Sheet1"
    start = len(opening) + 4 + 6 + len(name) + 4
    opening += _record(0x0085, struct.pack("<IH", start, 0) + name) + _record(0x000A, b"")
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells + _record(0x000A, b"")
    return _compound((opening + sheet).ljust(4096, b"\0"))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(stream: bytes) -> bytes:
    """Wrap a stream of whole sectors in a compound file: its table of sectors, its folder, then the stream."""
    count = -(-len(stream) // 512)
    following = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + count), 0xFFFFFFFE]
    table = struct.pack("<128I", *following, *([0xFFFFFFFF] * (128 - len(following))))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + b"\xff" * 432
    folder = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + _entry("Workbook", 2, 2, count * 512) + b"\0" * 256
    return header + table + folder + stream.ljust(count * 512, b"\0")


def _entry(name: str, kind: int, first: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + b"\0" * 36
        + struct.pack("<IQ", first, size)
    )
