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
        for line in lines:
            plain = MARKS_OF_MARKDOWN.sub("", " ".join(line.split())) if is_markdown else " ".join(line.split())
            if plain:
                yield Paragraph(plain, is_markdown and bool(HEADING.match(line)))


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
            yield Paragraph(text, (part.style.name or "").startswith("Heading") if part.style else False, part)


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
