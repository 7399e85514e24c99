"""Papers: the paragraphs of an officer's document, from Word, Markdown or plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.run.errors import InputError

if TYPE_CHECKING:
    from docx.document import Document

WORD_FILE = ".docx"
TEXT_FILES = (".md", ".txt")
HEADING = re.compile(r"^#{1,6}\s")
MARKS_OF_MARKDOWN = re.compile(r"^\s*(?:[-*+>]\s+|#{1,6}\s+)|\*\*|__|`")
REMEDY = "save the paper as .docx, .md or .txt"
LARGEST = 50_000_000  # bytes of a paper: more is no paper


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a paper; `part` is what it is made of in a Word file, for marks to be put into."""

    text: str
    is_heading: bool = False
    part: Any = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its paragraphs, and the Word file that they are of, where they are of one."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    word_file: "Document | None" = None


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
    """Yield the paragraphs of a text: parted by empty lines, and in Markdown by headings, items and rows of tables."""
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = re.split(r"\n(?=\s*(?:[-*+|>]|#{1,6}\s|\d+[.)]\s))", block) if is_markdown else [block]
        for line in lines:
            plain = MARKS_OF_MARKDOWN.sub("", " ".join(line.split())) if is_markdown else " ".join(line.split())
            if plain:
                yield Paragraph(plain, is_markdown and bool(HEADING.match(line)))


def _read_word_file(path: Path) -> Paper:
    import zipfile

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError):
        raise InputError(str(path), "no Word file", "a .docx that Word can open", REMEDY) from None
    return Paper(path.name, tuple(_list_word_paragraphs(document)), document)


def _list_word_paragraphs(document: "Document") -> Iterator[Paragraph]:
    """Yield the paragraphs of a Word file in their order, those in the cells of tables among them."""
    from docx.table import Table

    for block in document.iter_inner_content():
        parts = (
            (part for row in block.rows for cell in row.cells for part in cell.paragraphs)
            if isinstance(block, Table)
            else (block,)
        )
        for part in parts:
            if part.text.strip():
                yield Paragraph(part.text, (part.style.name or "").startswith("Heading") if part.style else False, part)
