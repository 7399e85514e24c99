"""An OpenDocument spreadsheet made safe for the library that reads it.

The library makes every repeated cell, however many; takes an error for a blank or, as older programs write it, for 0;
and a formula that no program has calculated for a blank. So sheets that would be too wide or long are refused, and
errors and uncalculated formulas become text.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.extents import refuse_too_large_sheets
from fairer_stockton.ingest.readers.grid import ERROR_CELL, UNCALCULATED
from fairer_stockton.ingest.readers.percentages import write_ods_percentages_as_text
from fairer_stockton.ingest.readers.unpacking import MEGABYTE, make_refusal_of_large_file, read_zip_members

CONTENT = "content.xml"
_ATTRIBUTES = rb"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*"""
_TAG = re.compile(rb"<table:(table|table-row|(?:covered-)?table-cell)(?=[\s/>])(" + _ATTRIBUTES + rb")>")
_FORMULA_CELL = re.compile(
    rb"<table:(?P<tag>(?:covered-)?table-cell)(?=\s[^>]*\btable:formula)(?P<attributes>\s" + _ATTRIBUTES + rb")"
    rb"(?:(?<=/)>|(?<!/)>(?P<inside>.*?)</table:(?P=tag)>)",
    re.DOTALL,
)
_NAME = re.compile(rb"""\stable:name\s*=\s*["']([^"']*)""")
_REPEATED = re.compile(rb"""\stable:number-(?:rows|columns)-repeated\s*=\s*["'](\d+)["']""")
_VALUE = re.compile(rb"\soffice:(?:[a-z]+-)?value\s*=")
_NOTE = re.compile(rb"<office:annotation\b.*?</office:annotation>", re.DOTALL)
_MARKUP = re.compile(rb"<[^>]*>")
_ERROR_TYPE = re.compile(rb"""\scalcext:value-type\s*=\s*["']error["']""")
_ERROR = re.compile(ERROR_CELL.encode())


class _TableExtent(NamedTuple):
    """A table: its last row and column that hold anything, and how many bytes its cells are with every repeat."""

    name: str
    rows: int
    columns: int
    written: int


def rebuild_ods(archive: zipfile.ZipFile, extract: Extract, file_label: str) -> bytes:
    """Put a spreadsheet together anew from the parts that hold cells."""
    names = [name for name in archive.namelist() if name in ("mimetype", CONTENT, "META-INF/manifest.xml")]
    parts = read_zip_members(archive, names, extract, file_label)
    expat.ParserCreate().Parse(parts[CONTENT], True)  # the library never comes to the end of what is cut short
    tables = list(_find_extents_of_tables(parts[CONTENT]))
    refuse_too_large_sheets(((table.name, table.rows, table.columns) for table in tables), extract, file_label)
    if sum(table.written for table in tables) > extract.largest_mb * MEGABYTE:
        raise make_refusal_of_large_file(extract, file_label)
    if b"table:formula" in parts[CONTENT]:
        parts[CONTENT] = _FORMULA_CELL.sub(_mark_failed_or_uncalculated_cell, parts[CONTENT])
    if any(column.kind == "percent" for column in extract.columns):
        parts[CONTENT] = write_ods_percentages_as_text(parts[CONTENT])
    rebuilt = io.BytesIO()
    with zipfile.ZipFile(rebuilt, "w") as whole:
        for name, part in parts.items():
            whole.writestr(name, part)
    return rebuilt.getvalue()


def _find_extents_of_tables(content_xml: bytes) -> Iterator[_TableExtent]:
    """Yield each table, with its repeats written out."""
    name, row, repeats, column, last_row, last_column = "", 0, 0, 0, 0, 0
    written, copies, end = 0, 0, 0
    for tag in _TAG.finditer(content_xml):
        kind, attributes = tag.groups()
        times = int(repeated[1]) if b"-rep" in attributes and (repeated := _REPEATED.search(attributes)) else 1
        written, copies = written + copies * (tag.start() - end), 0
        if kind == b"table":
            yield _TableExtent(name, last_row, last_column, written)
            title = _NAME.search(attributes)
            name, row, repeats, last_row, last_column = title[1].decode() if title else "", 0, 0, 0, 0
            written = 0
        elif kind == b"table-row":
            row, repeats, column = row + repeats, times, 0
        else:
            column += times
            if not attributes.endswith(b"/") or b"office:" in attributes or b"table:formula" in attributes:
                last_row, last_column = row + repeats, max(last_column, column)
                copies, end = times * repeats, tag.start()
    yield _TableExtent(
        name, last_row, last_column, written + copies * (content_xml.find(b"</table:table-row", end) - end)
    )


def _mark_failed_or_uncalculated_cell(cell: re.Match[bytes]) -> bytes:
    """Turn a formula's cell into text where it has failed or has no value."""
    attributes, inside = cell["attributes"], cell["inside"] or b""
    if b"table:formula" not in attributes:
        return cell[0]
    text = _MARKUP.sub(b"", _NOTE.sub(b"", inside)).strip()
    has_failed = _ERROR.match(text) or _ERROR_TYPE.search(attributes)
    if not has_failed and (text or _VALUE.search(attributes)):
        return cell[0]
    repeated = _REPEATED.search(attributes)
    return b'<table:table-cell%b office:value-type="string"><text:p>%b</text:p></table:table-cell>' % (
        repeated[0] if repeated else b"",
        (text or b"#VALUE!") if has_failed else UNCALCULATED.encode(),
    )
