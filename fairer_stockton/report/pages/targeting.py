"""Whom targeting by place reaches, in words and tables: people on a low income inside and outside each list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.charts.targeting import TargetingChart, make_targeting_chart
from fairer_stockton.report.place_rows import TargetingRow
from fairer_stockton.report.rows import read_rows
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import (
    begin_with_capital,
    lower_first_letter,
    write_people_count,
)
from fairer_stockton.report.words.targeting import PEOPLE_WORDS, SHORT_PEOPLE_WORDS
from fairer_stockton.run.vocabulary import AreaType, TargetedPeople, TargetingKind

if TYPE_CHECKING:
    import pandas as pd

TARGETING_HEADER = (
    "Places", "Residents there", "On a low income there", "Share of all on a low income", "Best list of that size",
)  # fmt: skip
BY_INCOME = (TargetingKind.DEPRIVATION, TargetingKind.PRIORITY_LIST)
CHOSEN_BY_INCOME = "Income is part of what these places are chosen by"
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
    chart: TargetingChart
    synthetic: bool


def make_targeting_view(edition: HasTargeting) -> TargetingView | None:
    """Make the sentences, the tables and the picture; none where no list of places can be judged."""
    rows = read_rows(edition.targeting, TargetingRow)
    if not rows:
        return None
    lists = [row for row in rows if row.kind != TargetingKind.NAMED_AREA]
    groups = _group_by_list(lists)  # the areas that the council targets first, where it names any
    lead = _write_lead(groups[0][0])
    return TargetingView(
        lead=lead,
        sentences=tuple(_write_sentences_on_list(groups[0])),
        tables=tuple(_make_table(people, rows) for people in TargetedPeople if _select(rows, people)),
        better=tuple(_name_neighbourhoods_of_better_list(edition.memberships, lists[0])),
        better_than=_write_places(lists[0]),
        chart=make_targeting_chart(lists, lead),
        synthetic=bool(edition.targeting["synthetic"].any()),
    )


def _group_by_list(rows: Sequence[TargetingRow]) -> list[list[TargetingRow]]:
    codes = dict.fromkeys(row.list_code for row in rows)
    return [[row for row in rows if row.list_code == code] for code in codes]


def _select(rows: Sequence[TargetingRow], people: TargetedPeople) -> list[TargetingRow]:
    return [row for row in rows if row.people_group == people]


def _write_places(row: TargetingRow) -> str:
    """Return how a list is named within a sentence."""
    if row.kind == TargetingKind.NAMED_AREAS:
        return f"the {AREA_TYPE_NAMES[AreaType.TARGET_AREA]}s"
    return f"the {lower_first_letter(row.list_name)}" if row.kind == TargetingKind.PRIORITY_LIST else row.list_name


def _write_lead(row: TargetingRow) -> str:
    """Write how many live outside the list that the page begins with."""
    outside, places = 100 - row.reached_percent, _write_places(row)
    if round(outside) == 0:
        return f"Nearly all people on a low income live in {places} (Indices of {row.period})."
    number = "Most" if outside > 50 else "Some"
    return (
        f"{number} people on a low income live outside {places}: {outside:.0f}% of "
        f"{SHORT_PEOPLE_WORDS[row.people_group]}, {write_people_count(row.people_left_out)} (Indices of {row.period})."
    )


def _write_sentences_on_list(rows: Sequence[TargetingRow]) -> list[str]:
    """Write what a list means: who is missed most, what other places would change, and who else lives there."""
    row = rows[0]
    needs = 100 * row.income_deprived_inside / row.people_inside if row.people_inside else 0.0
    return [
        *(sentence for part in _group_by_edition(rows) for sentence in _write_who_is_missed_most(part)),
        *_write_what_other_places_would_change(rows),
        f"Of {SHORT_PEOPLE_WORDS[row.people_group]} who live in these places, {needs:.0f}% are on a low income.",
    ]


def _group_by_edition(rows: Sequence[TargetingRow]) -> list[list[TargetingRow]]:
    """Return rows of one edition together, the latest first: editions define a low income differently."""
    periods = sorted({row.period for row in rows}, reverse=True)
    return [[row for row in rows if row.period == period] for period in periods]


def _write_who_is_missed_most(rows: Sequence[TargetingRow]) -> list[str]:
    """Compare the kinds of people that one edition counts, where they differ by a percentage point or more."""
    missed, reached = (choose(rows, key=lambda row: row.reached_percent) for choose in (min, max))
    if reached.reached_percent - missed.reached_percent < 1:
        return []
    return [
        f"These places miss {SHORT_PEOPLE_WORDS[missed.people_group]} most. Of those on a low income, "
        f"{missed.reached_percent:.0f}% live there; of {SHORT_PEOPLE_WORDS[reached.people_group]}, "
        f"{reached.reached_percent:.0f}% do (Indices of {missed.period})."
    ]


def _write_what_other_places_would_change(rows: Sequence[TargetingRow]) -> list[str]:
    """Write for whom other places with no more residents would reach many more, and for whom they would not."""
    gaining = [row for row in rows if row.best_reached_percent - row.reached_percent >= LITTLE]
    sentences = []
    if gaining:
        gains = [
            f"{row.best_reached_percent:.0f}% of {SHORT_PEOPLE_WORDS[row.people_group]} in place of "
            f"{row.reached_percent:.0f}%"
            for row in gaining
        ]
        sentences.append(f"Other places of the same size could reach more: {_join_with_and(gains)}.")
    if others := [row for row in rows if row not in gaining]:
        most = [f"{row.best_reached_percent:.0f}% of {SHORT_PEOPLE_WORDS[row.people_group]}" for row in others]
        least_outside = 100 - max(row.best_reached_percent for row in others)
        ends = " Most live elsewhere, whichever places we choose." if least_outside > 50 else ""
        sentences.append(
            f"No choice of neighbourhoods of that size would reach more than {_join_with_and(most)}.{ends}"
        )
    return sentences


def _join_with_and(words: Sequence[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def _make_table(people: TargetedPeople, rows: Sequence[TargetingRow]) -> Table:
    chosen = _select(rows, people)
    lines = [
        (
            f"{row.list_name}\n{CHOSEN_BY_INCOME}" if row.kind in BY_INCOME else row.list_name,
            _write_to_tens(row.residents),
            _write_to_tens(row.income_deprived_inside),
            f"{row.reached_percent:.1f}%",
            f"{row.best_reached_percent:.1f}%",
        )
        for row in chosen
    ]
    first = chosen[0]
    caption = (
        f"{begin_with_capital(PEOPLE_WORDS[people])}: about {_write_to_tens(first.income_deprived)} of "
        f"{_write_to_tens(first.people_counted)} in the borough are on a low income (Indices of {first.period})"
    )
    return Table(caption, TARGETING_HEADER, tuple(lines), numbers=(1, 2, 3, 4))


def _write_to_tens(count: float) -> str:
    """Write a number of people that a rate implies: to tens, so that it does not look like a count."""
    return f"{round(count, -1):,.0f}"


def _name_neighbourhoods_of_better_list(memberships: "pd.DataFrame", row: TargetingRow) -> list[str]:
    """Return the names of the neighbourhoods that the best list holds and the targeted areas do not."""
    areas = memberships[memberships["lsoa_vintage"] == "2021"]
    inside = set(areas.loc[areas["area_type"] == row.list_code, "lsoacd"])
    is_neighbourhood = (areas["area_type"] == AreaType.LSOA) & (areas["vintage"] == "2021")
    named = areas[is_neighbourhood & areas["area_code"].isin(row.best_neighbourhoods.split())]
    return sorted(named.loc[~named["area_code"].isin(inside), "area_name"]) if inside else []
