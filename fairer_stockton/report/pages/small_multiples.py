"""Small multiples: the two lines of a gap over the years, as numbers from which a template draws a vector picture.

All that are shown together share one axis of time, so that the same year is in the same position on each.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.headlines.choice import HeadlineGap
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.words.figures import begin_with_capital, write_period, write_value_with_unit

YEARS_BEFORE_START = 10  # of the framework: how far back the axis goes where there are figures
UNITS = 1000  # of a drawing, in each direction
ROOM_FOR_MARKS = 60  # units above and below the lines, for the marks at their ends
LONGEST_STEP = 1.5  # times the usual step between two periods; a longer one leaves out a year, and the line is broken
FEWEST_SHOWN = 2  # periods
FEW_PERIODS = 4  # that each get a mark
TICK_ROOM = 14.0  # hundredths of the axis that the words below it need


@dataclass(frozen=True)
class TimeAxis:
    """The time that pictures show, from the beginning of a year to that of another; and the framework's first year."""

    first: int
    last: int
    start_year: int

    def find_position(self, year: float) -> float:
        """Return where a year is: 0 at the left edge, 100 at the right."""
        return round((year - self.first) / (self.last - self.first) * 100, 1)

    @property
    def start(self) -> float:
        """Where the middle of the framework's first year is."""
        return self.find_position(self.start_year + 0.5)

    @property
    def ticks(self) -> tuple[tuple[float, int], ...]:
        """The years that are written below the axis, each with its position: the first, the start and the last."""
        years = (self.first, self.start_year, self.last - 1)
        ticks = [(self.find_position(year + 0.5), year) for year in years]
        return tuple(tick for tick in ticks if tick[1] == self.start_year or abs(tick[0] - self.start) > TICK_ROOM)


@dataclass(frozen=True)
class LineEnd:
    """The end of one of the two lines: whose it is, its latest figure, and where it is in the drawing."""

    is_worse_off: bool
    name: str
    figure: str
    x: float
    y: float


@dataclass(frozen=True)
class SmallMultiple:
    """One gap over the years: the lines as SVG paths, the shaded gap between them, and their ends, the upper first."""

    worse_off: str
    better_off: str
    gap: str
    points: tuple[tuple[bool, float, float], ...]  # periods with a mark: whether of the worse-off group, and where
    ends: tuple[LineEnd, LineEnd]
    description: str


@dataclass(frozen=True)
class _Pair:
    """The figures of both groups in a period."""

    year: float
    first: ObservationRow
    second: ObservationRow


def compute_middle_of_period(period: str) -> float:
    """Return the year, with its fraction, in which the middle of a period lies: 2023.5 for `2022 to 2024`."""
    month = re.fullmatch(r"(\d{4})-(\d\d)", period)
    if month:
        return int(month[1]) + (int(month[2]) - 0.5) / 12
    years = [int(year) for year in re.findall(r"\d{4}", period)]
    # A year such as 2023/24 begins in the spring or the autumn, and so ends in the next.
    return (years[0] + years[-1] + 1) / 2 + (0.5 if "/" in period else 0.0)


def make_time_axis(gaps: Iterable[HeadlineGap], start_year: int) -> TimeAxis | None:
    """Return the axis that pictures of some gaps share; None where there is no gap."""
    years = [pair.year for gap in gaps for pair in _pair_figures(gap, start_year)]
    if not years:
        return None
    years.append(start_year + 0.5)
    return TimeAxis(math.floor(min(years)), math.ceil(max(years)), start_year)


def make_small_multiple(gap: HeadlineGap, axis: TimeAxis) -> SmallMultiple | None:
    """Return the picture of a gap; None where it has too few periods."""
    pairs = _pair_figures(gap, axis.start_year)
    if len(pairs) < FEWEST_SHOWN:
        return None
    values = [row.value for pair in pairs for row in (pair.first, pair.second)]
    low, high = min(values), max(values)
    span = (high - low) or 1.0

    def find_point(year: float, row: ObservationRow) -> tuple[float, float]:
        height = (high - row.value) / span * (UNITS - 2 * ROOM_FOR_MARKS) + ROOM_FOR_MARKS
        return round(axis.find_position(year) * UNITS / 100, 1), round(height, 1)

    stretches = [
        [(find_point(pair.year, pair.first), find_point(pair.year, pair.second)) for pair in stretch]
        for stretch in _part_at_breaks_and_missing_years(gap.measure, pairs)
    ]
    first, second = ([[points[side] for points in stretch] for stretch in stretches] for side in (0, 1))
    ends = [
        LineEnd(is_first, begin_with_capital(name), _write_figure(row), _scale_to_hundred(x), _scale_to_hundred(y))
        for is_first, name, row, (x, y) in zip(
            (True, False), gap.groups, (pairs[-1].first, pairs[-1].second), stretches[-1][-1], strict=True
        )
    ]
    upper, lower = sorted(ends, key=lambda end: end.y)
    return SmallMultiple(
        worse_off=_write_lines(first),
        better_off=_write_lines(second),
        gap="".join(
            f"{_write_line([points[0] for points in stretch])}L"
            f"{_write_points([points[1] for points in reversed(stretch)])}z"
            for stretch in stretches
            if len(stretch) > 1
        ),
        points=tuple(
            (side == 0, _scale_to_hundred(x), _scale_to_hundred(y))
            for stretch in stretches
            # A line would hide how few periods it joins.
            if len(stretch) == 1 or len(pairs) <= FEW_PERIODS
            for points in stretch
            for side, (x, y) in enumerate(points)
        ),
        ends=(upper, lower),
        description=_describe_lines(gap, pairs),
    )


def _pair_figures(gap: HeadlineGap, start_year: int) -> list[_Pair]:
    """Return the periods in which both groups have a figure; the latest ones alone where there are enough of them."""
    others = {row.period: row for row in gap.better_off}
    pairs = [
        _Pair(compute_middle_of_period(row.period), row, others[row.period])
        for row in gap.worse_off
        if row.period in others
    ]
    recent = [pair for pair in pairs if pair.year >= start_year - YEARS_BEFORE_START]
    return recent if len(recent) >= FEWEST_SHOWN else pairs


def _part_at_breaks_and_missing_years(measure: Measure, pairs: Sequence[_Pair]) -> list[list[_Pair]]:
    """Return the stretches within which a line may join two periods."""
    steps = [after.year - before.year for before, after in pairwise(pairs)]
    usual = median(steps)
    number = 0
    numbers = [0]
    for step in steps:
        number += step > LONGEST_STEP * usual
        numbers.append(number)
    keys = [
        (measure.count_breaks_before(pair.first.period), stretch) for pair, stretch in zip(pairs, numbers, strict=True)
    ]
    numbered = groupby(zip(keys, pairs, strict=True), key=lambda entry: entry[0])
    return [[pair for _, pair in stretch] for _, stretch in numbered]


def _scale_to_hundred(units: float) -> float:
    return round(units / UNITS * 100, 2)


def _write_lines(stretches: Iterable[Sequence[tuple[float, float]]]) -> str:
    return "".join(_write_line(stretch) for stretch in stretches if len(stretch) > 1)


def _write_line(points: Sequence[tuple[float, float]]) -> str:
    return f"M{_write_points(points)}"


def _write_points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g} {y:g}" for x, y in points)


def _write_figure(row: ObservationRow) -> str:
    return write_value_with_unit(row.value, row.unit)


def _describe_lines(gap: HeadlineGap, pairs: Sequence[_Pair]) -> str:
    """Describe both lines for those who do not see them: the first and the latest figure of each."""
    first, last = pairs[0], pairs[-1]
    described = [
        f"{begin_with_capital(name)}: {_write_figure(then)} in {write_period(then.period)}, "
        f"{_write_figure(now)} in {write_period(now.period)}."
        for name, then, now in zip(gap.groups, (first.first, first.second), (last.first, last.second), strict=True)
    ]
    return " ".join(described)
