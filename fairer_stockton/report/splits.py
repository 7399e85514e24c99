"""Why a gap is there: each split with its parts in the latest period, and what may be said of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from fairer_stockton.definitions.decompositions import Decomposition
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import FigureRow, read_rows
from fairer_stockton.report.words.figures import (
    choose_more_or_less,
    write_difference_limits,
    write_difference_size,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.run.vocabulary import Component, GapType
from fairer_stockton.schemas.results.decompositions import SUMS

MOST_GROUPS_NAMED = 3
ROUNDED_AWAY = "under"  # begins a size that is too small to be written


@dataclass(frozen=True, slots=True)
class DecompositionRow(FigureRow):
    """A row of decompositions: the difference, one of its parts, or what a group adds to one."""

    decomposition: str
    gap_type: GapType
    group_a: str
    group_b: str
    component: Component
    category: str
    share_a: float
    share_b: float
    figure_a: float
    figure_b: float


@dataclass(frozen=True)
class GroupParts:
    """What one group of people adds to each part: composition is none in a life expectancy."""

    rates: DecompositionRow
    composition: DecompositionRow | None


@dataclass(frozen=True)
class Split:
    """One difference that is split: its parts in its latest period with a value, and its sums in every period."""

    entry: Decomposition
    measure: Measure
    total: DecompositionRow
    rates: DecompositionRow
    composition: DecompositionRow | None
    groups: tuple[GroupParts, ...]
    sums: tuple[DecompositionRow, ...]

    @property
    def name(self) -> str:
        """A name for anchors and files."""
        return f"{self.entry.name}-{self.total.gap_type}".replace("_", "-")

    @property
    def sides(self) -> tuple[str, str]:
        """Both sides, as they stand within a sentence."""
        return _write_side(self.total.group_a), _write_side(self.total.group_b)

    @property
    def between(self) -> str:
        """Who is compared, as it stands in a title."""
        fifths = self.total.group_a.replace("Most deprived fifth", "Most and least deprived fifths")
        return fifths if fifths != self.total.group_a else f"{self.total.group_a} and {self.total.group_b}"


def list_splits(edition: Edition) -> list[Split]:
    """List every split of an edition that has a value in some period."""
    rows = read_rows(edition.decompositions, DecompositionRow)
    by_pair = groupby(rows, key=lambda row: (row.decomposition, row.gap_type))
    splits = (_make_split(edition, name, list(listed)) for (name, _), listed in by_pair)
    return [split for split in splits if split]


def _make_split(edition: Edition, name: str, rows: Sequence[DecompositionRow]) -> Split | None:
    totals = [row for row in rows if row.component == Component.TOTAL and row.has_value]
    if not totals:
        return None
    entry, latest = edition.definitions.decompositions[name], max(totals, key=lambda row: row.period)
    cells = {(row.component, row.category): row for row in rows if row.period == latest.period}
    categories = dict.fromkeys(row.category for row in rows if row.category != SUMS)
    return Split(
        entry=entry,
        measure=edition.measures[entry.measure],
        total=latest,
        rates=cells[Component.RATES, SUMS],
        composition=cells.get((Component.COMPOSITION, SUMS)),
        groups=tuple(
            GroupParts(cells[Component.RATES, category], cells.get((Component.COMPOSITION, category)))
            for category in categories
        ),
        sums=tuple(row for row in rows if row.category == SUMS and row.has_value),
    )


def list_measures_that_wait(edition: Edition) -> list[tuple[str, str]]:
    """List the measures that would be split if there were extracts of them, each with what it waits for."""
    waiting = []
    for entry in edition.definitions.decompositions.values():
        measure = edition.definitions.measures.get(entry.measure)
        absent = [name for name in measure.tables if name not in edition.sources] if measure else []
        if measure and absent:
            waiting.append((measure.title, "; ".join(edition.definitions.source_titles[name] for name in absent)))
    return waiting


def describe_split(split: Split) -> list[str]:
    """Write the finding first, then how sure it is, and which groups are behind it."""
    finding = _write_finding(split)
    return [finding, *filter(None, (_write_uncertainty(split), _write_groups_behind_it(split)))]


def _write_finding(split: Split) -> str:
    """Write how much of the difference each part is, the larger first."""
    total, composition = split.total, split.composition
    size, when = write_difference_size(total.value, total.unit), write_period(total.period)
    a, b = split.sides
    apart = f"{size} by which {a} is {'above' if total.value > 0 else 'below'} {b}"
    if composition is None:
        return f"We split the {apart} in {when} by {split.entry.groups}."
    causes = sorted(
        ((split.rates, split.entry.rates), (composition, split.entry.composition)), key=lambda pair: -abs(pair[0].value)
    )
    (larger, first), (smaller, second) = causes
    if larger.value * smaller.value >= 0:
        return (
            f"Of the {apart} in {when}, {_write_number(larger)} come from {first} and {_write_number(smaller)} from "
            f"{second}."
        )
    ways = [choose_more_or_less(row.value, row.unit) for row in (larger, smaller, total)]
    return (
        f"In {when} two things pull in opposite directions. Because of {first}, the figure is "
        f"{write_difference_size(larger.value, larger.unit)} {ways[0]} in {a} than in {b}; because of {second}, it is "
        f"{_write_number(smaller)} {ways[1]}. Together that is {_write_number(total)} {ways[2]}."
    )


def _write_uncertainty(split: Split) -> str:
    rates, composition = split.rates, split.composition
    if rates.note:
        return f"{rates.note[:1].upper()}{rates.note[1:].replace('this can', 'each part can')}."
    if not rates.has_interval:
        return ""
    if composition is None:
        return f"The 95% interval of the difference is {write_difference_limits(split.total)}."
    return (
        f"The 95% interval of what comes from {split.entry.rates} is {write_difference_limits(rates)}, and of what "
        f"comes from {split.entry.composition} {write_difference_limits(composition)}."
    )


def _write_groups_behind_it(split: Split) -> str:
    first = split.groups[0].rates
    if len(split.groups) == 2 and first.share_a == first.share_a:
        here, there = (write_value_with_unit(share, "percent") for share in (first.share_a, first.share_b))
        a, b = split.sides
        return f"{first.category}: {here} in {a} and {there} in {b}."
    same_way = [group.rates for group in split.groups if group.rates.value * split.rates.value > 0]
    largest = sorted(same_way, key=lambda row: -abs(row.value))[:MOST_GROUPS_NAMED]
    if not largest:
        return ""
    named = [f"{row.category} ({_write_number(row)})" for row in largest]
    listed = f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
    return f"The largest parts of what comes from {split.entry.rates} are at {split.entry.groups} {listed}."


def _write_number(row: DecompositionRow) -> str:
    """Write the size of a part without its unit, which a sentence has named already."""
    words = write_difference_size(row.value, row.unit).split(" ")
    return " ".join(words[:2] if words[0] == ROUNDED_AWAY else words[:1])


def list_cells_by_period(split: Split) -> Iterator[tuple[DecompositionRow, ...]]:
    """Yield the difference and its parts in each period, the latest first."""
    by_period: dict[str, list[DecompositionRow]] = {}
    for row in split.sums:
        by_period.setdefault(row.period, []).append(row)
    yield from (tuple(by_period[period]) for period in sorted(by_period, reverse=True))


def _write_side(group: str) -> str:
    """Write a side within a sentence: fifths are words, areas names."""
    return f"the {group[:1].lower()}{group[1:]}" if "fifth" in group else group
