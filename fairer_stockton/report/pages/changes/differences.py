"""The borough's headline figures in the last edition and in this, and their differences split into parts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fairer_stockton.definitions.measures import SUMMED, Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.changes.before import Before, Row
from fairer_stockton.report.pages.changes.causes import Causes, causes_of
from fairer_stockton.report.questions import borough_row, categories
from fairer_stockton.report.rows import DIGITS
from fairer_stockton.report.words.figures import known
from fairer_stockton.schemas.results.observations import OBSERVATION_NUMBERS
from fairer_stockton.statistics.changes import Figures, Step, split_change
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.inequality import absolute_gap

NONE = math.nan
COMPARED, HIDDEN, INVENTED, UNIT, UNKNOWN = "compared", "hidden", "invented", "unit", "unknown"


@dataclass(frozen=True)
class Portion:
    """A part of a difference, and what of it comes from the count and from the population; nan where unknown."""

    size: float = NONE
    by_count: float = NONE
    by_population: float = NONE

    @property
    def nothing(self) -> bool:
        """Whether neither the figure nor what it is made of differs."""
        return self.size == 0 and (self.by_count == 0 or not known(self.by_count))


@dataclass(frozen=True)
class Difference:
    """A figure of the last edition (`then`), the same period's in this one (`again`), and the latest (`now`)."""

    measure: Measure
    category: str
    then: Row
    again: Row | None
    now: Row
    state: str
    causes: Causes = Causes((), True)
    total: float = NONE
    revision: Portion = Portion()
    over_time: Portion = Portion()
    lower_95: float = NONE
    upper_95: float = NONE

    @property
    def title(self) -> str:
        """The measure's title, with the group of people where it is of one."""
        return self.measure.title_of(self.category)

    @property
    def unit(self) -> str:
        """The unit of a difference."""
        return "percentage_points" if self.measure.unit == "percent" else self.measure.unit

    @property
    def newer(self) -> bool:
        """Whether this edition's latest figure is of another time."""
        return bool(self.now["period"] != self.then["period"])

    @property
    def unmoved(self) -> bool:
        """Whether the figure is of the same time and the same."""
        return self.state == COMPARED and not self.newer and self.revision.nothing


def differences(edition: Edition, earlier: Before) -> list[Difference]:
    """Set every headline figure of this edition beside that of the last, in the order of the report."""
    measures = [measure for name in edition.framework for measure in edition.of_domain(name)]
    pairs = [(measure, category) for measure in measures for category in categories(edition, measure)]
    found = [one for pair in pairs if (one := _paired(edition, earlier, *pair))]
    compared = [one for one in found if one.state == COMPARED]
    split = iter(_split(compared))
    return [next(split) if one.state == COMPARED else one for one in found]


def _paired(edition: Edition, earlier: Before, measure: Measure, category: str) -> Difference | None:
    """Find the three figures of a measure; none where the last edition has none at all."""
    then, now = earlier.headline(measure, category), borough_row(edition, measure, category)
    if then is None or now is None:
        return None
    again = borough_row(edition, measure, category, period=then["period"])
    now, again = _as_published(now), _as_published(again) if again else None
    found = Difference(measure, category, then, again, now, _state(then, again, now))
    return replace(found, causes=causes_of(edition, earlier, then, again or now))


def _as_published(row: Row) -> Row:
    """Give a row with its numbers as its file holds them, so that equal figures are equal."""
    return {**row, **{name: float(DIGITS % row[name]) for name in OBSERVATION_NUMBERS}}


def _state(then: Row, again: Row | None, now: Row) -> str:
    """Say whether figures may be compared: none that is hidden in either edition, and none with an invented one."""
    rows = [then, now, *([again] if again else [])]
    if any(row["status"] == "suppressed" for row in rows):
        return HIDDEN
    if len({bool(row["synthetic"]) for row in rows}) > 1:
        return INVENTED
    if not (known(then["value"]) and known(now["value"])):
        return UNKNOWN
    return COMPARED if len({row["unit"] for row in rows}) == 1 else UNIT


def _split(found: Sequence[Difference]) -> list[Difference]:
    """Split all differences together, each with the interval of its change over time."""
    again = [one.again or {} for one in found]
    then, now = [one.then for one in found], [one.now for one in found]
    summed = np.array([one.measure.statistic in SUMMED for one in found], dtype=bool)
    per = np.array([one.measure.per for one in found])
    figures = [_figures(rows, summed) for rows in (then, again, now)]
    change = split_change(figures[0], figures[1], figures[2], per)
    over_time = absolute_gap(_estimate(now), _estimate(again))
    return [
        replace(
            one,
            total=float(change.total[place]),
            revision=_portion(change.revision, place),
            over_time=_portion(change.over_time, place),
            lower_95=float(over_time.lower_95[place]),
            upper_95=float(over_time.upper_95[place]),
        )
        for place, one in enumerate(found)
    ]


def _numbers(rows: Sequence[Row], name: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array([row.get(name, NONE) for row in rows], dtype=np.float64)


def _figures(rows: Sequence[Row], summed: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Figures:
    above, below = (np.where(summed, _numbers(rows, name), NONE) for name in ("numerator", "denominator"))
    return Figures.of(_numbers(rows, "value"), above, below)


def _estimate(rows: Sequence[Row]) -> Estimate:
    return Estimate.published(*(_numbers(rows, name) for name in ("value", "lower_95", "upper_95")))


def _portion(step: Step, place: int) -> Portion:
    return Portion(*(float(part[place]) for part in (step.size, step.by_count, step.by_population)))
