"""A document as plain text, for an e-mail: headings underlined, lists with dashes, tables a line a row."""

import textwrap
from collections.abc import Iterator, Sequence

from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    DefinitionList,
    Document,
    Heading,
    Paragraph,
    SideBySide,
    SpaceToFillIn,
    TableWithWidths,
)

WIDTH = 76  # characters: what every mail program shows without breaking lines itself


def write_as_text(document: Document) -> str:
    """Return a document as text; pictures are left out."""
    lines = [document.title, "=" * min(len(document.title), WIDTH), document.kicker, "", *_wrap(document.lead)]
    stamp = [document.stamp, ""] if document.stamp else []
    return "\n".join([*stamp, *lines, *_list_lines(document.blocks, document.writers)]).rstrip() + "\n"


def _list_lines(blocks: Sequence[Block], writers: str) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading):
            yield from ("", block.text, "-" * min(len(block.text), WIDTH))
        elif isinstance(block, Paragraph):
            yield from (*_wrap(block.text), "")
        elif isinstance(block, BulletList):
            yield from (line for item in block.items for line in _wrap(item, "- "))
        elif isinstance(block, DefinitionList):
            yield from (line for name, said in block.items for line in _wrap(f"{name}: {said}", "- "))
        elif isinstance(block, TableWithWidths):
            yield from _list_lines_of_table(block)
        elif isinstance(block, SpaceToFillIn):
            yield f"{block.label}: [{writers}]"
        elif isinstance(block, SideBySide):
            yield from _list_lines(block.columns, writers)


def _list_lines_of_table(block: TableWithWidths) -> Iterator[str]:
    """Yield a table's caption and its rows: the first cell, then each other with its header."""
    yield from _wrap(block.table.caption)
    for first, *cells in block.table.rows:
        named = [f"{name.lower()}: {cell}" for name, cell in zip(block.table.header[1:], cells, strict=True)]
        yield from _wrap("; ".join([first, *named]).replace("\n", ", "), "- ")
    yield ""


def _wrap(text: str, start: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start))
