"""Figures that a workbook shows as percentages: 0.25 shown as 25% becomes the text 25%, which says what is meant.

A column of percentages that holds 25 without the sign, and one that holds 0.25 shown as 25%, are then read alike.
"""

import re
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

_BUILT_IN = {"9", "10"}  # the numbers of 0% and 0.00%, which every workbook has
_STYLED_CELL = re.compile(
    rb"""(?P<start><(?:\w+:)?c\b[^>]*)\ss\s*=\s*["'](?P<style>\d+)["'](?P<rest>[^>]*>(?:\s*<(?:\w+:)?f\b[^>]*/>|"""
    rb"""\s*<(?:\w+:)?f\b[^>]*>[^<]*</(?:\w+:)?f>)?\s*<(?:\w+:)?v>)(?P<value>[^<]*)"""
)
_TYPED = re.compile(rb"""\st\s*=\s*["'](?!n["'])""")
_PERCENTAGE_CELL = re.compile(
    rb"""<table:(?P<tag>(?:covered-)?table-cell)(?P<attributes>(?=[^>]*\soffice:value-type\s*=\s*["']percentage["'])"""
    rb"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*)(?:(?<=/)>|(?<!/)>.*?</table:(?P=tag)>)""",
    re.DOTALL,
)
_VALUE = re.compile(rb"""\soffice:value\s*=\s*["']([^"']*)["']""")
_REPEATED = re.compile(rb"""\stable:number-columns-repeated\s*=\s*["']\d+["']""")


def find_percent_styles(styles_xml: bytes) -> frozenset[bytes]:
    """Return the numbers of an xlsx workbook's styles that show a figure as a percentage."""
    formats, used = set(_BUILT_IN), []
    for element in ElementTree.fromstring(styles_xml):
        tag = element.tag.rpartition("}")[2]
        if tag == "numFmts":
            formats |= {entry.get("numFmtId", "") for entry in element if _shows_percent(entry.get("formatCode", ""))}
        elif tag == "cellXfs":
            used = [entry.get("numFmtId") for entry in element]
    return frozenset(str(position).encode() for position, number in enumerate(used) if number in formats)


def write_xlsx_percentages_as_text(sheet_xml: bytes, percent_styles: frozenset[bytes]) -> bytes:
    """Write the figures of an xlsx sheet that have one of these styles as texts with their sign."""

    def written(cell: re.Match[bytes]) -> bytes:
        text = _convert_to_percent_text(cell["value"])
        if cell["style"] not in percent_styles or text is None or _TYPED.search(cell["start"] + b" " + cell["rest"]):
            return cell[0]
        return cell["start"] + b' t="str"' + re.sub(rb"""\st\s*=\s*["']n["']""", b"", cell["rest"]) + text

    return _STYLED_CELL.sub(written, sheet_xml) if percent_styles else sheet_xml


def write_ods_percentages_as_text(content_xml: bytes) -> bytes:
    """Write the figures of an OpenDocument spreadsheet that are percentages as texts with their sign."""

    def written(cell: re.Match[bytes]) -> bytes:
        value, repeated = _VALUE.search(cell["attributes"]), _REPEATED.search(cell["attributes"])
        text = _convert_to_percent_text(value[1]) if value else None
        start = b"<table:table-cell" + (repeated[0] if repeated else b"") + b' office:value-type="string"><text:p>'
        return cell[0] if text is None else start + text + b"</text:p></table:table-cell>"

    return _PERCENTAGE_CELL.sub(written, content_xml)


def _shows_percent(number_format: str) -> bool:
    """Look for the sign outside quoted words and escaped characters."""
    return "%" in re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format)


def _convert_to_percent_text(value: bytes) -> bytes | None:
    try:
        return f"{Decimal(value.decode().strip()) * 100:f}%".encode()
    except (InvalidOperation, UnicodeDecodeError):
        return None
