"""The search for canaries: every form in which a cell of one could be written, in every byte of every file."""

import gzip
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from fairer_stockton.definitions.units import UNITS, write_with_unit
from fairer_stockton.report.words.figures import write_value_with_unit
from tests.pipeline.canaries.rows import CANARIES, EVERY, MARK, Row, canaries_of

DIGITS = 7  # that a number needs to be told from all others
ENDS = re.compile(r'[<>"\n]+')  # of a piece of text, across which no form stands


def telling(cell: str) -> bool:
    """Say whether a cell could be nobody else's: a marked word, a long number, or a day."""
    return MARK in cell.lower() or (len(re.sub(r"\D", "", cell)) >= DIGITS and not re.fullmatch(r"[EW]\d{8}", cell))


def forms(cell: str) -> set[str]:
    """Give every way in which the report could write a cell, in small letters, roundings to few figures left out."""
    found = {cell.lower()}
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        day = date.fromisoformat(cell)
        month = f"{day:%B}".lower()
        found |= {f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day.day} {month} {day.year}"}
    elif re.fullmatch(r"\d+(\.\d+)?", cell):
        value = float(cell)
        written = [f"{value:.12g}", f"{value:.7g}", f"{value:.6f}", f"{value:,}"]
        written += [how(value, unit) for unit in UNITS for how in (write_with_unit, write_value_with_unit)]
        numbers = {match[0] for text in written if (match := re.search(r"\d[\d,]*(\.\d+)?", text))}
        numbers |= {number.replace(",", mark) for number in numbers for mark in ("", " ", "\N{NO-BREAK SPACE}")}
        found |= {number for number in numbers if len(re.sub(r"\D", "", number)) >= DIGITS}
    return found


def tokens_of(rows: Iterable[Row]) -> set[str]:
    return {cell for row in rows for cell in row.values() if telling(cell)}


def patterns(tokens: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """Give each form and how it stands alone: a figure that is not part of a longer one, though `.0` may follow."""
    written = {form for token in tokens for form in forms(token)}
    assert not any(map(ENDS.search, written))
    return {form: re.compile(rf"(?<![\d.]){re.escape(form)}(?!\d|\.\d*[1-9])") for form in written}


TOKENS = tokens_of(row for source, extract in EVERY for row in canaries_of(source, extract))
PATTERNS = patterns(TOKENS)
PLACE = re.compile(rf"(?:{'|'.join(CANARIES)})_[\d-]+\.(?:csv|xlsx)\S* row \d")  # of one row of an extract


def found_in(text: str, wanted: dict[str, re.Pattern[str]] = PATTERNS) -> set[str]:
    small = "\n".join(set(ENDS.split(text.lower())))  # each piece once: most of a page of cells is said again and again
    return {form for form, alone in wanted.items() if form in small and alone.search(small)}


def leaves(content: bytes, name: str) -> Iterator[tuple[str, str]]:
    """Give the text of a file, or of every member of an archive, however deep; fail where there is none."""
    if content.startswith(b"\x1f\x8b"):
        yield from leaves(gzip.decompress(content), f"{name} › unpacked")
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield f"{name} › {member}", member
                yield from leaves(archive.read(member), f"{name} › {member}")
    elif content.startswith(b"%PDF"):
        yield name, pdf_text(content)
    elif content.startswith(b"PAR1"):
        yield name, parquet_text(content)
    elif content.startswith(b"\x89PNG"):  # a chart of a paper, whose words are searched in the SVG that it is made of
        assert not re.search(rb"tEXt|iTXt|zTXt", content), f"{name} holds words beside the picture"
    else:
        text = content.decode("utf-8")
        assert "base64," not in text, f"{name} holds what cannot be searched"
        yield name, text


def pdf_text(content: bytes) -> str:
    """Give the words on the pages of a PDF, those in its pictures too, and what it says of itself."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content))
    said = [*(reader.metadata or {}).values(), *(page.extract_text() for page in reader.pages)]
    return "\n".join(map(str, said))


def parquet_text(content: bytes) -> str:
    """Give every cell of a parquet file, and what it says of itself and of its columns."""
    from pyarrow import csv, parquet

    table, cells = parquet.read_table(io.BytesIO(content)), io.BytesIO()
    csv.write_csv(table, cells)
    said = table.schema.to_string(truncate_metadata=False)
    return f"{said}\n{cells.getvalue().decode('utf-8')}"


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def search(folder: Path) -> list[str]:
    """Search every byte and every name of the files in a folder."""
    hits = []
    for path in files_in(folder):
        for where, text in ((path.name, path.name), *leaves(path.read_bytes(), path.name)):
            hits += [f"{where}: {form}" for form in sorted(found_in(text))]
            hits += [f"{where}: {match[0]}" for match in PLACE.finditer(text)]
    return hits
