"""The priority list in words and tables: the finding, the recipe, the first twenty neighbourhoods, and the groups."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fairer_stockton.definitions.priority_recipe import PriorityRecipe
from fairer_stockton.report.charts.priorities import PriorityChart, make_priority_chart
from fairer_stockton.report.place_rows import PriorityRow
from fairer_stockton.report.rows import read_rows
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import is_known, write_count_with_noun, write_ordinal, write_people_count
from fairer_stockton.run.vocabulary import PriorityKind, PriorityVerdict

if TYPE_CHECKING:
    import pandas as pd

ROWS_SHOWN = 20
NO_OUTLINES = "Without the neighbourhoods’ outlines we do not know which of them touch, so there are no groups here."
NO_GROUPS = "No neighbourhood here is among England’s most deprived tenth in the latest edition: there are no groups."
PRIORITY_VERDICTS = {
    PriorityVerdict.SURELY: "almost certainly among the first {top}",
    PriorityVerdict.PROBABLY: "probably among the first {top}",
    PriorityVerdict.BARELY: "among the first {top} only just",
    PriorityVerdict.CLOSE: "close to the first {top}",
    PriorityVerdict.UNLIKELY: "unlikely to be among the first {top}",
    PriorityVerdict.NOT: "not among the first {top}",
}
RANKING_COLUMNS = (
    *("Deprivation in England", "In the most deprived tenth", "Domains in the most deprived tenth"),
    "People on a low income, beyond England’s rate",
    *("Range of ranks", "How often among the first {top}", "Verdict"),
)


class HasPriorities(Protocol):
    """What the page asks of an edition."""

    @property
    def priorities(self) -> "pd.DataFrame":
        """Rows as `schemas.results.priorities.Priorities` has them."""

    @property
    def boundaries(self) -> "pd.DataFrame | None":
        """The neighbourhoods' outlines, where they are known."""


@dataclass(frozen=True)
class PrioritiesView:
    """All that the page of the priority list says."""

    lead: str
    sentences: tuple[str, ...]
    recipe: PriorityRecipe
    components: Table
    neighbourhoods: Table
    groups: Table | None
    members: tuple[tuple[str, str], ...]
    no_groups: str
    notes: tuple[str, ...]
    chart: PriorityChart | None
    synthetic: bool


def make_priorities_view(edition: HasPriorities, recipe: PriorityRecipe) -> PrioritiesView:
    """Make the sentences, the tables and the picture of the list that a recipe makes."""
    table = edition.priorities
    places, groups = (read_rows(table[table["kind"] == kind], PriorityRow) for kind in PriorityKind)
    names = dict(zip(table["area_code"], table["area_name"], strict=True))
    shown = places[:ROWS_SHOWN]
    top, first_groups = recipe.top, min(recipe.group.top, len(groups))
    notes = dict.fromkeys(note for row in shown for note in row.note.split("; ") if note)
    return PrioritiesView(
        lead=_write_counts_of_verdicts(places, top, PriorityKind.NEIGHBOURHOOD)
        if places
        else "There is no priority list in this edition.",
        sentences=tuple(_write_sentences_on_priorities(places, groups, top, first_groups)),
        recipe=recipe,
        components=_make_table_of_recipe(recipe),
        neighbourhoods=_make_ranking_table(
            shown, top, f"The first {len(shown)} of {len(places)} neighbourhoods", recipe
        ),
        groups=_make_ranking_table(groups, first_groups, "Natural groups of neighbourhoods", recipe)
        if groups
        else None,
        members=tuple(
            (row.area_name, ", ".join(f"{names[code]} ({code})" for code in row.members.split())) for row in groups
        ),
        no_groups="" if groups else NO_OUTLINES if edition.boundaries is None else NO_GROUPS,
        notes=tuple(_write_note_with_names(note, shown) for note in notes),
        chart=make_priority_chart(shown, top, recipe.draws) if shown else None,
        synthetic=bool(table["synthetic"].any()),
    )


def write_verdict_on_neighbourhood(verdict: PriorityVerdict, list_length: int) -> str:
    """Write in words how firmly an area is among the first."""
    return PRIORITY_VERDICTS[verdict].format(top=list_length)


def write_share(share: float) -> str:
    """Write how often: whole per cents, but never all or none where it is not."""
    if 0 < share < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < share < 1 else f"{share * 100:.0f}%"


def _write_counts_of_verdicts(rows: list[PriorityRow], list_length: int, area_noun: str) -> str:
    """Count the verdicts in a sentence: `Of 124 neighbourhoods, 7 are almost certainly in the 10 …`."""
    if len(rows) <= list_length and all(row.verdict == PriorityVerdict.SURELY for row in rows):
        among = f"all are among the first {list_length}"
        return f"There are only {len(rows)} {area_noun}s here, so {among}; only their order tells."
    surely, probably, barely, close = (
        sum(row.verdict == word for row in rows)
        for word in (PriorityVerdict.SURELY, PriorityVerdict.PROBABLY, PriorityVerdict.BARELY, PriorityVerdict.CLOSE)
    )
    counts = [
        f"{surely or 'none'} {'is' if surely == 1 else 'are'} almost certainly in the {list_length} with greatest need",
        f"{probably} probably {'is' if probably == 1 else 'are'}" if probably else "",
        f"{write_count_with_noun(barely, 'is', 'are')} only just included" if barely else "",
        f"{write_count_with_noun(close, 'is', 'are')} borderline" if close else "",
    ]
    *before, last = filter(None, counts)
    return f"Of {len(rows)} {area_noun}s, {' and '.join(filter(None, [', '.join(before), last]))}."


def _write_sentences_on_priorities(
    neighbourhoods: list[PriorityRow], neighbourhood_groups: list[PriorityRow], list_length: int, group_list_length: int
) -> list[str]:
    sentences = []
    if neighbourhoods:
        first = neighbourhoods[0]
        sentences.append(
            f"First is {_write_area_and_ward(first)}: {_write_deprivation_rank(first.deprivation_rank)} of England’s "
            f"neighbourhoods, and in the most deprived tenth in {_write_editions_in_worst_tenth(first)} editions "
            f"and {first.domains_in_worst_tenth:.0f} of the 7 domains."
        )
    unsure = [
        row
        for row in neighbourhoods
        if row.verdict in (PriorityVerdict.PROBABLY, PriorityVerdict.BARELY, PriorityVerdict.CLOSE)
    ]
    if unsure:
        named = "; ".join(
            f"{_write_area_and_ward(row)} in {write_share(row.top_share)} of the trials" for row in unsure
        )
        sentences.append(f"Some are near the edge. How often each is among the first {list_length}: {named}.")
    if neighbourhood_groups:
        sentences.append(_write_counts_of_verdicts(neighbourhood_groups, group_list_length, "natural group"))
    return sentences


def _write_deprivation_rank(rank: int) -> str:
    return "the most deprived" if rank == 1 else f"the {write_ordinal(rank)} most deprived"


def _write_area_and_ward(row: PriorityRow) -> str:
    return f"{row.area_name} ({row.ward})" if row.ward else row.area_name


def _make_table_of_recipe(recipe: PriorityRecipe) -> Table:
    rows = [(component.title, f"{component.weight * 100:.0f}%", component.words) for component in recipe.components]
    return Table("The recipe", ("What counts", "Weight", "What it means"), tuple(rows), numbers=(1,))


def _make_ranking_table(rows: list[PriorityRow], list_length: int, caption: str, recipe: PriorityRecipe) -> Table:
    """Return a table of ranked areas: neighbourhoods with their ward, groups with their residents instead."""
    # A group spans wards, and a neighbourhood lies in one.
    alone = bool(rows) and rows[0].kind == PriorityKind.NEIGHBOURHOOD
    header = (
        "Place",
        "Rank",
        *(["Ward"] if alone else ["Residents"]),
        *(word.format(top=list_length) for word in RANKING_COLUMNS),
    )
    lines = [
        (
            row.area_name,
            f"{row.rank}",
            (row.ward or "not known") if alone else (f"{row.residents:,.0f}" if is_known(row.residents) else "–"),
            f"rank {row.deprivation_rank:,}",
            f"{_write_editions_in_worst_tenth(row)} editions",
            f"{_write_with_decimal_if_needed(row.domains_in_worst_tenth)} of 7",
            _write_people_above_england(row.people_above_england),
            _write_rank_range(row),
            write_share(row.top_share),
            write_verdict_on_neighbourhood(row.verdict, list_length),
        )
        for row in rows
    ]
    return Table(f"{caption}, ranked; {recipe.draws:,} trials", header, tuple(lines), numbers=(1,))


def _write_editions_in_worst_tenth(row: PriorityRow) -> str:
    return f"{_write_with_decimal_if_needed(row.editions_in_worst_tenth)} of {row.editions}"


def _write_with_decimal_if_needed(value: float) -> str:
    return f"{value:.0f}" if value == round(value) else f"{value:.1f}"


def _write_rank_range(row: PriorityRow) -> str:
    low, high = row.rank_lower_95, row.rank_upper_95
    return f"{low}" if low == high else f"{low} to {high}"


def _write_people_above_england(people: float) -> str:
    if not is_known(people):
        return "not known"
    return f"{write_people_count(abs(people))} {'fewer' if people < 0 else 'more'}"


def _write_note_with_names(note: str, rows: list[PriorityRow]) -> str:
    """Write a note with the areas that it is about, or that it is about all of them."""
    whom = [row.area_name for row in rows if note in row.note.split("; ")]
    return f"{', '.join(whom) if len(whom) < len(rows) else 'All'}: {note}."
