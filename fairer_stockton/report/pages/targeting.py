"""Whom targeting by place reaches, in words and tables: people on a low income inside and outside each list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.charts.targeting import TargetingChart, make_targeting_chart
from fairer_stockton.report.place_rows import TargetingRow
from fairer_stockton.report.rows import read_rows
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import write_people_count
from fairer_stockton.report.words.targeting import PEOPLE_WORDS
from fairer_stockton.run.vocabulary import AreaType, TargetedPeople, TargetingKind

if TYPE_CHECKING:
    import pandas as pd

TARGETING_HEADER = (
    "Places", "Residents there", "On a low income there", "Share of all on a low income", "Best list of that size",
)  # fmt: skip
LITTLE = 5.0  # percentage points: a better list that gains less would change little for those left out


class HasTargeting(Protocol):
    """What the page asks of an edition."""

    @property
    def targeting(self) -> "pd.DataFrame":
        """Rows as `schemas.results.targeting.Targeting` has them."""

    @property
    def memberships(self) -> "pd.DataFrame":
        """Which areas hold each neighbourhood, with their names."""


@dataclass(frozen=True)
class TargetingView:
    """All that the page of targeting says."""

    lead: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    better: tuple[str, ...]
    better_than: str
    notes: tuple[str, ...]
    chart: TargetingChart
    synthetic: bool


def make_targeting_view(edition: HasTargeting) -> TargetingView | None:
    """Make the sentences, the tables and the picture; none where no list of places can be judged."""
    rows = read_rows(edition.targeting, TargetingRow)
    if not rows:
        return None
    lists = [row for row in rows if row.kind != TargetingKind.NAMED_AREA]
    first = _choose_list_to_begin_with(lists)
    sentences = tuple(_write_sentence_on_list(part) for part in _group_by_list(lists))
    lead = _write_lead(first)
    return TargetingView(
        lead=lead,
        sentences=(*_write_sentences_on_first_list(first), *sentences),
        tables=tuple(_make_table(people, rows) for people in TargetedPeople if _select(rows, people)),
        better=tuple(_name_neighbourhoods_of_better_list(edition.memberships, first[0])),
        better_than=first[0].list_name,
        notes=tuple(dict.fromkeys(note for row in rows for note in row.note.split("; ") if note)),
        chart=make_targeting_chart(lists, lead),
        synthetic=bool(edition.targeting["synthetic"].any()),
    )


def _group_by_list(rows: Sequence[TargetingRow]) -> list[list[TargetingRow]]:
    codes = dict.fromkeys(row.list_code for row in rows)
    return [[row for row in rows if row.list_code == code] for code in codes]


def _choose_list_to_begin_with(rows: Sequence[TargetingRow]) -> list[TargetingRow]:
    """Return the rows of the areas that the council targets; where it names none, of the most deprived tenth."""
    groups = _group_by_list(rows)
    return next((part for part in groups if part[0].kind == TargetingKind.NAMED_AREAS), groups[0])


def _select(rows: Sequence[TargetingRow], people: TargetedPeople) -> list[TargetingRow]:
    return [row for row in rows if row.people == people]


def _write_places(row: TargetingRow) -> str:
    """Return how a list is named within a sentence."""
    return f"the {AREA_TYPE_NAMES[AreaType.TARGET_AREA]}s" if row.kind == TargetingKind.NAMED_AREAS else row.list_name


def _write_lead(rows: Sequence[TargetingRow]) -> str:
    row = rows[0]
    outside = 100 - row.reached_percent
    begins = "Most" if outside > 50 else "Many"
    return (
        f"{begins} people on a low income live outside {_write_places(row)}: {outside:.0f}% of "
        f"{PEOPLE_WORDS[row.people]} who are income-deprived, {write_people_count(row.people_left_out)}."
    )


def _write_sentences_on_first_list(rows: Sequence[TargetingRow]) -> list[str]:
    """Write what the list that the page begins with means: who is missed most, what another would change, who else."""
    row = rows[0]
    needs = 100 * row.income_deprived_inside / row.people_inside if row.people_inside else 0.0
    return [
        *_write_who_is_missed_most(rows),
        _write_what_another_list_would_change(row),
        f"Of the {row.people_inside:,.0f} residents inside, {needs:.0f}% are income-deprived.",
    ]


def _write_who_is_missed_most(rows: Sequence[TargetingRow]) -> list[str]:
    """Compare the kinds of people that one edition counts; editions define a low income differently."""
    periods = [row.period for row in rows]
    alike = sorted(
        (row for row in rows if row.period == max(periods, key=periods.count)), key=lambda row: row.reached_percent
    )
    if len(alike) < 2 or alike[0].reached_percent == alike[-1].reached_percent:
        return []
    missed, reached = alike[0], alike[-1]
    return [
        f"It misses {PEOPLE_WORDS[missed.people]} more than {PEOPLE_WORDS[reached.people]}: of those who are "
        f"income-deprived, {missed.reached_percent:.0f}% live inside against {reached.reached_percent:.0f}% "
        f"(Indices of {missed.period})."
    ]


def _write_what_another_list_would_change(row: TargetingRow) -> str:
    gain = row.best_reached_percent - row.reached_percent
    if gain >= LITTLE:
        return (
            f"Another list with no more residents could reach {row.best_reached_percent:.0f}% of income-deprived "
            f"residents, {gain:.0f} percentage points more."
        )
    return (
        f"Even the best list with no more residents would reach only {row.best_reached_percent:.0f}% of "
        "income-deprived residents: choosing other places would change little for those who live elsewhere."
    )


def _write_sentence_on_list(rows: Sequence[TargetingRow]) -> str:
    """Write whom one list reaches: `England’s most deprived tenth of neighbourhoods (24 here): 41% of …`."""
    shares = [f"{row.reached_percent:.0f}% of {PEOPLE_WORDS[row.people]}" for row in rows]
    *before, last = shares
    listed = f"{', '.join(before)} and {last}" if before else last
    return f"{rows[0].list_name} ({rows[0].neighbourhoods} here): {listed} who are income-deprived live there."


def _make_table(people: TargetedPeople, rows: Sequence[TargetingRow]) -> Table:
    chosen = _select(rows, people)
    lines = [
        (
            row.list_name,
            f"{row.residents:,.0f}",
            f"{row.income_deprived_inside:,.0f}",
            f"{row.reached_percent:.1f}%",
            f"{row.best_reached_percent:.1f}%",
        )
        for row in chosen
    ]
    caption = (
        f"{PEOPLE_WORDS[people].capitalize()}: {chosen[0].income_deprived:,.0f} of {chosen[0].people_counted:,.0f} in "
        f"the borough are income-deprived (Indices of {chosen[0].period})"
    )
    return Table(caption, TARGETING_HEADER, tuple(lines), numbers=(1, 2, 3, 4))


def _name_neighbourhoods_of_better_list(memberships: "pd.DataFrame", row: TargetingRow) -> list[str]:
    """Return the names of the neighbourhoods that the best list holds and the list itself does not."""
    areas = memberships[memberships["vintage"].eq("2021") & memberships["lsoa_vintage"].eq("2021")]
    inside = set(areas.loc[areas["area_type"] == row.list_code, "lsoacd"])
    named = areas[(areas["area_type"] == AreaType.LSOA) & areas["area_code"].isin(row.best_neighbourhoods.split())]
    return sorted(named.loc[~named["area_code"].isin(inside), "area_name"]) if inside else []
