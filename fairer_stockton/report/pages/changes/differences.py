"""The borough's headline figures in the last edition and in this, and their differences split into parts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fairer_stockton.definitions.measures import Measure, SummedMeasure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.changes.causes import RevisionCauses, find_causes_of_revision
from fairer_stockton.report.pages.changes.earlier_edition import EarlierEdition
from fairer_stockton.report.questions import find_borough_figure, list_categories
from fairer_stockton.report.rows import DIGITS, Amount, ObservationRow
from fairer_stockton.report.words.figures import is_known
from fairer_stockton.schemas.results.observations import OBSERVATION_NUMBERS
from fairer_stockton.statistics.changes import Figures, Step, split_change
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
    every = [difference for pair in pairs if (difference := _pair_headline_figures(edition, earlier, *pair))]
    compared = [difference for difference in every if difference.state == COMPARED]
    # Split in one call over arrays; the iterator puts each back where it was in the report's order.
    split = iter(_split_differences_into_parts(compared))
    return [next(split) if difference.state == COMPARED else difference for difference in every]


def _pair_headline_figures(
    edition: Edition, earlier: EarlierEdition, measure: Measure, category: str
) -> Difference | None:
    """Find the three figures of a measure; return none where the last edition has no figure of it."""
    then, now = earlier.headline_figure(measure, category), find_borough_figure(edition, measure, category)
    if then is None or now is None:
        return None
    again = find_borough_figure(edition, measure, category, period=then.period)
    # The earlier edition was read from its files: noise past their digits would count as a revision.
    now, again = _restore_published_figure(now), _restore_published_figure(again) if again else None
    difference = Difference(measure, category, then, again, now, _classify_comparison(then, again, now))
    return replace(difference, causes=find_causes_of_revision(edition, earlier, then, again or now))


def _restore_published_figure(row: ObservationRow) -> ObservationRow:
    """Return a row with its numbers as its file holds them, so that equal figures are equal."""
    numbers: dict[str, Any] = {name: float(DIGITS % getattr(row, name)) for name in OBSERVATION_NUMBERS}
    return replace(row, **numbers)


def _classify_comparison(then: ObservationRow, again: ObservationRow | None, now: ObservationRow) -> str:
    """Return whether figures may be compared: none that is hidden in either edition, and none with an invented one."""
    rows = [then, now, *([again] if again else [])]
    if any(row.is_suppressed for row in rows):
        return HIDDEN_FIGURE
    if len({row.synthetic for row in rows}) > 1:
        return INVENTED_FIGURE
    if not (then.has_value and now.has_value):
        return NO_FIGURE
    return COMPARED if len({row.unit for row in rows}) == 1 else OTHER_UNIT


def _split_differences_into_parts(differences: Sequence[Difference]) -> list[Difference]:
    """Split all differences together, each with the interval of its change over time."""
    again = [difference.again for difference in differences]
    then, now = [difference.then for difference in differences], [difference.now for difference in differences]
    summed = np.array([isinstance(difference.measure, SummedMeasure) for difference in differences], dtype=bool)
    per = np.array([difference.measure.per for difference in differences])
    figures = [_figures_from_rows(rows, summed) for rows in (then, again, now)]
    change = split_change(figures[0], figures[1], figures[2], per)
    over_time = compute_absolute_gap(_estimate_from_rows(now), _estimate_from_rows(again))
    return [
        replace(
            difference,
            total=float(change.total[position]),
            revision=_portion_of_step(change.revision, position),
            over_time=_portion_of_step(change.over_time, position),
            lower_95=float(over_time.lower_95[position]),
            upper_95=float(over_time.upper_95[position]),
        )
        for position, difference in enumerate(differences)
    ]


def _column_as_array(
    rows: Sequence[ObservationRow | None], name: str
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array([getattr(row, name) if row else UNKNOWN_NUMBER for row in rows], dtype=np.float64)


def _figures_from_rows(
    rows: Sequence[ObservationRow | None], summed: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> Figures:
    above, below = (
        np.where(summed, _column_as_array(rows, name), UNKNOWN_NUMBER) for name in ("numerator", "denominator")
    )
    return Figures.of(_column_as_array(rows, "value"), above, below)


def _estimate_from_rows(rows: Sequence[ObservationRow | None]) -> Estimate:
    return Estimate.published(*(_column_as_array(rows, name) for name in ("value", "lower_95", "upper_95")))


def _portion_of_step(step: Step, position: int) -> Portion:
    return Portion(*(float(part[position]) for part in (step.size, step.by_count, step.by_population)))
