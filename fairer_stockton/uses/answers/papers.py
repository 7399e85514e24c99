"""Papers: the paragraphs of an officer's document, from Word, Markdown or plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.run.errors import InputError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

WORD_FILE = ".docx"
TEXT_FILES = (".md", ".txt")
HEADING = re.compile(r"^#{1,6}\s")
HEADING_LINE = re.compile(r"^(#{1,6}\s.*)$", re.MULTILINE)
MARKS_OF_MARKDOWN = re.compile(r"^\s*(?:[-*+>]\s+|#{1,6}\s+)|\*\*|__|`")
BOXES, DELETED = ("w:txbxContent",), ("w:del", "w:moveFrom")
UNREAD_PARTS = {
    "header": "header",
    "footer": "footer",
    "footnotes": "part with footnotes",
    "endnotes": "part with endnotes",
}
REMEDY = "save the paper as .docx, .md or .txt"
TABLE_ROW = re.compile(r"\S(?:\t| {3,}|\s*\|\s*)\S")
RULE_OF_TABLE = re.compile(r"\|?[\s:|-]*-[\s:|-]*")
ORDINAL = re.compile(r"\b(?:second|third|middle|fourth|deprived)\b", re.IGNORECASE)
LARGEST = 50_000_000  # bytes of a paper: more is no paper


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: where it is in its paragraph, and what the headings of its row and column say."""

    start: int
    end: int
    headings: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a paper; `part` is what it is made of in a Word file, for marks to be put into."""

    text: str
    is_heading: bool = False
    part: Any = None
    cells: tuple[Cell, ...] = ()  # of a row of a table


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its paragraphs, and the Word file that they are of, where they are of one."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    word_file: "Document | None" = None
    unread: tuple[str, ...] = ()  # parts of it that were not read, such as text boxes


def read_paper(path: Path) -> Paper:
    """Read a paper.

    Raises:
        InputError: it is not there, is of another kind, or cannot be read.
    """
    if not path.is_file():
        raise InputError(str(path), "no such file", "a paper as .docx, .md or .txt", "check the name")
    if path.stat().st_size > LARGEST:
        raise InputError(str(path), "a file past 50 MB", "a paper as .docx, .md or .txt", REMEDY)
    if path.suffix.lower() == WORD_FILE:
        return _read_word_file(path)
    if path.suffix.lower() not in TEXT_FILES:
        raise InputError(str(path), f"a file of kind {path.suffix or 'unknown'}", ".docx, .md or .txt", REMEDY)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            str(path), "no text in UTF-8", "text in UTF-8", "save it again as UTF-8, or as .docx"
        ) from None
    return Paper(path.name, tuple(_read_paragraphs(text, is_markdown=path.suffix.lower() == ".md")))


def _read_paragraphs(text: str, is_markdown: bool) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text: parted by empty lines, rows of tables and, in Markdown, headings and items."""
    text = text.replace("\r\n", "\n")
    text = HEADING_LINE.sub(r"\1\n", text) if is_markdown else text
    for block in re.split(r"\n\s*\n", text):
        lines = re.split(r"\n(?=\s*(?:[-*+|>]|#{1,6}\s|\d+[.)]\s))", block) if is_markdown else [block]
        if not is_markdown and TABLE_ROW.search(block):
            lines = block.split("\n")
        header = lines[0] if is_markdown and len(lines) > 2 and RULE_OF_TABLE.fullmatch(lines[1].strip()) else ""
        for number, line in enumerate(lines):
            plain = MARKS_OF_MARKDOWN.sub("", " ".join(line.split())) if is_markdown else " ".join(line.split())
            if plain:
                cells = tuple(_read_row(header, plain)) if header and number > 1 else ()
                yield Paragraph(plain, is_markdown and bool(HEADING.match(line)), cells=cells)


def _read_row(header: str, row: str) -> Iterator[Cell]:
    """Yield the cells of a row of a table in Markdown but for the first, which is its heading."""
    names = [name.strip(" *") for name in header.strip().strip("|").split("|")]
    spans = [match.span(1) for match in re.finditer(r"(?:^|\|)\s*([^|]*?)\s*(?=\||$)", row.strip().removesuffix("|"))]
    spans = spans[1:] if row.startswith("|") and spans and spans[0][0] == spans[0][1] else spans
    for name, (start, end) in list(zip(names, spans, strict=False))[1:]:
        yield Cell(start, end, write_headings(names[0], row[slice(*spans[0])], name))


def write_headings(corner: str, row: str, column: str) -> str:
    """Return the headings of a cell as the beginning of a sentence: "Third fifth, Has savings"."""
    kind = " fifth" if "fifth" in corner.lower() and "fifth" not in row.lower() and ORDINAL.search(row) else ""
    return ", ".join(filter(None, (f"{row}{kind}" if row else "", column)))


def _read_word_file(path: Path) -> Paper:
    import zipfile
    import zlib

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    damaged = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)  # the last: a file with a password
    not_word = (PackageNotFoundError, KeyError, ValueError, SyntaxError, AttributeError)
    try:
        document = Document(str(path))
        return Paper(path.name, tuple(_list_word_paragraphs(document)), document, _list_unread_parts(document))
    except (*damaged, *not_word):
        raise InputError(str(path), "no Word file", "a .docx that Word can open", REMEDY) from None


def _list_word_paragraphs(document: "Document") -> Iterator[Paragraph]:
    """Yield the paragraphs of a Word file in their order: those in tables, content controls and insertions too."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph as WordParagraph

    for element in document.element.body.iter(qn("w:p")):
        if _is_within(element, *BOXES):
            continue
        part = WordParagraph(element, document._body)
        text = "".join(run.text for run in list_runs(part))
        if text.strip():
            is_heading = (part.style.name or "").startswith("Heading") if part.style else False
            yield Paragraph(text, is_heading, part, tuple(_find_cell(element, len(text))))


def _find_cell(element: Any, length: int) -> "Iterator[Cell]":
    """Yield the cell of a table that a paragraph of a Word file is in, where it is in no heading of the table."""
    from docx.oxml.ns import qn

    cell = next(element.iterancestors(qn("w:tc")), None)
    row = cell.getparent() if cell is not None else None
    if row is None or row.tag != qn("w:tr"):
        return
    rows = list(row.getparent().iterchildren(qn("w:tr")))
    cells, first = (list(each.iterchildren(qn("w:tc"))) for each in (row, rows[0]))
    column = cells.index(cell)
    if row is not rows[0] and 0 < column < len(first):
        corner, heading, name = (_read_cell(each) for each in (first[0], cells[0], first[column]))
        yield Cell(0, length, write_headings(corner, heading, name))


def _read_cell(cell: Any) -> str:
    from docx.oxml.ns import qn

    paragraphs = ("".join(text.text or "" for text in each.iter(qn("w:t"))) for each in cell.iter(qn("w:p")))
    return " ".join(filter(None, map(str.strip, paragraphs)))


def list_runs(paragraph: "WordParagraph") -> "list[Run]":
    """Return the runs of a paragraph, those of links, insertions and content controls too, without what was deleted."""
    from docx.oxml.ns import qn
    from docx.text.run import Run

    elements = paragraph._p.iter(qn("w:r"))
    return [Run(element, paragraph) for element in elements if not _is_within(element, *BOXES, *DELETED)]


def _is_within(element: Any, *names: str) -> bool:
    from docx.oxml.ns import qn

    return next(element.iterancestors(*map(qn, names)), None) is not None


def _list_unread_parts(document: "Document") -> tuple[str, ...]:
    """Return how many parts of each kind a Word file has that are not read."""
    from docx.oxml.ns import qn

    boxes = sum(1 for box in document.element.body.iter(qn("w:txbxContent")) if not _is_in_older_form(box))
    parts = [part for part in document.part.package.iter_parts() if part.content_type.endswith("+xml")]
    counts = {"text box": boxes} | {
        words: sum(part.content_type.endswith(f".{kind}+xml") and _has_words(part.blob) for part in parts)
        for kind, words in UNREAD_PARTS.items()
    }
    return tuple(f"{count} × {words}" for words, count in counts.items() if count)


def _is_in_older_form(element: Any) -> bool:
    """Return whether an element is the second copy of one, for older versions of Word."""
    return any(above.tag.endswith("}Fallback") for above in element.iterancestors())


def _has_words(xml: bytes) -> bool:
    return bool(re.search(rb"<w:t(?: [^>]*)?>[^<]*\w", xml))
