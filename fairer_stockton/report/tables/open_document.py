"""The workbook again as an OpenDocument spreadsheet, from the finished workbook, so that no cell can differ.

It is written here and not by a library: odfdo 3.27, odfpy 1.4 and odsgenerator 1.17 make a node of every cell and need
about a second for every two thousand, minutes for an edition.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from fairer_stockton.report.tables.sheet_layout import PRINTED_ROWS, WIDEST_COLUMN, WIDEST_COLUMN_OF_NOTES
from fairer_stockton.report.tables.workbook import FIXED_TIME

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
ZIP_TIME = FIXED_TIME.timetuple()[:6]  # of every member
COVER_HEADINGS = {"Introductory information", "About these data", "Contact"}
# Widths in characters; the last is of the columns of a sheet that has no table.
NARROWEST_COLUMN, TEXT_SHEET_WIDTH = 10, 90
CHARACTER_CENTIMETRES = 0.23  # the width of a character
LOST_SPACES = re.compile(r"^ | $| {2,}")  # which a reader of XML would leave out

OASIS_NAMES = {
    "office": "office", "table": "table", "text": "text", "style": "style", "meta": "meta", "manifest": "manifest",
    "fo": "xsl-fo-compatible", "svg": "svg-compatible",
}  # fmt: skip
NAMESPACES = " ".join([
    *(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in OASIS_NAMES.items()),
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    'xmlns:xlink="http://www.w3.org/1999/xlink"',
])  # fmt: skip
OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n'
MANIFEST = f"""{OPENING}<manifest:manifest {NAMESPACES} manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
STYLES = f"""{OPENING}<office:document-styles {NAMESPACES} office:version="1.3">
<office:font-face-decls><style:font-face style:name="Arial" svg:font-family="Arial"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="table-cell"><style:text-properties style:font-name="Arial" fo:font-size="12pt" \
fo:language="en" fo:country="GB"/></style:default-style>
<style:style style:name="Default" style:family="table-cell"/>
</office:styles>
<office:automatic-styles><style:page-layout style:name="landscape"><style:page-layout-properties \
fo:page-width="42cm" fo:page-height="29.7cm" style:print-orientation="landscape" fo:margin="1cm" \
style:scale-to-X="1" style:scale-to-Y="0"/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Landscape" style:page-layout-name="landscape"><style:footer>\
<text:p><text:sheet-name/>, page <text:page-number/> of <text:page-count/></text:p></style:footer>\
</style:master-page></office:master-styles>
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
class WorkbookSheet:
    """A sheet of the workbook: its cells, and the name and the first row of its table, where it has one."""

    name: str
    rows: list[list[Any]]
    table: str = ""
    header: int = -1

    @cached_property
    def widths(self) -> list[int]:
        """The columns' widths in characters: of the longest cell, within the narrowest and the widest."""
        if not self.table:
            return [TEXT_SHEET_WIDTH] * len(self.rows[0])
        longest = (
            max(len(_convert_cell_to_text(cell)) for cell in column)
            for column in zip(*self.rows[self.header :], strict=True)
        )
        widest = WIDEST_COLUMN_OF_NOTES if self.name in ("Contents", "Notes") else WIDEST_COLUMN
        return [min(max(length + 2, NARROWEST_COLUMN), widest) for length in longest]


def write_open_document(workbook_path: Path, path: Path) -> None:
    """Write a finished workbook again as a spreadsheet in OpenDocument's form."""
    sheets = list(_read_workbook_sheets(workbook_path))
    members = {
        "mimetype": MIMETYPE,  # first and not compressed, so that the kind of file can be told from its first bytes
        "META-INF/manifest.xml": MANIFEST,
        "meta.xml": _make_metadata_xml(_read_properties(workbook_path), _convert_cell_to_text(sheets[0].rows[0][0])),
        "styles.xml": STYLES,
        "content.xml": "".join(_make_content_xml(sheets)),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), text.encode(), kind)


def _read_workbook_sheets(workbook_path: Path) -> Iterator[WorkbookSheet]:
    """Read the sheets of the workbook, and where on each its table stands."""
    from python_calamine import load_workbook

    read = load_workbook(workbook_path, load_tables=True)
    tables = {table.sheet: table for table in map(read.get_table_by_name, read.table_names or ())}
    for name in read.sheet_names:
        rows: list[list[Any]] = read.get_sheet_by_name(name).to_python(skip_empty_area=False)
        table = tables.get(name)
        yield WorkbookSheet(name, rows, table.name, rows.index(table.columns)) if table else WorkbookSheet(name, rows)


def _read_properties(workbook_path: Path) -> dict[str, str]:
    """Read what the workbook says of itself, by the names that both forms have for it."""
    with zipfile.ZipFile(workbook_path) as book:
        core = ElementTree.fromstring(book.read("docProps/core.xml"))
    return {element.tag.rpartition("}")[2]: element.text or "" for element in core}


def _make_metadata_xml(properties: Mapping[str, str], title: str) -> str:
    """Return the document's properties as XML: those of the workbook under the title that its cover has."""
    author, created = escape(properties.get("creator", "")), properties.get("created", "").removesuffix("Z")
    written = {
        "dc:title": escape(title),
        "dc:subject": escape(properties.get("subject", "")),
        "dc:description": escape(properties.get("description", "")),
        "meta:keyword": escape(properties.get("keywords", "")),
        "meta:initial-creator": author,
        "dc:creator": author,
        "meta:creation-date": created,
        "dc:date": created,
    }
    elements = "".join(f"<{name}>{text}</{name}>\n" for name, text in written.items() if text)
    return (
        f'{OPENING}<office:document-meta {NAMESPACES} office:version="1.3"><office:meta>\n'
        f"{elements}<dc:language>en-GB</dc:language>\n</office:meta></office:document-meta>\n"
    )


def _make_content_xml(sheets: Sequence[WorkbookSheet]) -> Iterator[str]:
    """Yield the document in pieces: styles, a table a sheet, and the range of each sheet's table of figures."""
    yield f'{OPENING}<office:document-content {NAMESPACES} office:version="1.3">\n<office:automatic-styles>\n'
    for width in sorted({width for sheet in sheets for width in sheet.widths}):
        properties = f'<style:table-column-properties style:column-width="{width * CHARACTER_CENTIMETRES:.2f}cm"/>'
        yield f'<style:style style:name="wide{width}" style:family="table-column">{properties}</style:style>\n'
    properties = '<style:table-row-properties style:use-optimal-row-height="true"/>'
    yield '<style:style style:name="sheet" style:family="table" style:master-page-name="Landscape"/>\n'
    yield f'<style:style style:name="row" style:family="table-row">{properties}</style:style>\n'
    for name, (cell, text) in CELL_STYLES.items():
        properties = f"<style:table-cell-properties {cell}/><style:text-properties {text}/>"
        named = f'style:name="{name}" style:family="table-cell" style:parent-style-name="Default"'
        yield f"<style:style {named}>{properties}</style:style>\n"
    yield "</office:automatic-styles>\n<office:body><office:spreadsheet>\n"
    names = {sheet.name for sheet in sheets}
    for sheet in sheets:
        yield f'<table:table table:name={quoteattr(sheet.name)} table:style-name="sheet"{_make_print_range(sheet)}>\n'
        for width in sheet.widths:
            yield f'<table:table-column table:style-name="wide{width}" table:default-cell-style-name="wrapped"/>'
        for line, cells in enumerate(sheet.rows):
            row = _make_row_xml(sheet, line, cells, names)
            yield row if line != sheet.header else f"\n<table:table-header-rows>{row}</table:table-header-rows>"
        yield "\n</table:table>\n"
    ranges = "".join(_make_table_range_xml(sheet) for sheet in sheets if sheet.table)
    yield f"<table:database-ranges>\n{ranges}</table:database-ranges>\n" if ranges else ""
    yield "</office:spreadsheet></office:body></office:document-content>\n"


def _make_row_xml(sheet: WorkbookSheet, row_number: int, cells: list[Any], sheet_names: set[str]) -> str:
    """Return a row as XML; a sheet's name on the cover or the contents is a link to that sheet."""
    style = _choose_style_of_row(sheet, row_number, cells)
    kind = f' table:style-name="{style}"' if style else ""
    links = sheet_names if sheet.name in ("Cover", "Contents") else ()
    written = [_make_link_cell_xml(cell, kind) if cell in links else _make_cell_xml(cell, kind) for cell in cells]
    return f'\n<table:table-row table:style-name="row">{"".join(written)}</table:table-row>'


def _make_cell_xml(cell: Any, style_attribute: str) -> str:
    """Return a cell as XML, a number as a number."""
    if isinstance(cell, str):
        return _make_text_cell_xml(cell, style_attribute)
    number = _convert_cell_to_text(cell)
    style_attribute = f'{style_attribute} office:value-type="float" office:value="{number}"'
    return f"<table:table-cell{style_attribute}><text:p>{number}</text:p></table:table-cell>"


@lru_cache(maxsize=10_000)  # most words stand in many rows
def _make_text_cell_xml(text: str, style_attribute: str) -> str:
    if not text:
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{LOST_SPACES.sub(_make_spaces_xml, escape(line))}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell{style_attribute} office:value-type="string">{lines}</table:table-cell>'


def _make_link_cell_xml(sheet_name: str, style_attribute: str) -> str:
    """Return as XML a cell that links to the sheet that it names."""
    address = quoteattr(f"#{_quote_sheet_name(sheet_name)}.A1")
    link = f'<text:a xlink:type="simple" xlink:href={address}>{escape(sheet_name)}</text:a>'
    return f'<table:table-cell{style_attribute} office:value-type="string"><text:p>{link}</text:p></table:table-cell>'


def _choose_style_of_row(sheet: WorkbookSheet, row_number: int, cells: list[Any]) -> str:
    """Return the style of a row's cells; empty where it is that of the columns, in which text wraps."""
    if row_number == 0:
        return "title"
    if sheet.table:
        return "plain" if row_number < sheet.header else "header" if row_number == sheet.header else ""
    return "heading" if COVER_HEADINGS & set(cells) else ""


def _make_table_range_xml(sheet: WorkbookSheet) -> str:
    """Return as XML the range of a sheet's table, whose first row is its header."""
    name = _quote_sheet_name(sheet.name)
    last = f"{_convert_column_number_to_letters(len(sheet.rows[0]))}{len(sheet.rows)}"
    address = quoteattr(f"{name}.A{sheet.header + 1}:{name}.{last}")
    return (
        f"<table:database-range table:name={quoteattr(sheet.table)} table:target-range-address={address} "
        'table:contains-header="true" table:display-filter-buttons="false"/>\n'
    )


def _make_print_range(sheet: WorkbookSheet) -> str:
    """Return as an attribute what a print of a sheet has: its first rows, where it has a long table."""
    if len(sheet.rows) - sheet.header <= PRINTED_ROWS + 1 or not sheet.table:
        return ""
    name = _quote_sheet_name(sheet.name)
    last = f"{_convert_column_number_to_letters(len(sheet.rows[0]))}{sheet.header + 1 + PRINTED_ROWS}"
    return f" table:print-ranges={quoteattr(f'{name}.A1:{name}.{last}')}"


def _convert_column_number_to_letters(column_number: int) -> str:
    """Return the letters of a column, counted from 1, as spreadsheets write them: A, …, Z, AA."""
    before, letter = divmod(column_number - 1, 26)
    return (_convert_column_number_to_letters(before) if before else "") + chr(ord("A") + letter)


def _quote_sheet_name(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _make_spaces_xml(spaces: re.Match[str]) -> str:
    return f'<text:s text:c="{len(spaces[0])}"/>'


def _convert_cell_to_text(cell: Any) -> str:
    """Return a cell as text: a number with all its digits, and no decimal point where it is whole."""
    return repr(cell).removesuffix(".0") if isinstance(cell, float) else str(cell)
