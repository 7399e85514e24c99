"""One generated extract, and the bytes of its container: CSV, zip, and the provenance file beside it."""

import csv
import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
import xlsxwriter

SEED = 2026
NOTE = (
    "Invented values in the publisher's layout, generated so that the project runs offline. Area codes are real; "
    "every figure, every shape, and which ward an area belongs to is invented. Not for publication."
)
# The first moment that a zip file can hold: a fixed date keeps the bytes the same in every run.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class GeneratedExtract:
    """One file of a source for a period; `published_as` is the publisher's name where the stored one differs."""

    source: str
    period: str
    stored: str
    content: bytes
    published_as: str = ""


def make_provenance_file(extracts: Sequence[GeneratedExtract]) -> tuple[str, bytes]:
    """Return the name and bytes of the provenance file for the extracts of one folder."""
    files = [
        {
            "name": extract.published_as or extract.stored,
            "stored": extract.stored,
            "sha256": hashlib.sha256(extract.content).hexdigest(),
        }
        for extract in sorted(extracts, key=lambda extract: extract.stored)
    ]
    sheet = {"synthetic": True, "generator": "fairer_stockton.sample", "seed": SEED, "note": NOTE, "files": files}
    return "provenance.json", (json.dumps(sheet, indent=2, sort_keys=True) + "\n").encode()


def csv_bytes(rows: Iterable[Sequence[object]], *, with_byte_order_mark: bool = False, newline: str = "\n") -> bytes:
    """Write rows as UTF-8 CSV, quoted only where needed, as most publishers do."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=newline).writerows(rows)
    return text.getvalue().encode("utf-8-sig" if with_byte_order_mark else "utf-8")


def make_uncompressed_zip(members: Mapping[str, bytes]) -> bytes:
    """Pack members without compression: compressed bytes differ between builds of zlib, stored bytes do not."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.create_system = 0
            archive.writestr(member, content)
    return packed.getvalue()


def gzip_bytes(content: bytes) -> bytes:
    """Pack one file with pyarrow's own deflate, which the lock file fixes; Python's depends on how it was built."""
    return bytes(pa.compress(content, codec="gzip", asbytes=True))


def make_compressed_zip(members: Mapping[str, bytes]) -> bytes:
    """Pack members compressed: what `gzip_bytes` makes, without its head (10 bytes) and tail (8)."""
    packed, directory = b"", b""
    for name, content in members.items():
        body, label = gzip_bytes(content)[10:-8], name.encode()
        # Deflated (8), at midnight (0) of 1 January 1980 (33).
        facts = struct.pack("<4H3L2H", 0, 8, 0, 33, zlib.crc32(content), len(body), len(content), len(label), 0)
        entry = struct.pack("<4s2H", b"PK\1\2", 20, 20) + facts + struct.pack("<3H2L", 0, 0, 0, 0, len(packed))
        directory += entry + label
        packed += struct.pack("<4sH", b"PK\3\4", 20) + facts + label + body
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(packed), 0)
    return packed + directory + end


def workbook_bytes(sheets: Mapping[str, Iterable[Sequence[object]]]) -> bytes:
    """Write sheets as a compressed .xlsx; an empty cell is left out."""
    book_bytes = io.BytesIO()
    with xlsxwriter.Workbook(book_bytes, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": "Generated sample", "created": datetime(2026, 1, 1, tzinfo=UTC)})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row_number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value != "":
                        sheet.write(row_number, column, value)
    with zipfile.ZipFile(book_bytes) as packed:
        return make_compressed_zip({member: packed.read(member) for member in packed.namelist()})
