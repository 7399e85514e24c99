"""Means with Student's t interval, from sums or from individual values."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from fairer_stockton.statistics.estimate import (
    ALPHA_95,
    ALPHA_998,
    Estimate,
    Floats,
    Limits,
    Texts,
    equal_shapes,
    first_reason,
)

FEWEST_VALUES = 2


def mean(total: ArrayLike, total_of_squares: ArrayLike, count: ArrayLike) -> Estimate:
    """Give Σx / n ± t(n − 1)·s/√n (Student 1908), with s² = (Σx² − (Σx)²/n)/(n − 1).

    The sums of squares lose digits where the mean is very large beside the spread; `mean_of_groups` does not.

    Args:
        total: Σx, any shape, in the measure's unit.
        total_of_squares: Σx², of the same shape.
        count: n, of the same shape.

    Returns:
        Estimate of the same shape; not available with a sum missing, fewer than two values, or squares too small for
        the total.

    Raises:
        ValueError: the shapes differ.
    """
    sums, squares, n = equal_shapes(total=total, total_of_squares=total_of_squares, count=count)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = sums / n
        deviation = squares - sums * centre
        # What rounding can take from the two large terms is nil, not a negative variance.
        deviation = np.where(np.abs(deviation) <= 1e-12 * np.abs(squares), 0.0, deviation)
        reason = _mean_reason(sums, squares, deviation, n)
        return _student(centre, np.sqrt(np.maximum(deviation, 0.0) / (n - 1.0) / n), n, reason)


def mean_of_groups(values: ArrayLike, group: ArrayLike, groups: int) -> Estimate:
    """Give the mean of each group's values with Student's t interval, centred before squaring.

    Args:
        values: one number a person or area, shape (values,); missing ones are left out.
        group: whole numbers 0 to groups − 1, of the same shape.
        groups: number of groups.

    Returns:
        Estimate of shape (groups,); not available with fewer than two values.

    Raises:
        ValueError: the shapes differ or a group number is out of range.
    """
    number = np.asarray(values, dtype=np.float64)
    place = np.asarray(group)
    if number.shape != place.shape or number.ndim != 1:
        raise ValueError(f"values {number.shape} and group {place.shape} must both have shape (values,)")
    if place.size and (place.min() < 0 or place.max() >= groups):
        raise ValueError(f"group numbers must be 0 to {groups - 1}, found {place.min()} to {place.max()}")
    known = np.isfinite(number)
    number, place = number[known], place[known].astype(np.int64)
    n: Floats = np.asarray(np.bincount(place, minlength=groups), dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre: Floats = np.bincount(place, weights=number, minlength=groups) / n
        deviation: Floats = np.bincount(place, weights=(number - centre[place]) ** 2, minlength=groups).astype(
            np.float64
        )
        error = np.sqrt(deviation / (n - 1.0) / n)
        return _student(centre, error, n, _mean_reason(centre * n, deviation, deviation, n))


def _student(centre: Floats, error: Floats, n: Floats, reason: Texts) -> Estimate:
    degrees = np.maximum(n - 1.0, 1.0)

    def limits(alpha: float) -> Limits:
        reach = stdtrit(degrees, 1.0 - alpha / 2.0) * error
        return centre - reach, centre + reach

    return Estimate.where_available(centre, limits(ALPHA_95), limits(ALPHA_998), reason)


def _mean_reason(sums: Floats, squares: Floats, deviation: Floats, n: Floats) -> Texts:
    return first_reason(
        n.shape,
        (~np.isfinite(n), "the count is missing"),
        (n < FEWEST_VALUES, f"fewer than {FEWEST_VALUES} values"),
        (~(np.isfinite(sums) & np.isfinite(squares)), "a sum is missing"),
        (deviation < 0, "the sum of squares is too small for the total"),
    )
