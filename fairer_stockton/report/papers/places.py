"""The places in the Cabinet paper: deprived neighbourhoods by the official summaries, and the priority list."""

from collections.abc import Iterator
from typing import Protocol

from fairer_stockton.report.maps.most_deprived_tenth import MostDeprivedTenthMap
from fairer_stockton.report.pages.deprivation import DeprivationView
from fairer_stockton.report.pages.priorities import PrioritiesView
from fairer_stockton.report.papers.document import Block, BulletList, Heading, Paragraph, Picture, TableWithWidths
from fairer_stockton.report.table import Table, select_columns
from fairer_stockton.report.words.figures import mark_sample

TENTH_QUESTION = "Which neighbourhoods are among the most deprived tenth of England?"
RELATIVE_CHANGE = (
    "This is relative change, not absolute. A tenth says where a neighbourhood stands among all of England’s. One that "
    "moves to a less deprived tenth may be no better off: others may have fallen behind it."
)
MOVEMENT_NOTE = (
    "Below the line: moved to a more deprived tenth; above it: to a less deprived one. Each number counts "
    "neighbourhoods."
)
NOT_ADVICE = (
    "The list says where need is greatest by these figures. It does not say what would help, nor that people in need "
    "live nowhere else."
)
NEIGHBOURHOOD_COLUMNS, GROUP_COLUMNS = (0, 1, 2, 3, 7, 8, 9), (0, 1, 2, 3, 7, 8, 9)


class DrawnPicture(Protocol):
    """A picture that the edition holds: its file's name and its words."""

    @property
    def name(self) -> str:
        """The file's name without its ending."""

    @property
    def alt(self) -> str:
        """What it shows, for those who do not see it."""


def make_picture_block(picture: DrawnPicture, caption: str, note: str = "") -> Picture:
    """Return a picture of the edition as a block."""
    return Picture(picture.name, caption, picture.alt, note)


def make_deprivation_blocks(
    deprived_tenth_map: MostDeprivedTenthMap | None, fifths_table: Table | None, view: DeprivationView
) -> Iterator[Block]:
    """Yield the neighbourhoods: the map, the fifths, the official summaries, the areas, and how they moved."""
    if deprived_tenth_map:
        yield make_picture_block(deprived_tenth_map, TENTH_QUESTION)
    if fifths_table:
        yield Heading("How far apart are our neighbourhoods?", 2)
        yield TableWithWidths(select_columns(fifths_table, 0, 1, 2, 3, 4, 6), (3, 1.1, 1.4, 1.4, 2.8, 1.4))
    yield Heading(mark_sample("The borough among England’s councils", view.synthetic), 2)
    yield BulletList(view.sentences)
    if view.editions:
        yield TableWithWidths(view.editions)
    if view.approximate:
        yield Paragraph(view.approximate, "note")
    for table in view.areas:
        yield TableWithWidths(table, (1.6, 1.65, 1.5, 1.5, 1.55))
    if view.movements:
        yield Heading("How neighbourhoods moved among England’s tenths", 2)
        yield Paragraph(RELATIVE_CHANGE)
        yield BulletList(view.movements)
    if view.chart:
        yield make_picture_block(view.chart, view.chart.title, MOVEMENT_NOTE)


def make_priority_blocks(view: PrioritiesView) -> Iterator[Block]:
    """Yield the priority list: what it says, the first neighbourhoods, the groups, and its recipe."""
    yield Heading(mark_sample("Priority neighbourhoods", view.synthetic))
    yield Paragraph(view.lead, "lead")
    if view.sentences:
        yield BulletList(view.sentences)
    yield Paragraph(NOT_ADVICE)
    if view.chart:
        yield make_picture_block(view.chart, view.chart.title)
    if view.neighbourhoods.rows:
        yield TableWithWidths(
            select_columns(view.neighbourhoods, *NEIGHBOURHOOD_COLUMNS), (2, 0.75, 1.8, 1.3, 1, 1, 1.95)
        )
        for note in view.notes:
            yield Paragraph(note, "note")
    if view.groups:
        yield TableWithWidths(select_columns(view.groups, *GROUP_COLUMNS), (2, 0.75, 1.2, 1.3, 1, 1, 1.85))
    yield Heading("The recipe", 2)
    yield Paragraph(view.recipe.status)
    yield TableWithWidths(view.components, (1.4, 0.5, 3))
