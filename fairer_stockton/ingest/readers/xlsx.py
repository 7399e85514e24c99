"""An xlsx workbook made safe for the library that reads it, which believes what a file says of its own size.

The library ends the whole process at a cell far from the rest or a false count of texts, and takes an error, or a
formula that no program has calculated, for a blank. So the parts are unpacked here, within bounds, and put together
anew: false counts are gone, sheets too wide or long are refused, errors and uncalculated formulas have become text.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree import ElementTree

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.extents import find_last_row_and_column, refuse_too_large_sheets
from fairer_stockton.ingest.readers.grid import UNCALCULATED
from fairer_stockton.ingest.readers.percentages import find_percent_styles, write_xlsx_percentages_as_text
from fairer_stockton.ingest.readers.unpacking import MEGABYTE, make_refusal_of_large_file, read_zip_members

WORKBOOK, _TEXTS, _STYLES = "xl/workbook.xml", "xl/sharedstrings.xml", "xl/styles.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_FRAME = re.compile(r"_rels/\.rels|xl/(_rels/)?[^/]+\.(xml|rels)")  # what all sheets share
_COUNTS = re.compile(rb"""\s(?:uniqueCount|count)\s*=\s*(?:"[^"]*"|'[^']*')""")
_ERROR = re.compile(rb"""(<(?:\w+:)?c\b[^>]*?\st\s*=\s*)(["'])e\2""")
_FORMULA_CELL = re.compile(  # a formula and, behind it, a value or none
    rb"<(?P<prefix>(?:\w+:)?)c\b(?P<attributes>[^>]*)>\s*<(?P=prefix)f\b(?:[^>]*/>|[^>]*>[^<]*</(?P=prefix)f>)\s*"
    rb"(?P<value><(?P=prefix)v\b[^>]*/>|<(?P=prefix)v\b[^>]*>(?P<text>[^<]*)</(?P=prefix)v>)?\s*</(?P=prefix)c>"
)
_TYPE = re.compile(rb"""\st\s*=\s*["'](\w*)["']""")
_COLUMN = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)""")
_NEVER_OPENED = re.compile(rb"""\sfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")
_TEXT_CELL = re.compile(rb"""\st=["']s["'][^>]*>\s*<(?:\w+:)?v>(\d+)""")


def rebuild_xlsx(archive: zipfile.ZipFile, extract: Extract, file_label: str) -> bytes:
    """Put an xlsx together anew from the parts that hold cells: all sheets', or those of the wanted one."""
    names = {name.lower(): name for name in archive.namelist()}
    lists = read_zip_members(archive, [names[WORKBOOK], names[_RELATIONS]], extract, file_label)
    sheets = {name: part for name, part in _list_sheet_names_and_parts(lists, names) if extract.sheet in ("", name)}
    frame = [name for low, name in names.items() if _FRAME.fullmatch(low)]
    parts = read_zip_members(archive, [*frame, *set(sheets.values())], extract, file_label)
    if texts := names.get(_TEXTS, ""):
        parts[texts] = _COUNTS.sub(b"", parts[texts][:2000]) + parts[texts][2000:]
    for name, part in sheets.items():
        refuse_too_large_sheets([(name, *find_last_row_and_column(parts[part]))], extract, file_label)
        _refuse_too_much_repeated_text(parts[part], parts.get(texts, b""), extract, file_label)
    never_opened = bool(_NEVER_OPENED.search(lists[names[WORKBOOK]]))
    shows_percent = any(column.kind == "percent" for column in extract.columns) and _STYLES in names
    styles = find_percent_styles(parts[names[_STYLES]]) if shows_percent else frozenset()
    for part in set(sheets.values()):
        parts[part] = write_xlsx_percentages_as_text(
            _mark_errors_and_uncalculated_cells(parts[part], never_opened=never_opened), styles
        )
    return _zip_without_compression(parts)


def _list_sheet_names_and_parts(
    index_parts: dict[str, bytes], names_by_lower_case: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield each sheet's name and the part that holds it; a sheet of charts has none."""
    targets = {
        relation.get("Id"): relation
        for relation in ElementTree.fromstring(index_parts[names_by_lower_case[_RELATIONS]])
    }
    for element in ElementTree.fromstring(index_parts[names_by_lower_case[WORKBOOK]]).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            identity = next((text for key, text in element.items() if key.endswith("}id")), None)
            relation = targets.get(identity)
            if relation is not None and relation.get("Type", "").endswith("/worksheet"):
                path = str(PurePosixPath("xl") / relation.get("Target", "")).lstrip("/").lower()
                if path in names_by_lower_case:
                    yield element.get("name", ""), names_by_lower_case[path]


def _mark_errors_and_uncalculated_cells(sheet_xml: bytes, *, never_opened: bool) -> bytes:
    """Turn errors and formulas without a value into text, which the reading library hands on."""
    if b'"e"' in sheet_xml or b"'e'" in sheet_xml:
        sheet_xml = _ERROR.sub(rb"\1\2str\2", sheet_xml)
    if b"<f" not in sheet_xml and b":f" not in sheet_xml:
        return sheet_xml
    placeholders = _find_placeholder_columns(sheet_xml) if never_opened else frozenset()
    return _FORMULA_CELL.sub(lambda cell: _mark_uncalculated_cell(cell, placeholders), sheet_xml)


def _mark_uncalculated_cell(cell: re.Match[bytes], placeholder_columns: frozenset[bytes]) -> bytes:
    kind = _TYPE.search(cell["attributes"])
    is_text = kind is not None and kind[1] == b"str"
    is_calculated = bool((cell["text"] or b"").strip()) or (is_text and cell["value"] is not None)
    if is_calculated and not (cell["text"] == b"0" and _read_column_letters(cell) in placeholder_columns):
        return cell[0]
    prefix, attributes = cell["prefix"], _TYPE.sub(b"", cell["attributes"])
    text = UNCALCULATED.encode()
    return b'<%bc%b t="str"><%bv>%b</%bv></%bc>' % (prefix, attributes, prefix, text, prefix, prefix)


def _find_placeholder_columns(sheet_xml: bytes) -> frozenset[bytes]:
    """Return the columns whose formulas all have the value 0, in a workbook that no spreadsheet program has saved yet.

    Programs that write workbooks put 0 for what they cannot calculate, and ask for it to be done when it is opened.
    """
    columns = Counter(
        (_read_column_letters(cell), cell["text"] in (b"0", b"", None)) for cell in _FORMULA_CELL.finditer(sheet_xml)
    )
    return frozenset(column for column, empty in columns if empty and not columns[column, False])


def _read_column_letters(cell: re.Match[bytes]) -> bytes:
    reference = _COLUMN.search(cell["attributes"])
    return reference[1] if reference else b""


def _refuse_too_much_repeated_text(sheet_xml: bytes, shared_texts: bytes, extract: Extract, file_label: str) -> None:
    """Refuse a sheet whose cells repeat shared texts until they are more than the source allows."""
    lengths = [len(text) for text in shared_texts.split(b"</si>")]
    limit = extract.largest_mb * MEGABYTE
    if max(lengths) * sheet_xml.count(b"v>") <= limit:
        return
    if sum(lengths[min(int(text_number), len(lengths) - 1)] for text_number in _TEXT_CELL.findall(sheet_xml)) > limit:
        raise make_refusal_of_large_file(extract, file_label)


def _zip_without_compression(parts: dict[str, bytes]) -> bytes:
    rebuilt = io.BytesIO()
    with zipfile.ZipFile(rebuilt, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return rebuilt.getvalue()
