"""A document in no format: headings, words, tables, pictures and blanks, in the order in which they are read."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from fairer_stockton.report.table import Table
from fairer_stockton.report.tables.workbook import FIXED_TIME

FOR_OFFICERS = "For officers to write"


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 opens a part. Its label is what cross-references and the contents find it by."""

    text: str
    level: int = 1
    label: str = ""
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """Words; a finding and a lead stand out, a note stands back; after them the labels of what to see."""

    text: str
    look: Literal["plain", "finding", "lead", "note"] = "plain"
    see: tuple[str, ...] = ()
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class BulletList:
    """A list of sentences."""

    items: tuple[str, ...]
    look: Literal["plain", "note"] = "plain"
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True)
class DefinitionList:
    """A list of names, each with what is said of it; notes are set small, side by side where there is room."""

    items: tuple[tuple[str, str], ...]
    look: Literal["plain", "note"] = "plain"
    kind: Literal["terms"] = "terms"


@dataclass(frozen=True)
class TableWithWidths:
    """A table, how wide its columns are (equally, unless said), and in which of them the first line is bold."""

    table: Table
    widths: tuple[float, ...] = ()
    strong: tuple[int, ...] = ()
    label: str = ""
    number: int = 0  # 0 where the document's captions have no numbers
    kind: Literal["grid"] = "grid"


@dataclass(frozen=True)
class Picture:
    """A picture of the edition's charts folder, with its caption, its words for those who do not see it, and a note.

    Its caveats are what a reader must know of the figures in it, each with the measures that it is of.
    """

    stem: str
    caption: str
    alt: str
    note: str = ""
    caveats: tuple[tuple[str, str], ...] = ()
    tallest: float = 0.0  # centimetres that it may be high; 0 where the document says
    label: str = ""
    number: int = 0
    kind: Literal["picture"] = "picture"

    @property
    def file(self) -> str:
        """The picture's file, from the edition's folder."""
        return f"charts/{self.stem}.svg"


@dataclass(frozen=True)
class SpaceToFillIn:
    """A marked space for officers to fill in, of so many lines."""

    lines: int
    label: str = ""
    kind: Literal["blank"] = "blank"


@dataclass(frozen=True)
class SideBySide:
    """Spaces or words that stand next to each other, as columns of equal width."""

    columns: tuple["Block", ...]
    kind: Literal["columns"] = "columns"


@dataclass(frozen=True)
class Contents:
    """The list of the parts that follow, with their pages."""

    title: str = "Contents"
    kind: Literal["contents"] = "contents"


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""

    kind: Literal["page_break"] = "page_break"


@dataclass(frozen=True)
class Sheet:
    """Blocks that make one page: their type is set as large as lets them fit, and its blanks fill what is left."""

    blocks: tuple["Block", ...]
    kind: Literal["sheet"] = "sheet"


Block = (
    Heading | Paragraph | BulletList | DefinitionList | TableWithWidths | Picture | SpaceToFillIn | SideBySide
    | Contents | PageBreak | Sheet
)  # fmt: skip


@dataclass(frozen=True)
class Document:
    """A document: what stands on its first page, what stands on every page, and its blocks."""

    title: str
    kicker: str
    lead: str
    stamp: str
    blocks: tuple[Block, ...]
    large: bool = False
    author: str = ""
    created: datetime.datetime = FIXED_TIME  # the time that its files bear
    logo: str = ""  # a file of the edition's folder, and words for those who do not see it
    logo_alt: str = ""
    writers: str = FOR_OFFICERS  # what its blanks say
    heading_colour: str = ""  # of the form #rrggbb; the software's own where it is empty

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        """The blocks, those within others too, in the order in which they are read."""
        return tuple(_list_blocks_within(self.blocks))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures, in their order."""
        return tuple(block for block in self.all_blocks if isinstance(block, Picture))

    @property
    def tables(self) -> tuple[TableWithWidths, ...]:
        """The tables, in their order."""
        return tuple(block for block in self.all_blocks if isinstance(block, TableWithWidths))

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings, in their order."""
        return tuple(block for block in self.all_blocks if isinstance(block, Heading))

    @property
    def targets(self) -> Mapping[str, str]:
        """What each label that a cross-reference may name is called: a heading's text, `Table 2` or `Figure 3`."""
        headings = {heading.label: heading.text for heading in self.headings if heading.label}
        numbered: tuple[TableWithWidths | Picture, ...] = (*self.tables, *self.pictures)
        captions = {block.label: write_caption_number(block) for block in numbered if block.label}
        return {**headings, **captions}

    def as_json(self) -> dict[str, Any]:
        """Return the whole document as dictionaries and lists that JSON can hold."""
        return {**asdict(self), "created": self.created.isoformat(), "targets": dict(self.targets)}


def _list_blocks_within(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Sheet):
            yield from _list_blocks_within(block.blocks)
        elif isinstance(block, SideBySide):
            yield from _list_blocks_within(block.columns)


def write_caption_number(block: TableWithWidths | Picture) -> str:
    """Write what a caption begins with, `Table 2`; nothing where captions have no numbers."""
    word = "Table" if isinstance(block, TableWithWidths) else "Figure"
    return f"{word} {block.number}" if block.number else ""


def number_captions(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with their tables and pictures numbered, each kind from 1, and a label on every heading."""
    counts = {"grid": 0, "picture": 0, "heading": 0}
    return tuple(_number_block(block, counts) for block in blocks)


def _number_block(block: Block, counts: dict[str, int]) -> Block:
    if isinstance(block, Sheet):
        return replace(block, blocks=tuple(_number_block(inner, counts) for inner in block.blocks))
    if block.kind in counts:
        counts[block.kind] += 1
    if isinstance(block, TableWithWidths | Picture):
        return replace(block, number=counts[block.kind])
    if isinstance(block, Heading) and not block.label:
        return replace(block, label=f"part-{counts['heading']}")
    return block
