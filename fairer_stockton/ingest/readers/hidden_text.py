"""Words of a file beside its cells: comments, properties, text boxes, defined names, headers, links and formulas.

Nothing of it is ever read as data; it is searched for personal data, since people do not see what they hand on there.
"""

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.unpacking import open_zip, read_zip_members, unpack_name_and_content

_TEXT_PARTS = (".xml", ".rels", ".vml", ".txt")
_PLACES = {  # of a workbook's part, by its name; the first that fits
    "a comment": re.compile(r"comment|annotation", re.IGNORECASE),
    "a property": re.compile(r"docprops/|meta\.xml|customxml", re.IGNORECASE),
    "a text box, picture or chart": re.compile(r"drawing|chart|diagram|ctrlprop", re.IGNORECASE),
    "a copy of cells": re.compile(r"pivot|querytable|externallink|connection|revision", re.IGNORECASE),
    "a header, link or formula": re.compile(r"worksheets/|content\.xml|styles\.xml", re.IGNORECASE),
    "a defined name": re.compile(r"workbook\.xml", re.IGNORECASE),
}
_NEVER = re.compile(
    r"xl/(sharedStrings|styles|theme/.*|calcChain)\.xml|settings\.xml|xl/persons/.*|.*_rels/\.rels", re.IGNORECASE
)
_SPOKEN = "name|title|descr|tooltip|location|display|displayName|prompt|promptTitle|error|errorTitle|Target|alt|string"
_SPOKEN += "|table:name|table:title|table:formula|table:expression|xlink:href|v"
_ATTRIBUTE = re.compile(rf"""(?<=\s)({_SPOKEN})\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TAG = re.compile(r"<[^>]*>")
# Tags that stand within a sentence: a number may be set in several runs, each of another colour.
_RUN = re.compile(
    r"</?(?:\w+:)?(?:t|r|rPr|b|i|u|sz|color|rFont|family|scheme|charset|vertAlign|latin|ea|cs|solidFill|srgbClr|"
    r"schemeClr|span|s|font|a)(?:\s[^>]*)?/?>"
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z?")  # when a file was made or printed
_ANCHOR = re.compile(r"<(?:\w+:)?(col|colOff|row|rowOff)>-?\d+</(?:\w+:)?\1>")  # where a picture lies
_CELLS = re.compile(r"<(?:\w+:)?sheetData\b.*</(?:\w+:)?sheetData>", re.DOTALL)
_FORMULA = re.compile(r"<(?:\w+:)?f\b[^>]*>([^<]+)<")
_ODS_CONTENT = "content.xml"
_ODS_BESIDE = re.compile(
    r"<(office:annotation|draw:[\w-]+|table:content-validation)\b(?:[^>]*/>|[^>]*>.*?</\1>)", re.DOTALL
)


def read_hidden_text(path: Path, extract: Extract, file_label: str) -> Iterator[tuple[str, str]]:
    """Yield each piece of text beside a file's cells, with the part of the file that holds it; some forms have none.

    Raises:
        InputError: the file is damaged, or larger than its source allows.
    """
    _, content = unpack_name_and_content(path, extract, file_label)
    if content.startswith(b"PAR1"):
        yield from _read_parquet_properties(content)
    if content.startswith(b"PK"):
        with open_zip(content, extract, file_label, "workbook") as archive:
            yield "a property", archive.comment.decode("utf-8", errors="replace")
            yield from _read_workbook_parts(archive, extract, file_label)


def _read_parquet_properties(content: bytes) -> Iterator[tuple[str, str]]:
    import pyarrow as pa
    from pyarrow import parquet

    schema = parquet.read_schema(pa.BufferReader(content))
    for facts in (schema.metadata, *(field.metadata for field in schema)):
        for key, fact in (facts or {}).items():
            yield "a property", f"{key.decode(errors='replace')}: {fact.decode(errors='replace')}"


def _read_workbook_parts(archive: zipfile.ZipFile, extract: Extract, file_label: str) -> Iterator[tuple[str, str]]:
    names = [name for name in archive.namelist() if name.lower().endswith(_TEXT_PARTS) and not _NEVER.fullmatch(name)]
    for name, part in read_zip_members(archive, names, extract, file_label).items():
        stands_in = next((words for words, form in _PLACES.items() if form.search(name)), "a part beside the sheets")
        encoding = "utf-16" if part.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
        for text in list_texts_beside_cells(name, part.decode(encoding, errors="replace")):
            yield stands_in, text


def list_texts_beside_cells(part_name: str, xml: str) -> Iterator[str]:
    """Yield the texts of a workbook's part that are no cells: each sentence whole, and what attributes say."""
    if part_name == _ODS_CONTENT:
        attributes, xml = xml, " ".join(match[0] for match in _ODS_BESIDE.finditer(xml))
    else:
        cells = _CELLS.search(xml)
        formulas = _FORMULA.findall(cells[0]) if cells else []
        xml = _CELLS.sub("", xml) + "".join(f"<f>{formula}</f>" for formula in formulas)
        attributes = xml
    sentences = _TAG.split(_RUN.sub("", _ANCHOR.sub("", xml)))
    spoken = (match[2] or match[3] or "" for match in _ATTRIBUTE.finditer(attributes))
    for text in dict.fromkeys((*sentences, *spoken)):
        if words := _MOMENT.sub("", html.unescape(text)).strip():
            yield words
