"""Bytes to text: UTF-8, UTF-16 with and without its mark, and Windows-1252; whatever else is refused in words."""

import re

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.grid import describe_remedy
from fairer_stockton.run.errors import InputError

# What the first bytes of files that are no text say they are.
_OTHER_FORMS = {
    b"PK\x03\x04": "a workbook or another zip file",
    b"PAR1": "a parquet file",
    b"\x1f\x8b": "a gzip file",
    b"\xd0\xcf\x11\xe0": "a workbook of the old form (.xls)",
    b"%PDF": "a PDF document",
}
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
# Bytes that are one sign in UTF-8 (£, é, ’) and two or three of no meaning in Windows-1252.
_SIGN_OF_UTF_8 = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2\x80[\x80-\xbf]")
_LOOKED_AT = 4096


def decode_text(content: bytes, extract: Extract, file_label: str) -> str:
    """Return the text of a file.

    Raises:
        InputError: it is not text, or text in two encodings.
    """
    for start, form in _OTHER_FORMS.items():
        if content.startswith(start):
            raise InputError(
                file_label, f"{form}, not text", "a table as text", describe_remedy(extract, "save it as CSV UTF-8")
            )
    text = _decode_with_likely_encoding(content, extract, file_label)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise InputError(
            file_label, "a character of no meaning (NUL)", "text throughout", describe_remedy(extract), line
        )
    return text


def _decode_with_likely_encoding(content: bytes, extract: Extract, file_label: str) -> str:
    encoding = next(
        (name for mark, name in _MARKS.items() if content.startswith(mark)), ""
    ) or _guess_encoding_without_byte_order_mark(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as damage:
        if encoding.startswith("utf-16"):
            raise InputError(
                file_label, f"damaged UTF-16 ({damage.reason})", "whole text", describe_remedy(extract)
            ) from None
        return _decode_as_windows_1252(content, damage.start, extract, file_label)


def _guess_encoding_without_byte_order_mark(content: bytes) -> str:
    """Recognise UTF-16 without its mark by the empty half of nearly every character."""
    beginning = content[:_LOOKED_AT]
    half = len(beginning) // 2
    first, second = beginning[0::2].count(0), beginning[1::2].count(0)
    if half and max(first, second) > 0.4 * half and min(first, second) < 0.1 * half:
        return "utf-16-le" if second > first else "utf-16-be"
    return "utf-8"


def _decode_as_windows_1252(content: bytes, first_wrong_byte: int, extract: Extract, file_label: str) -> str:
    """Decode what is not UTF-8 from byte `first_wrong_byte` on, as Windows-1252 if it is that from end to end."""
    encodings = "UTF-8, UTF-16 or Windows-1252"
    correction = describe_remedy(extract, "save it as CSV UTF-8")
    if _SIGN_OF_UTF_8.search(content):
        line = content.count(b"\n", 0, first_wrong_byte) + 1
        raise InputError(
            file_label, "text that is UTF-8 elsewhere and not in this row", "one encoding", correction, line
        )
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise InputError(file_label, "bytes that are not text", encodings, correction) from None
