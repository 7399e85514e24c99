"""The places in the Cabinet paper: deprived neighbourhoods by the official summaries, and the priority list."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from fairer_stockton.report.maps.most_deprived_tenth import MostDeprivedTenthMap
from fairer_stockton.report.pages.deprivation import DeprivationView
from fairer_stockton.report.pages.priorities import PrioritiesView
from fairer_stockton.report.pages.targeting import TargetingView
from fairer_stockton.report.papers.document import Block, BulletList, Heading, Paragraph, Picture, TableWithWidths
from fairer_stockton.report.table import Table, join_columns, select_columns
from fairer_stockton.report.words.figures import mark_sample

TENTH_QUESTION = "Which neighbourhoods are among the most deprived tenth of England?"
TENTH_NOTE = (
    "By the Indices of Deprivation of each year. Ranks compare places with each other: a change in them is not a "
    "change in how people live. Neighbourhoods have similar populations, even if some cover more land."
)
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
EDITIONS_SHOWN = 4  # the latest, so that the table has room for them
WARDS_SHOWN = 5  # by name; and in a table, where there is no priority list
WARDS_IN_TABLE = 15
WARD_WIDTHS = (1.6, 1.65, 1.5, 1.5, 1.55)


class DrawnPicture(Protocol):
    """A picture that the edition holds: its file's name and its words."""

    @property
    def name(self) -> str:
        """The file's name without its ending."""

    @property
    def alt(self) -> str:
        """What it shows, for those who do not see it."""


def make_picture_block(
    picture: DrawnPicture, caption: str, note: str = "", caveats: tuple[tuple[str, str], ...] = (), tallest: float = 0.0
) -> Picture:
    """Return a picture of the edition as a block."""
    return Picture(picture.name, caption, picture.alt, note, caveats, tallest)


def make_places_sheet_blocks(
    deprived_tenth_map: MostDeprivedTenthMap | None,
    deprivation: DeprivationView,
    priorities: PrioritiesView | None,
    annex_label: str,
) -> Iterator[Block]:
    """Yield the page of places: the neighbourhoods of greatest need by name, the most deprived wards, and the map."""
    synthetic = deprivation.synthetic or bool(priorities and priorities.synthetic)
    yield Heading(mark_sample("Where the need is greatest", synthetic))
    if priorities:
        yield Paragraph(priorities.lead, "finding")
        if priorities.neighbourhoods.rows:
            yield TableWithWidths(
                _make_table_of_first_neighbourhoods(priorities), (3, 1.3, 1.9, 2.3), strong=(0,), label="priority-list"
            )
        yield Paragraph(NOT_ADVICE)
    if deprivation.sentences:
        yield BulletList((*deprivation.sentences[:2], *_name_most_deprived_wards(deprivation)))
    if not priorities and (wards := _find_table_of_wards(deprivation)):
        shown = replace(wards, caption=f"The most deprived {wards.caption[:1].lower()}{wards.caption[1:]}")
        yield TableWithWidths(replace(shown, rows=shown.rows[:WARDS_IN_TABLE]), WARD_WIDTHS)
    if deprived_tenth_map:
        yield make_picture_block(deprived_tenth_map, TENTH_QUESTION, TENTH_NOTE, tallest=6.4)
    more = "How sure this is, and every ward and group of neighbourhoods:" if priorities else "Every area:"
    yield Paragraph(more, see=(annex_label,))


def make_targeting_blocks(view: TargetingView) -> Iterator[Block]:
    """Yield whom targeting by place reaches and whom it misses."""
    yield Heading(mark_sample("Whom targeting by place reaches", view.synthetic), 2)
    yield Paragraph(view.lead)
    yield BulletList(view.sentences)


def _make_table_of_first_neighbourhoods(view: PrioritiesView) -> Table:
    """Return the neighbourhoods that count as first priorities, each with its ward."""
    ranked = view.neighbourhoods
    first = Table(
        f"The {min(view.recipe.top, len(ranked.rows))} neighbourhoods of greatest need, the greatest first",
        ranked.header,
        ranked.rows[: view.recipe.top],
    )
    return join_columns(
        first,
        ("Neighbourhood, and its ward", (0, 2)),
        ("Deprivation in England", (3,)),
        ("People on a low income, beyond England’s rate", (6,)),
        ("How sure we are", (9,)),
    )


def _find_table_of_wards(view: DeprivationView) -> Table | None:
    return next((table for table in view.areas if table.caption.startswith("Wards")), None)


def _name_most_deprived_wards(view: DeprivationView) -> Iterator[str]:
    """Yield a sentence that names the wards with the highest scores, where wards are listed."""
    wards = _find_table_of_wards(view)
    if wards and len(wards.rows) > 1:
        *names, last = (row[0] for row in wards.rows[:WARDS_SHOWN])
        yield f"The most deprived wards, by their average score: {', '.join(names)} and {last}."


def make_deprivation_blocks(fifths_table: Table | None, view: DeprivationView) -> Iterator[Block]:
    """Yield the neighbourhoods: the fifths, the official summaries, the areas, and how they moved."""
    if fifths_table:
        yield Heading("How far apart are our neighbourhoods?", 2)
        columns = (
            ("Measure and period", (0, 1)), ("Most deprived fifth", (2,)), ("Least deprived fifth", (3,)),
            ("Difference", (4,)), ("How it has changed", (6,)),
        )  # fmt: skip
        yield TableWithWidths(join_columns(fifths_table, *columns), (2.8, 1.2, 1.2, 2.3, 2.3))
    yield Heading(mark_sample("The borough among England’s councils", view.synthetic), 2)
    yield BulletList(view.sentences)
    if view.editions:
        count = len(view.editions.header)
        shown = (0, *range(max(1, count - EDITIONS_SHOWN), count))
        yield TableWithWidths(select_columns(view.editions, *shown))
    if view.approximate:
        yield Paragraph(view.approximate, "note")
    for table in view.areas:
        yield TableWithWidths(table, WARD_WIDTHS)
    if view.movements:
        yield Heading("How neighbourhoods moved among England’s tenths", 2)
        yield Paragraph(RELATIVE_CHANGE)
        yield BulletList(view.movements)
    if view.chart:
        yield make_picture_block(view.chart, view.chart.title, MOVEMENT_NOTE)


def make_priority_blocks(view: PrioritiesView) -> Iterator[Block]:
    """Yield the priority list: what it says, the first neighbourhoods, the groups, and its recipe."""
    yield Heading(mark_sample("Priority neighbourhoods", view.synthetic), 2)
    yield BulletList((view.lead, *view.sentences))
    if view.chart:
        yield make_picture_block(view.chart, view.chart.title)
    if view.neighbourhoods.rows:
        yield TableWithWidths(_make_table_of_ranks(view.neighbourhoods, "Neighbourhood, and its ward"), RANK_WIDTHS)
        for note in view.notes:
            yield Paragraph(note, "note")
    if view.groups:
        yield TableWithWidths(_make_table_of_ranks(view.groups, "Group, and its residents"), RANK_WIDTHS)
    yield Heading("The recipe", 3)
    yield Paragraph(view.recipe.status)
    yield TableWithWidths(view.components, (1.4, 0.5, 3))


RANK_WIDTHS = (2.4, 1.3, 2.2, 1.8, 1.9)


def _make_table_of_ranks(ranked: Table, first_header: str) -> Table:
    """Return a ranking in five columns: what is of one kind is in one cell."""
    return join_columns(
        ranked,
        (first_header, (0, 2)),
        ("Rank, and its range", (1, 7)),
        ("Deprivation in England; in the most deprived tenth", (3, 4)),
        ("People on a low income, beyond England’s rate", (6,)),
        ("How often among the first, and verdict", (8, 9)),
    )
