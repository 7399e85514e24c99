"""The borough's headline figures in the last edition and in this, and their differences split into parts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fairer_stockton.definitions.measures import Measure, SummedMeasure
from fairer_stockton.editions.cells import DECIMALS
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.changes.causes import RevisionCauses, find_causes_of_revision
from fairer_stockton.report.pages.changes.earlier_edition import EarlierEdition
from fairer_stockton.report.questions import find_borough_figure, list_categories
from fairer_stockton.report.rows import DIGITS, Amount, ObservationRow
from fairer_stockton.report.words.figures import is_known
from fairer_stockton.schemas.results.observations import OBSERVATION_NUMBERS
from fairer_stockton.statistics.changes import ChangeStep, ValuesWithSums, split_change
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.inequality import compute_absolute_gap

UNKNOWN_NUMBER = math.nan
COMPARED, HIDDEN_FIGURE, INVENTED_FIGURE, OTHER_UNIT, NO_FIGURE = "compared", "hidden", "invented", "unit", "unknown"


@dataclass(frozen=True)
class Portion:
    """A part of a difference, and what of it comes from the count and from the population; nan where unknown."""

    size: float = UNKNOWN_NUMBER
    by_count: float = UNKNOWN_NUMBER
    by_population: float = UNKNOWN_NUMBER

    @property
    def is_nothing(self) -> bool:
        """Whether neither the figure nor what it is made of differs."""
        return self.size == 0 and (self.by_count == 0 or not is_known(self.by_count))


@dataclass(frozen=True)
class Difference:
    """A figure of the last edition (`then`), the same period's in this one (`again`), and the latest (`now`)."""

    measure: Measure
    category: str
    then: ObservationRow
    again: ObservationRow | None
    now: ObservationRow
    state: str
    causes: RevisionCauses = RevisionCauses((), True)
    total: float = UNKNOWN_NUMBER
    revision: Portion = Portion()
    over_time: Portion = Portion()
    lower_95: float = UNKNOWN_NUMBER
    upper_95: float = UNKNOWN_NUMBER

    @property
    def title(self) -> str:
        """The measure's title, with the group of people where it is of one."""
        return self.measure.make_title_of_group(self.category)

    @property
    def unit(self) -> str:
        """The unit of a difference."""
        return "percentage_points" if self.measure.unit == "percent" else self.measure.unit

    @property
    def change_over_time(self) -> Amount:
        """The change from one period to the other, with its limits."""
        return Amount(self.over_time.size, self.lower_95, self.upper_95, self.unit)

    @property
    def is_newer(self) -> bool:
        """Whether this edition's latest figure is of another time."""
        return self.now.period != self.then.period

    @property
    def unchanged(self) -> bool:
        """Whether the figure is of the same time and the same."""
        return self.state == COMPARED and not self.is_newer and self.revision.is_nothing


def find_differences(edition: Edition, earlier: EarlierEdition) -> list[Difference]:
    """Compare every headline figure of this edition with that of the last, in the order of the report."""
    measures = [measure for name in edition.framework for measure in edition.list_measures_with_figures(name)]
    pairs = [(measure, category) for measure in measures for category in list_categories(edition, measure)]
    every = [
        difference for pair in pairs if (difference := _make_difference_of_headline_figures(edition, earlier, *pair))
    ]
    compared = [difference for difference in every if difference.state == COMPARED]
    # Split in one call over arrays; the iterator puts each back where it was in the report's order.
    split = iter(_split_differences_into_parts(compared))
    return [next(split) if difference.state == COMPARED else difference for difference in every]


def _make_difference_of_headline_figures(
    edition: Edition, earlier: EarlierEdition, measure: Measure, category: str
) -> Difference | None:
    """Find the three figures of a measure; return none where the last edition has no figure of it."""
    then, now = earlier.find_headline_figure(measure, category), find_borough_figure(edition, measure, category)
    if then is None or now is None:
        return None
    again = find_borough_figure(edition, measure, category, period=then.period)
    # The earlier edition was read from its files: noise past their digits would count as a revision.
    now, again = _round_row_as_published(now), _round_row_as_published(again) if again else None
    difference = Difference(measure, category, then, again, now, _classify_whether_comparable(then, again, now))
    return replace(difference, causes=find_causes_of_revision(edition, earlier, then, again or now))


def _round_row_as_published(row: ObservationRow) -> ObservationRow:
    """Return a row with its numbers as its file holds them, so that equal figures are equal."""
    numbers: dict[str, Any] = {
        name: float(DIGITS % round(getattr(row, name), DECIMALS)) for name in OBSERVATION_NUMBERS
    }
    return replace(row, **numbers)


def _classify_whether_comparable(
    published_figure: ObservationRow, recomputed_figure: ObservationRow | None, latest_figure: ObservationRow
) -> str:
    """Return whether figures may be compared: none that is hidden in either edition, and none with an invented one."""
    rows = [published_figure, latest_figure, *([recomputed_figure] if recomputed_figure else [])]
    if any(row.is_suppressed for row in rows):
        return HIDDEN_FIGURE
    if len({row.synthetic for row in rows}) > 1:
        return INVENTED_FIGURE
    if not (published_figure.has_value and latest_figure.has_value):
        return NO_FIGURE
    return COMPARED if len({row.unit for row in rows}) == 1 else OTHER_UNIT


def _split_differences_into_parts(differences: Sequence[Difference]) -> list[Difference]:
    """Split all differences together, each with the interval of its change over time."""
    again = [difference.again for difference in differences]
    then, now = [difference.then for difference in differences], [difference.now for difference in differences]
    summed = np.array([isinstance(difference.measure, SummedMeasure) for difference in differences], dtype=bool)
    per = np.array([difference.measure.per for difference in differences])
    figures = [_make_values_with_sums(rows, summed) for rows in (then, again, now)]
    change = split_change(figures[0], figures[1], figures[2], per)
    over_time = compute_absolute_gap(_make_estimates_from_rows(now), _make_estimates_from_rows(again))
    return [
        replace(
            difference,
            total=float(change.total[position]),
            revision=_make_portion_of_change_step(change.revision, position),
            over_time=_make_portion_of_change_step(change.over_time, position),
            lower_95=float(over_time.lower_95[position]),
            upper_95=float(over_time.upper_95[position]),
        )
        for position, difference in enumerate(differences)
    ]


def _make_array_of_column(
    rows: Sequence[ObservationRow | None], column_name: str
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array([getattr(row, column_name) if row else UNKNOWN_NUMBER for row in rows], dtype=np.float64)


def _make_values_with_sums(
    rows: Sequence[ObservationRow | None], has_sums: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> ValuesWithSums:
    above, below = (
        np.where(has_sums, _make_array_of_column(rows, name), UNKNOWN_NUMBER) for name in ("numerator", "denominator")
    )
    return ValuesWithSums.of(_make_array_of_column(rows, "value"), above, below)


def _make_estimates_from_rows(rows: Sequence[ObservationRow | None]) -> Estimate:
    return Estimate.published(*(_make_array_of_column(rows, name) for name in ("value", "lower_95", "upper_95")))


def _make_portion_of_change_step(change_step: ChangeStep, position: int) -> Portion:
    return Portion(
        *(float(part[position]) for part in (change_step.size, change_step.by_count, change_step.by_population))
    )
