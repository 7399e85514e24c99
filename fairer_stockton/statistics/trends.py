"""Change over time: the recent trend of a measure, and whether a gap is closing or widening."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.run.vocabulary import Direction, Polarity, Reason, Trend
from fairer_stockton.statistics.estimate import Z_95, Bools, Estimate, Floats, Texts, find_text_of_first_failure

TREND_PERIODS = 5
TREND_CHI_SQUARED = 9.54953570608324
"""The 99.8 % point of χ² with one degree of freedom (the square of z = 3.0902)."""

_FINGERTIPS_WIDTH = 3.92

_UP_AND_DOWN = {
    Polarity.NEUTRAL: (Trend.INCREASING, Trend.DECREASING),
    Polarity.HIGHER_IS_BETTER: (Trend.IMPROVING, Trend.WORSENING),
    Polarity.LOWER_IS_BETTER: (Trend.WORSENING, Trend.IMPROVING),
}


@dataclass(frozen=True, slots=True)
class GapChange:
    """How a gap's size has changed from the first to the last period, and in a word."""

    change: Estimate
    direction: Texts


def judge_recent_trend(
    value: ArrayLike, lower: ArrayLike, upper: ArrayLike, period: ArrayLike, polarity: Polarity = Polarity.NEUTRAL
) -> Texts:
    """Return whether the last five yearly values show a trend (OHID Fingertips, recent trends).

    v = ((U − L)/3.92)²; weighted least-squares slope on t = 1..5, weights 1/v; χ² = (slope/SE)². There is a trend when
    χ² > 9.5495 and the slope keeps its sign whichever single year is left out.

    Args:
        value: shape (…, periods), oldest first.
        lower: lower 95 % limits, of the same shape.
        upper: upper 95 % limits, of the same shape.
        period: the year of each value, shape (periods,) or that of the values, rising.
        polarity: gives improving / worsening for increasing / decreasing.

    Returns:
        Words of shape (…), from `Trend`. not_calculated: fewer than five periods, the last five are not
        consecutive years, or one of them has no value or no interval of positive width.

    Raises:
        ValueError: shapes do not fit, periods do not rise, or the polarity is not known.
    """
    if polarity not in _UP_AND_DOWN:
        raise ValueError(f"polarity {polarity!r} is not one of {', '.join(_UP_AND_DOWN)}")
    y, low, high = (np.asarray(array, dtype=np.float64) for array in (value, lower, upper))
    years = _broadcast_periods_to_values(period, y, low, high)
    words = np.full(y.shape[:-1], Trend.NOT_CALCULATED, dtype=object)
    if years.shape[-1] < TREND_PERIODS:
        return words
    yearly = (np.diff(years[..., -TREND_PERIODS:]) == 1).all(axis=-1)
    y, low, high = (array[..., -TREND_PERIODS:] for array in (y, low, high))
    with np.errstate(all="ignore"):
        weight = 1.0 / ((high - low) / _FINGERTIPS_WIDTH) ** 2
        known = yearly & (np.isfinite(y) & np.isfinite(weight)).all(axis=-1)
        time = np.arange(1.0, TREND_PERIODS + 1)
        slope, error = _fit_weighted_slope(y, weight, time)
        # One row for each year left out: its weight is nil.
        weights_without = weight[..., None, :] * (1.0 - np.eye(TREND_PERIODS))
        without, _ = _fit_weighted_slope(y[..., None, :], weights_without, time)
        steady = (np.sign(without) == np.sign(slope)[..., None]).all(axis=-1)
        trend = (slope / error) ** 2 > TREND_CHI_SQUARED
    up, down = _UP_AND_DOWN[polarity]
    words[known] = Trend.NO_SIGNIFICANT_CHANGE
    words[known & trend & steady & (slope > 0)] = up
    words[known & trend & steady & (slope < 0)] = down
    return words


def judge_gap_change(
    value: ArrayLike,
    lower_95: ArrayLike,
    upper_95: ArrayLike,
    period: ArrayLike,
    *,
    relative: bool = False,
    fewest_periods: int = 2,
) -> GapChange:
    """Return whether a gap is closing or widening over its periods, with an interval for the change.

    A weighted least-squares line, weights 1/SE² with SE = (U − L)/(2z); for a relative gap through its logarithm, so
    that the gap of 1 is "none". The change is the size of the fitted gap (its distance from none, either way) at the
    last period less that at the first; its variance follows from the line's (Draper & Smith 1998, ch. 1, with known
    variances). Editions are taken as independent: where their data overlap the interval is too narrow.

    Args:
        value: gaps, shape (…, periods), oldest first; nan where a period has none.
        lower_95: of the same shape.
        upper_95: of the same shape.
        period: when, shape (periods,) or that of the gaps, rising, in years or edition numbers; spacing counts.
        relative: the gap is a ratio; the change is then a ratio too, below 1 where it closes.
        fewest_periods: periods with a gap and an interval that are needed, 2 or more.

    Returns:
        The change, shape (…), and closing | widening (the 95 % interval is clear of no change) | no_clear_change |
        too_few_periods.

    Raises:
        ValueError: shapes do not fit, periods do not rise, or fewest_periods is below 2.
    """
    if fewest_periods < 2:
        raise ValueError(f"a change needs at least 2 periods, found {fewest_periods}")
    y, low, high = (np.asarray(array, dtype=np.float64) for array in (value, lower_95, upper_95))
    when = _broadcast_periods_to_values(period, y, low, high)
    with np.errstate(all="ignore"):
        if relative:
            y, low, high = np.log(y), np.log(low), np.log(high)
        weight = (2.0 * Z_95 / (high - low)) ** 2
        known: Bools = np.isfinite(y) & np.isfinite(weight) & (weight > 0)
        few = known.sum(axis=-1) < fewest_periods
        size, error = _compute_change_in_size_of_gap(np.where(known, y, 0.0), np.where(known, weight, 0.0), known, when)
    reason = find_text_of_first_failure(few.shape, (few, Reason.FEW_PERIODS))
    change = Estimate.normal(size, error, reason)
    direction = np.full(few.shape, Direction.NO_CLEAR_CHANGE, dtype=object)
    with np.errstate(invalid="ignore"):
        direction[change.upper_95 < 0] = Direction.CLOSING
        direction[change.lower_95 > 0] = Direction.WIDENING
    direction[few] = Direction.TOO_FEW_PERIODS
    if relative:
        change = Estimate.of((np.exp(number) for number in change.value_and_limits), reason)
    return GapChange(change, direction)


def _compute_change_in_size_of_gap(
    gaps: Floats, weights: Floats, is_known: Bools, periods: Floats
) -> tuple[Floats, Floats]:
    """Return |line at the last known period| − |line at the first|, and its standard error; all of one shape."""
    ends = np.argmax(is_known, axis=-1), is_known.shape[-1] - 1 - np.argmax(is_known[..., ::-1], axis=-1)
    first, last = (np.take_along_axis(periods, end[..., None], axis=-1)[..., 0] for end in ends)
    total = weights.sum(axis=-1)
    centre = np.sum(weights * periods, axis=-1) / total
    middle = np.sum(weights * gaps, axis=-1) / total
    slope, slope_error = _fit_weighted_slope(gaps, weights, periods)
    at_first = middle + slope * (first - centre)
    at_last = middle + slope * (last - centre)
    before, after = np.where(at_first < 0, -1.0, 1.0), np.where(at_last < 0, -1.0, 1.0)
    # The middle and the slope of a weighted line are independent, so their variances add.
    by_middle = after - before
    by_slope = after * (last - centre) - before * (first - centre)
    return np.abs(at_last) - np.abs(at_first), np.sqrt(by_middle**2 / total + (by_slope * slope_error) ** 2)


def _fit_weighted_slope(values: Floats, weights: Floats, times: Floats) -> tuple[Floats, Floats]:
    """Return the weighted least-squares slope over the last axis and its standard error, weights being 1/variance."""
    total = weights.sum(axis=-1, keepdims=True)
    centred = times - np.sum(weights * times, axis=-1, keepdims=True) / total
    squares = np.sum(weights * centred**2, axis=-1)
    return np.sum(weights * centred * values, axis=-1) / squares, 1.0 / np.sqrt(squares)


def _broadcast_periods_to_values(period: ArrayLike, *values: Floats) -> Floats:
    """Return the periods of each value, in the one shape of the columns."""
    when = np.asarray(period, dtype=np.float64)
    shapes = {column.shape for column in values}
    if len(shapes) != 1 or when.shape not in (values[0].shape, values[0].shape[-1:]) or not when.ndim:
        raise ValueError(f"values {sorted(shapes)} must share one shape that ends in the {when.shape} periods")
    if np.any(~np.isfinite(when)) or np.any(np.diff(when) <= 0):
        raise ValueError(f"periods must rise, found {when.tolist()}")
    return np.broadcast_to(when, values[0].shape)
