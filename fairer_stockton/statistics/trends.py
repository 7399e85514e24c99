"""Change over time: the recent trend of a measure."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.run.vocabulary import Polarity, Trend
from fairer_stockton.statistics.estimate import Floats, Texts

TREND_PERIODS = 5
TREND_CHI_SQUARED = 9.54953570608324
"""The 99.8 % point of χ² with one degree of freedom (the square of z = 3.0902)."""

_FINGERTIPS_WIDTH = 3.92

_UP_AND_DOWN = {
    Polarity.NEUTRAL: (Trend.INCREASING, Trend.DECREASING),
    Polarity.HIGHER_IS_BETTER: (Trend.IMPROVING, Trend.WORSENING),
    Polarity.LOWER_IS_BETTER: (Trend.WORSENING, Trend.IMPROVING),
}


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
