"""How gaps change over time: from when, by how much, how surely, and which of many changes may be called real."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from fairer_stockton.statistics.estimate import Z_95, Estimate, Floats
from fairer_stockton.statistics.inequality import compute_absolute_gap

ENTER_AT = 0.05  # the false discovery rate at or below which a change is called
LEAVE_ABOVE = 0.10  # a call once made stands until its rate is above this: a word must not flicker
POWER = 0.80
DETECTABLE_DEVIATES = float(Z_95 + ndtri(POWER))
"""A change of this many standard errors is found four times in five (two-sided 5 %, unadjusted): 2.80."""
LONGEST_WINDOW = 5  # periods that share no year over which a change is judged where there is no earlier baseline
_SPAN = 10_000  # more years than a period can lie apart

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class GapSeries:
    """Gaps of several series in one column each, all of shape (rows,), sorted by series and then by first year.

    `series` numbers the series of each row from 0, rising. `first_year` and `length` are of the period, in years. The
    periods of one series have one length. `value` and its limits are on the scale on which changes are differences,
    and nan where a gap has none.
    """

    series: Positions
    first_year: Positions
    length: Positions
    value: Floats
    lower_95: Floats
    upper_95: Floats

    def __post_init__(self) -> None:
        """Refuse columns of different lengths, and rows out of order."""
        columns = (self.first_year, self.length, self.value, self.lower_95, self.upper_95)
        if any(column.shape != self.series.shape for column in columns):
            raise ValueError(f"columns must have one shape, found {sorted({column.shape for column in columns})}")
        if np.any(np.diff(self.moment) <= 0) or np.any(self.length < 1):
            raise ValueError("rows must be sorted by series and year, no period twice, each of a year or more")

    @property
    def moment(self) -> Positions:
        """A number for each row that rises with its series and, within it, with its first year."""
        return self.series * _SPAN + self.first_year

    @property
    def last_year(self) -> Positions:
        """The last year of each period."""
        return self.first_year + self.length - 1


@dataclass(frozen=True, slots=True)
class ComparedPeriods:
    """For each row the rows that it is compared with, as positions; −1 where there is none.

    `first` is the first of its series, `baseline` the latest by then
    that ends by the baseline year, `previous` the latest
    before it that shares no year with it, `start` the one that its change is judged from. `count` is how many periods
    that share no year lie from `start` to the row itself, both among them; 1 where there is no `start`.
    """

    first: Positions
    baseline: Positions
    previous: Positions
    start: Positions
    count: Positions


@dataclass(frozen=True, slots=True)
class GapChange:
    """How much worse the first group fares than at the start, on the scale of the gaps; all of shape (rows,).

    Above nought its disadvantage has grown. `detectable` is the size of change that would be found four times in five.
    """

    change: Estimate
    detectable: Floats
    p_value: Floats


def find_compared_periods(gaps: GapSeries, baseline_year: int) -> ComparedPeriods:
    """Find for each row of gaps, as if it were the latest, the periods that it is compared with.

    A change is judged from the baseline: the latest period that ends by the baseline year. A row that has none before
    it is judged over its latest five periods, or as many as there are. Two periods that share a year share its data,
    so they are never set against each other.

    Returns:
        Positions of shape (rows,).
    """
    rows = np.arange(len(gaps.series))
    first = np.searchsorted(gaps.series, gaps.series)
    steps = [rows]
    for _ in range(LONGEST_WINDOW - 1):
        steps.append(_find_latest_row_before(gaps, steps[-1], gaps.first_year[steps[-1]]))
    back = np.stack(steps)
    window = back[(back >= 0).sum(axis=0) - 1, rows]
    # It ends before the row begins, and no later than the baseline year.
    baseline = _find_latest_row_before(gaps, rows, np.minimum(gaps.first_year, baseline_year + 1))
    is_after = gaps.last_year > baseline_year
    start = np.where(is_after & (baseline >= 0), baseline, window)
    start = np.where(start == rows, -1, start)
    own_baseline = np.where(is_after, baseline, rows)
    return ComparedPeriods(first, own_baseline, steps[1], start, _count_periods_from_start(gaps, start))


def compute_gap_changes(gaps: GapSeries, start: Positions, worse_sign: Floats) -> GapChange:
    """Compute how each row's gap differs from that of its start.

    The two periods share no year, so they are taken as independent: each side of the interval is put together from the
    two gaps' own limits by square-and-add (Newcombe 1998; Zou & Donner 2008). The p-value is that of the normal
    deviate that reaches nought on the side of the interval which faces it: it is below 0.05 just where the interval
    excludes nought. The detectable change is 2.80 standard errors, a standard error being the interval's width over
    2·1.96: what a study of these sizes would find four times in five, whatever was found (Hoenig & Heisey 2001).

    Args:
        gaps: of shape (rows,).
        start: the position of the row that each is compared with; −1 where there is none.
        worse_sign: 1 where a larger value says that the first group fares worse, −1 where a smaller one does.

    Returns:
        Changes of shape (rows,); nan without a start, and limits, p-value and detectable change nan without limits.
    """
    now, then = (
        Estimate.published(*_turn_worse_upwards(gaps, worse_sign, at, start))
        for at in (np.arange(len(start)), np.where(start < 0, 0, start))
    )
    change = compute_absolute_gap(now, then)
    with np.errstate(invalid="ignore", divide="ignore"):
        towards_nought = np.where(change.value > 0, change.value - change.lower_95, change.upper_95 - change.value)
        deviate = np.abs(change.value) * Z_95 / towards_nought
        detectable = DETECTABLE_DEVIATES * (change.upper_95 - change.lower_95) / (2.0 * Z_95)
    return GapChange(change, detectable, 2.0 * ndtr(-deviate))


def adjust_p_values(p_values: ArrayLike, family: ArrayLike) -> Floats:
    """Return the false discovery rate at which each change would be called, within its family.

    Benjamini & Hochberg (1995, JRSS B 57:289–300), the families of all councils at once.

    Args:
        p_values: shape (changes,); nan where a change is not tested.
        family: the number of each change's family, of the same shape; a negative one has none.

    Returns:
        Rates from 0 to 1, nan where not tested.
    """
    p, number = np.asarray(p_values, dtype=np.float64), np.asarray(family)
    rates = np.full(p.shape, np.nan)
    tested = np.flatnonzero((number >= 0) & np.isfinite(p))
    if not tested.size:
        return rates
    order = tested[np.lexsort((p[tested], number[tested]))]
    begins = np.diff(number[order], prepend=-1) != 0
    at = np.cumsum(begins) - 1  # the family of each, from 0
    size, first = np.bincount(at), np.flatnonzero(begins)
    rank = np.arange(order.size) - first[at] + 1
    scaled = p[order] * (size[at] / rank)
    # The least of each and all after it within its family. Places in order are compared, not the numbers themselves:
    # a family's places lie above those of the families before it, and a number added to a rate would round it.
    ascending, place = np.unique(scaled, return_inverse=True)
    least = np.minimum.accumulate((place + at * order.size)[::-1])[::-1] - at * order.size
    rates[order] = np.clip(ascending[least], 0.0, 1.0)
    return rates


def replay_calls(
    gaps: GapSeries, change: ArrayLike, p_values: ArrayLike, family: ArrayLike
) -> tuple[NDArray[np.int8], Floats]:
    """Return which changes are called, by replaying the years from the first on, and the rates at which.

    In each year every series is as its latest period by then has it, and the rates are adjusted over the family of
    that year. A call is entered at a rate of 0.05 or less; it stands, as long as the change keeps its sign and its own
    interval excludes nought, until the rate is above 0.10. What is returned for a row is what was said of it last,
    before the next period came. So the words depend on the series of today alone, never on an earlier edition.

    Args:
        gaps: of shape (rows,).
        change: signed, of the same shape.
        p_values: of the same shape; nan where not tested.
        family: the number of each row's family; a negative one is not tested.

    Returns:
        1 where an increase is called, −1 where a decrease is, else 0; and the rates.
    """
    sign = np.nan_to_num(np.sign(np.asarray(change, dtype=np.float64))).astype(np.int8)
    p, families = np.asarray(p_values, dtype=np.float64), np.asarray(family)
    last_year, last_row_of_series = gaps.last_year, np.flatnonzero(np.diff(gaps.series, append=-1))
    series_count = len(last_row_of_series)
    standing = np.zeros(series_count, dtype=np.int8)
    calls, rates = np.zeros(len(sign), dtype=np.int8), np.full(len(sign), np.nan)
    order = np.lexsort((np.arange(len(sign)), last_year))
    latest = np.full(series_count, -1)
    number = np.cumsum(np.diff(gaps.series, prepend=-1) != 0) - 1
    for new_rows in np.split(order, np.flatnonzero(np.diff(last_year[order])) + 1):
        latest[number[new_rows]] = new_rows
        held = np.flatnonzero(latest >= 0)
        rows = latest[held]
        rate = adjust_p_values(p[rows], families[rows])
        enters = rate <= ENTER_AT
        stays = (standing[held] == sign[rows]) & (rate <= LEAVE_ABOVE) & (p[rows] <= ENTER_AT)
        standing[held] = np.where(enters | stays, sign[rows], 0)
        calls[rows], rates[rows] = standing[held], rate
    return calls, rates


def _find_latest_row_before(gaps: GapSeries, rows: Positions, year: Positions) -> Positions:
    """Return the latest row of the same series whose period ends before a year; −1 where there is none."""
    at = np.where(rows < 0, 0, rows)
    earlier = np.searchsorted(gaps.moment, gaps.series[at] * _SPAN + year - gaps.length[at], side="right") - 1
    is_own = (rows >= 0) & (earlier >= 0) & (gaps.series[earlier] == gaps.series[at])
    return np.where(is_own, earlier, -1)


def _count_periods_from_start(gaps: GapSeries, start: Positions) -> Positions:
    """Return how many periods that share no year lie from the start to each row.

    Counted backwards from the row. Where a step would leap over the start, the period before the step shares years
    with the start and is counted in its place.
    """
    count, at = np.zeros(len(start), dtype=np.int64), np.arange(len(start))
    while np.any(is_between := (at >= 0) & (at >= start) & (start >= 0)):
        count += is_between
        at = np.where(is_between, _find_latest_row_before(gaps, at, gaps.first_year[np.maximum(at, 0)]), -1)
    return np.maximum(count, 1)


def _turn_worse_upwards(
    gaps: GapSeries, sign: Floats, rows: Positions, start: Positions
) -> tuple[Floats, Floats, Floats]:
    """Return value and limits of rows, turned so that more is worse for the first group; nan without a start."""
    blank = np.where(start < 0, np.nan, 1.0)
    value, low, high = (number[rows] * sign * blank for number in (gaps.value, gaps.lower_95, gaps.upper_95))
    return value, np.where(sign < 0, high, low), np.where(sign < 0, low, high)
