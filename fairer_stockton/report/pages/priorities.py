"""The priority list in words and tables: the finding, the recipe, the first twenty neighbourhoods, and the groups."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from fairer_stockton.definitions.priority_recipe import Recipe, load_recipe
from fairer_stockton.report.charts.priorities import PriorityChart, priority_chart
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import counted, known, ordinal, write_people

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 20
NEIGHBOURHOOD, GROUP = "neighbourhood", "group"
NO_OUTLINES = "Without the neighbourhoods’ outlines it cannot be said which of them touch: there are no groups here."
NO_GROUPS = "No neighbourhood here is among England’s most deprived tenth in the latest edition: there are no groups."
VERDICTS = {
    "surely": "surely among the first {top}",
    "probably": "probably among the first {top}",
    "barely": "among the first {top} only just",
    "close": "close to the first {top}",
    "not": "not among the first {top}",
}
STANDING = (
    *("Deprivation in England", "In the most deprived tenth", "Domains in the most deprived tenth"),
    "People on a low income, beyond England’s rate",
    *("Rank in 95 of 100 trials", "How often among the first {top}", "Verdict"),
)


class Prioritised(Protocol):
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
    recipe: Recipe
    components: Table
    neighbourhoods: Table
    groups: Table | None
    members: tuple[tuple[str, str], ...]
    no_groups: str
    notes: tuple[str, ...]
    chart: PriorityChart | None
    synthetic: bool


def priorities_view(edition: Prioritised) -> PrioritiesView:
    """Make the sentences, the tables and the picture."""
    recipe = load_recipe()
    table = edition.priorities
    places, groups = (table[table["kind"] == kind].to_dict("records") for kind in (NEIGHBOURHOOD, GROUP))
    names = dict(zip(table["area_code"], table["area_name"], strict=True))
    shown = places[:SHOWN]
    top, first_groups = recipe.top, min(recipe.group.top, len(groups))
    notes = dict.fromkeys(note for row in shown for note in str(row["note"]).split("; ") if note)
    return PrioritiesView(
        lead=_counted(places, top, NEIGHBOURHOOD) if places else "There is no priority list in this edition.",
        sentences=tuple(_sentences(places, groups, top, first_groups)),
        recipe=recipe,
        components=_components(recipe),
        neighbourhoods=_ranked(shown, top, f"The first {len(shown)} of {len(places)} neighbourhoods", recipe),
        groups=_ranked(groups, first_groups, "Natural groups of neighbourhoods", recipe) if groups else None,
        members=tuple(
            (row["area_name"], ", ".join(f"{names[code]} ({code})" for code in row["members"].split()))
            for row in groups
        ),
        no_groups="" if groups else NO_OUTLINES if edition.boundaries is None else NO_GROUPS,
        notes=tuple(_of_whom(note, shown) for note in notes),
        chart=priority_chart(shown, top, recipe.draws) if shown else None,
        synthetic=bool(table["synthetic"].any()),
    )


def verdict(row: dict[Any, Any], top: int) -> str:
    """Say a row's verdict in words."""
    return VERDICTS[row["verdict"]].format(top=top)


def write_share(share: float) -> str:
    """Write how often: whole per cents, but never all or none where it is not."""
    if 0 < share < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < share < 1 else f"{share * 100:.0f}%"


def _counted(rows: list[dict[Any, Any]], top: int, what: str) -> str:
    """Count the verdicts in a sentence: `Of 124 neighbourhoods, 7 are surely among the first 10, 2 probably…`."""
    if len(rows) <= top and all(row["verdict"] == "surely" for row in rows):
        return f"There are only {len(rows)} {what}s here, so all are among the first {top}; only their order tells."
    surely, probably, barely, close = (
        sum(row["verdict"] == word for row in rows) for word in ("surely", "probably", "barely", "close")
    )
    said = [
        f"{surely or 'none'} {'is' if surely == 1 else 'are'} surely among the first {top}",
        f"{probably} probably" if probably else "",
        f"{counted(barely, 'stands', 'stand')} there only just" if barely else "",
        f"{counted(close, 'comes', 'come')} close" if close else "",
    ]
    *before, last = filter(None, said)
    return f"Of {len(rows)} {what}s, {' and '.join(filter(None, [', '.join(before), last]))}."


def _sentences(places: list[dict[Any, Any]], groups: list[dict[Any, Any]], top: int, first_groups: int) -> list[str]:
    said = []
    if places:
        first = places[0]
        said.append(
            f"First is {_place(first)}: {_nth(first['deprivation_rank'])} of England’s neighbourhoods, and in the most "
            f"deprived tenth in {_editions(first)} editions and {first['domains_in_worst_tenth']:.0f} of the 7 domains."
        )
    unsure = [row for row in places if row["verdict"] in ("probably", "barely", "close")]
    if unsure:
        named = "; ".join(f"{_place(row)} in {write_share(row['top_share'])} of the trials" for row in unsure)
        said.append(f"Some are near the edge. How often each is among the first {top}: {named}.")
    if groups:
        said.append(_counted(groups, first_groups, "natural group"))
    return said


def _nth(rank: int) -> str:
    return "the most deprived" if rank == 1 else f"the {ordinal(rank)} most deprived"


def _place(row: dict[Any, Any]) -> str:
    return f"{row['area_name']} ({row['ward']})" if row["ward"] else str(row["area_name"])


def _components(recipe: Recipe) -> Table:
    rows = [(one.title, f"{one.weight * 100:.0f}%", one.words) for one in recipe.components]
    return Table("The recipe", ("What counts", "Weight", "What it means"), tuple(rows), numbers=(1,))


def _ranked(rows: list[dict[Any, Any]], top: int, caption: str, recipe: Recipe) -> Table:
    """Give a table of ranked places; of neighbourhoods with their ward, of groups without."""
    alone = bool(rows) and rows[0]["kind"] == NEIGHBOURHOOD
    header = ("Place", "Rank", *(["Ward"] if alone else ["Residents"]), *(word.format(top=top) for word in STANDING))
    lines = [
        (
            row["area_name"],
            f"{row['rank']}",
            (row["ward"] or "not known") if alone else (f"{row['residents']:,.0f}" if known(row["residents"]) else "–"),
            f"rank {row['deprivation_rank']:,}",
            f"{_editions(row)} editions",
            f"{_number(row['domains_in_worst_tenth'])} of 7",
            _people(row["people_above_england"]),
            _range(row),
            write_share(row["top_share"]),
            verdict(row, top),
        )
        for row in rows
    ]
    return Table(f"{caption}, ranked; {recipe.draws:,} trials", header, tuple(lines), numbers=(1,))


def _editions(row: dict[Any, Any]) -> str:
    return f"{_number(row['editions_in_worst_tenth'])} of {row['editions']}"


def _number(value: float) -> str:
    return f"{value:.0f}" if value == round(value) else f"{value:.1f}"


def _range(row: dict[Any, Any]) -> str:
    low, high = row["rank_lower_95"], row["rank_upper_95"]
    return f"{low}" if low == high else f"{low} to {high}"


def _people(number: float) -> str:
    if not known(number):
        return "not known"
    return f"{write_people(abs(number))} {'fewer' if number < 0 else 'more'}"


def _of_whom(note: str, rows: list[dict[Any, Any]]) -> str:
    """Say a note with the places that it is of, or of all of them."""
    whom = [row["area_name"] for row in rows if note in str(row["note"]).split("; ")]
    return f"{', '.join(whom) if len(whom) < len(rows) else 'All'}: {note}."
