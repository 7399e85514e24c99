"""Whatever comes, a reader returns a table or refuses in words: 1,000 damaged files of every form, from one seed."""

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from fairer_stockton.definitions.sources import Column, Extract
from fairer_stockton.ingest.extracts import read_extract
from fairer_stockton.ingest.identifiers import refuse_personal_identifiers
from fairer_stockton.run.errors import InputError
from fairer_stockton.supply.stage import SUFFIXES

CASES = 1000
COLUMNS = (
    Column("code", "Area code", "text"),
    Column("seen", "Seen", "date"),
    Column("met", "Met", "date_within_period"),
    Column("homes", "Homes", "count"),
    Column("score", "Score", "number"),
    Column("share", "Share", "percent"),
)
HEADINGS = [column.header for column in COLUMNS]
ROWS = [[f"E0100000{day}", date(2024, 5, day), date(2024, 6, day), 1000 * day, 0.5 * day, 2.5] for day in range(1, 8)]
TABLE = [HEADINGS, *([str(cell) for cell in row] for row in ROWS)]
# What stands in files that were damaged or written by other programs.
PIECES = (
    b'"',
    b'""',
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\n\n\n",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"0,812",
    b"1,234",
    b"1.5",
    b"1e999",
    b"-",
    b"NaN",
    b"#N/A",
    b"45415",
    b"9" * 400,
    b"[" * 2000,
    b"PK\x03\x04",
    b"<html>",
    "\u0661\u202f".encode(),
)
Damage = Callable[[random.Random, bytes, bytes], bytes]


def text(separator: str) -> bytes:
    rows = [[*row, f'"of a line{separator}\nand a ""half"""'] for row in TABLE]
    return "".join(separator.join(row) + "\r\n" for row in rows).encode()


def xlsx() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Table")
        for place, row in enumerate([HEADINGS, *ROWS]):
            sheet.write_row(place, 0, row)
        book.add_worksheet("Notes").write_row(0, 0, ["A note"])
    return buffer.getvalue()


def ods() -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    cells = [
        "".join(f"<table:table-cell office:value-type='string'><text:p>{c}</text:p></table:table-cell>" for c in row)
        for row in TABLE
    ]
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    body = f"<office:spreadsheet><table:table table:name='Table'>{rows}</table:table></office:spreadsheet>"
    names = " ".join(f"xmlns:{name}='{office}{name}:1.0'" for name in ("office", "table", "text"))
    content = f"<office:document-content {names}><office:body>{body}</office:body></office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = f"<manifest:file-entry manifest:full-path='/' manifest:media-type='{kind}'/>"
    manifest = f"<manifest:manifest xmlns:manifest='{office}manifest:1.0'>{entry}</manifest:manifest>"
    return zipped(mimetype=kind, **{"content.xml": content, "META-INF/manifest.xml": manifest})


def arrow() -> bytes:
    buffer = io.BytesIO()
    parquet.write_table(pa.table(dict(zip(HEADINGS, zip(*TABLE[1:], strict=True), strict=True))), buffer)
    return buffer.getvalue()


def geojson() -> bytes:
    geometry = {"type": "Point", "coordinates": [1, 2]}
    entries = [{"properties": dict(zip(HEADINGS, row, strict=True)), "geometry": geometry} for row in TABLE[1:]]
    return json.dumps({"features": entries}).encode()


def zipped(**members: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@cache
def whole_files() -> dict[str, bytes]:
    """Return a whole file of each form."""
    return {
        "table.csv": text(","),
        "table.tsv": text("\t"),
        "wide.csv": text(";").decode().encode("utf-16"),
        "table.xlsx": xlsx(),
        "table.ods": ods(),
        "table.parquet": arrow(),
        "table.geojson": geojson(),
        "table.csv.gz": gzip.compress(text(","), mtime=0),
        "table.zip": zipped(**{"inner.csv": text(",")}),
        "books.zip": zipped(**{"inner.xlsx": xlsx()}),
    }


def cut(draw: random.Random, content: bytes, _: bytes) -> bytes:
    return content[: draw.randrange(len(content))]


def lack(draw: random.Random, content: bytes, _: bytes) -> bytes:
    first = draw.randrange(len(content))
    return content[:first] + content[first + draw.randint(1, 60) :]


def repeat(draw: random.Random, content: bytes, _: bytes) -> bytes:
    first = draw.randrange(len(content))
    return content[:first] + content[first : first + draw.randint(1, 60)] * draw.randint(2, 30) + content[first:]


def flip(draw: random.Random, content: bytes, _: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.randint(1, 12)):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def insert(draw: random.Random, content: bytes, _: bytes) -> bytes:
    for _ in range(draw.randint(1, 4)):
        place = draw.randrange(len(content))
        content = content[:place] + draw.choice(PIECES) + content[place + draw.choice((0, 0, 5)) :]
    return content


def splice(draw: random.Random, content: bytes, other: bytes) -> bytes:
    return content[: draw.randrange(len(content))] + other[draw.randrange(len(other)) :]


def swap(_: random.Random, __: bytes, other: bytes) -> bytes:
    return other


def noise(draw: random.Random, _: bytes, __: bytes) -> bytes:
    return draw.randbytes(draw.randrange(400))


def inside(draw: random.Random, content: bytes, other: bytes) -> bytes:
    """Damage what is in an archive, so that the archive around it is whole."""
    if content.startswith(b"\x1f\x8b"):
        return gzip.compress(insert(draw, gzip.decompress(content), other), mtime=0)
    if not content.startswith(b"PK"):
        return insert(draw, content, other)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = draw.choice(sorted(members))
    damage = draw.choice((cut, lack, repeat, flip, insert, splice))
    return zipped(**members | {name: damage(draw, members[name] or b"?", other)})


DAMAGE: tuple[Damage, ...] = (cut, lack, repeat, flip, insert, splice, swap, noise, inside)


def outcome(path: Path, extract: Extract) -> str:
    """Return what is wrong with the way a file was read or refused; nothing where all is well."""
    try:
        if extract.name.endswith(SUFFIXES):  # as the council supplies them
            refuse_personal_identifiers(path, extract)
        table = read_extract(path, extract)
    except InputError as refusal:
        return "" if refusal.found and refusal.expected and refusal.remedy else f"an empty word in {refusal!r}"
    except BaseException as fault:  # a library's panic is no Exception
        return f"{type(fault).__name__}: {fault}"
    numbers = table["source_row"].to_pylist()
    whole = numbers and numbers == sorted(set(numbers)) and numbers[0] >= 1
    return "" if whole else f"rows {numbers}"


@pytest.mark.parametrize("name", whole_files())
def test_whole_file_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(whole_files()[name])
    table = read_extract(path, extract_of(name))
    assert table["homes"].to_pylist() == [row[3] for row in ROWS]


def extract_of(name: str) -> Extract:
    member = {"table.zip": "inner.csv", "books.zip": "inner.xlsx"}.get(name, "")
    return Extract(name, "2024-25", "", "", "extract", COLUMNS, name, member=member, supplied=True)


@pytest.mark.parametrize("name", whole_files())
def test_damaged_file_is_read_or_refused_in_words(tmp_path: Path, name: str) -> None:
    files = whole_files()
    draw = random.Random(f"20250401 {name}")
    wrong = []
    for case in range(CASES // len(files)):
        damage, other = DAMAGE[case % len(DAMAGE)], files[draw.choice(sorted(files))]
        path = tmp_path / f"{case}-{name}"
        path.write_bytes(damage(draw, files[name], other))
        if fault := outcome(path, extract_of(name)):
            wrong.append(f"{path.name} ({damage.__name__}): {fault[:300]}")
    assert wrong == []
