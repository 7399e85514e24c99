"""A document in no format: headings, words, tables, pictures and blanks, in the order in which they are read."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from fairer_stockton.report.table import Table

FOR_OFFICERS = "For officers to write"


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 opens a part."""

    text: str
    level: int = 1
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """Words; a lead stands out, a note stands back."""

    text: str
    look: Literal["plain", "lead", "note"] = "plain"
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class BulletList:
    """A list of sentences."""

    items: tuple[str, ...]
    look: Literal["plain", "note"] = "plain"
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True)
class DefinitionList:
    """A list of names, each with what is said of it."""

    items: tuple[tuple[str, str], ...]
    kind: Literal["terms"] = "terms"


@dataclass(frozen=True)
class TableWithWidths:
    """A table, and how wide its columns are beside each other; equally wide where nothing is said."""

    table: Table
    widths: tuple[float, ...] = ()
    kind: Literal["grid"] = "grid"


@dataclass(frozen=True)
class Picture:
    """A picture of the edition's charts folder, with its caption, its words for those who do not see it, and a note."""

    stem: str
    caption: str
    alt: str
    note: str = ""
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
class PageBreak:
    """What follows begins on a new page."""

    kind: Literal["page_break"] = "page_break"


Block = Heading | Paragraph | BulletList | DefinitionList | TableWithWidths | Picture | SpaceToFillIn | PageBreak


@dataclass(frozen=True)
class Document:
    """A document: what stands on its first page, what stands on every page, and its blocks."""

    title: str
    kicker: str
    lead: str
    stamp: str
    blocks: tuple[Block, ...]
    facts: tuple[SpaceToFillIn, ...] = ()
    contents: bool = False
    large: bool = False
    author: str = ""
    logo: str = ""  # a file of the edition's folder, and words for those who do not see it
    logo_alt: str = ""
    heading_colour: str = ""  # of the form #rrggbb; the software's own where it is empty

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures, in their order."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings, in their order."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))

    def as_json(self) -> dict[str, Any]:
        """Return the whole document as dictionaries and lists that JSON can hold."""
        return asdict(self)
