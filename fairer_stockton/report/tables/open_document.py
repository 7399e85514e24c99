"""The workbook again as an OpenDocument spreadsheet, from the finished workbook, so that no cell can differ.

It is written here and not by a library: odfdo 3.27, odfpy 1.4 and odsgenerator 1.17 make a node of every cell and need
about a second for every two thousand, minutes for an edition.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NO_TIME = (2000, 1, 1, 0, 0, 0)  # as of the workbook: a member must have a date; the same input gives the same one
HEADINGS = {"Introductory information", "About these data", "Contact"}  # of the cover
NARROWEST, WIDEST, OF_TEXT = 10, 48, 90  # columns, in characters; the last where a sheet has no table
CENTIMETRES = 0.23  # of a character
SPACES = re.compile(r"^ | $| {2,}")  # which a reader of XML would leave out

OF_OASIS = {
    "office": "office", "table": "table", "text": "text", "style": "style", "meta": "meta", "manifest": "manifest",
    "fo": "xsl-fo-compatible", "svg": "svg-compatible",
}  # fmt: skip
NAMES = " ".join([
    *(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in OF_OASIS.items()),
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    'xmlns:xlink="http://www.w3.org/1999/xlink"',
])  # fmt: skip
OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n'
MANIFEST = f"""{OPENING}<manifest:manifest {NAMES} manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
STYLES = f"""{OPENING}<office:document-styles {NAMES} office:version="1.3">
<office:font-face-decls><style:font-face style:name="Arial" svg:font-family="Arial"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="table-cell"><style:text-properties style:font-name="Arial" fo:font-size="12pt" \
fo:language="en" fo:country="GB"/></style:default-style>
<style:style style:name="Default" style:family="table-cell"/>
</office:styles>
</office:document-styles>
"""
CELL_STYLES = {
    "title": ("", 'fo:font-size="16pt" fo:font-weight="bold"'),
    "heading": ('fo:wrap-option="wrap"', 'fo:font-size="14pt" fo:font-weight="bold"'),
    "header": ('fo:wrap-option="wrap" style:vertical-align="top" fo:border-bottom="0.5pt solid #000000"',
               'fo:font-weight="bold"'),
    "wrapped": ('fo:wrap-option="wrap" style:vertical-align="top"', ""),
    "plain": ("", ""),
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: its cells, and the name and the first row of its table, where it has one."""

    name: str
    rows: list[list[Any]]
    table: str = ""
    header: int = -1

    @cached_property
    def widths(self) -> list[int]:
        """Give the columns' widths in characters: of the longest cell as far as a line should go."""
        if not self.table:
            return [OF_TEXT] * len(self.rows[0])
        longest = (max(len(_text(cell)) for cell in column) for column in zip(*self.rows[self.header :], strict=True))
        return [min(max(length + 2, NARROWEST), WIDEST) for length in longest]


def write_open_document(book: Path, path: Path) -> None:
    """Write a finished workbook again as a spreadsheet in OpenDocument's form."""
    sheets = list(_sheets(book))
    members = {
        "mimetype": MIMETYPE,  # first and not compressed, so that the kind of file can be told from its first bytes
        "META-INF/manifest.xml": MANIFEST,
        "meta.xml": _about(_text(sheets[0].rows[0][0])),
        "styles.xml": STYLES,
        "content.xml": "".join(_content(sheets)),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, NO_TIME), text.encode(), kind)


def _sheets(book: Path) -> Iterator[Sheet]:
    """Read the sheets of the workbook, and where on each its table stands."""
    from python_calamine import load_workbook

    read = load_workbook(book, load_tables=True)
    tables = {table.sheet: table for table in map(read.get_table_by_name, read.table_names or ())}
    for name in read.sheet_names:
        rows: list[list[Any]] = read.get_sheet_by_name(name).to_python(skip_empty_area=False)
        table = tables.get(name)
        yield Sheet(name, rows, table.name, rows.index(table.columns)) if table else Sheet(name, rows)


def _about(title: str) -> str:
    return (
        f'{OPENING}<office:document-meta {NAMES} office:version="1.3"><office:meta>\n'
        f"<dc:title>{escape(title)}</dc:title>\n"
        "<dc:language>en-GB</dc:language>\n<meta:creation-date>2000-01-01T00:00:00</meta:creation-date>\n"
        "</office:meta></office:document-meta>\n"
    )


def _content(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Give the document: styles, a table a sheet, and the range of each sheet's table of figures."""
    yield f'{OPENING}<office:document-content {NAMES} office:version="1.3">\n<office:automatic-styles>\n'
    for width in sorted({width for sheet in sheets for width in sheet.widths}):
        properties = f'<style:table-column-properties style:column-width="{width * CENTIMETRES:.2f}cm"/>'
        yield f'<style:style style:name="wide{width}" style:family="table-column">{properties}</style:style>\n'
    properties = '<style:table-row-properties style:use-optimal-row-height="true"/>'
    yield f'<style:style style:name="row" style:family="table-row">{properties}</style:style>\n'
    for name, (cell, text) in CELL_STYLES.items():
        properties = f"<style:table-cell-properties {cell}/><style:text-properties {text}/>"
        named = f'style:name="{name}" style:family="table-cell" style:parent-style-name="Default"'
        yield f"<style:style {named}>{properties}</style:style>\n"
    yield "</office:automatic-styles>\n<office:body><office:spreadsheet>\n"
    names = {sheet.name for sheet in sheets}
    for sheet in sheets:
        yield f"<table:table table:name={quoteattr(sheet.name)}>\n"
        for width in sheet.widths:
            yield f'<table:table-column table:style-name="wide{width}" table:default-cell-style-name="wrapped"/>'
        for place, cells in enumerate(sheet.rows):
            row = _row(sheet, place, cells, names)
            yield row if place != sheet.header else f"\n<table:table-header-rows>{row}</table:table-header-rows>"
        yield "\n</table:table>\n"
    ranges = "".join(_range(sheet) for sheet in sheets if sheet.table)
    yield f"<table:database-ranges>\n{ranges}</table:database-ranges>\n" if ranges else ""
    yield "</office:spreadsheet></office:body></office:document-content>\n"


def _row(sheet: Sheet, place: int, cells: list[Any], names: set[str]) -> str:
    """Give a row; a sheet's name on the sheet of contents leads there."""
    style = _style(sheet, place, cells)
    kind = f' table:style-name="{style}"' if style else ""
    links = names if sheet.name == "Contents" else ()
    written = [_link(cell, kind) if cell in links else _cell(cell, kind) for cell in cells]
    return f'\n<table:table-row table:style-name="row">{"".join(written)}</table:table-row>'


def _cell(cell: Any, kind: str) -> str:
    """Give a cell, a number as a number."""
    if isinstance(cell, str):
        return _words(cell, kind)
    number = _text(cell)
    kind = f'{kind} office:value-type="float" office:value="{number}"'
    return f"<table:table-cell{kind}><text:p>{number}</text:p></table:table-cell>"


@lru_cache(maxsize=10_000)  # most words stand in many rows
def _words(cell: str, kind: str) -> str:
    if not cell:
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{SPACES.sub(_spaces, escape(line))}</text:p>" for line in cell.split("\n"))
    return f'<table:table-cell{kind} office:value-type="string">{lines}</table:table-cell>'


def _link(cell: str, kind: str) -> str:
    """Give a cell that leads to the sheet that it names."""
    link = f'<text:a xlink:type="simple" xlink:href={quoteattr(f"#{_quoted(cell)}.A1")}>{escape(cell)}</text:a>'
    return f'<table:table-cell{kind} office:value-type="string"><text:p>{link}</text:p></table:table-cell>'


def _style(sheet: Sheet, place: int, cells: list[Any]) -> str:
    """Name the style of a row's cells; none where it is that of the columns, in which text wraps."""
    if place == 0:
        return "title"
    if sheet.table:
        return "plain" if place < sheet.header else "header" if place == sheet.header else ""
    return "heading" if HEADINGS & set(cells) else ""


def _range(sheet: Sheet) -> str:
    """Name the range of a sheet's table, whose first row is its header."""
    name = _quoted(sheet.name)
    last = f"{_letters(len(sheet.rows[0]))}{len(sheet.rows)}"
    address = quoteattr(f"{name}.A{sheet.header + 1}:{name}.{last}")
    return (
        f"<table:database-range table:name={quoteattr(sheet.table)} table:target-range-address={address} "
        'table:contains-header="true" table:display-filter-buttons="false"/>\n'
    )


def _letters(column: int) -> str:
    """Name a column, from 1, as spreadsheets do."""
    before, place = divmod(column - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + place)


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _spaces(found: re.Match[str]) -> str:
    return f'<text:s text:c="{len(found[0])}"/>'


def _text(cell: Any) -> str:
    """Give a cell as text: of a number all its digits, and no point where it is whole."""
    return repr(cell).removesuffix(".0") if isinstance(cell, float) else str(cell)
