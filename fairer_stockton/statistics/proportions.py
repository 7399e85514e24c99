"""Proportions and percentages with Wilson's score interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.run.vocabulary import Reason
from fairer_stockton.statistics.estimate import (
    Estimate,
    Floats,
    Limits,
    Texts,
    find_text_of_first_failure,
    make_empty_texts,
    read_arrays_of_equal_shape,
)


def compute_wilson_proportion(numerator: ArrayLike, denominator: ArrayLike, scale: float = 100.0) -> Estimate:
    """Return numerator / denominator × scale with the score interval of Wilson (1927), as in Newcombe (1998).

    Limits: (2x + z² ∓ z·√(z² + 4x(1 − x/n))) / (2(n + z²)).

    Args:
        numerator: count x, any shape.
        denominator: count n, of the same shape.
        scale: 100 for a percentage, 1 for a proportion.

    Returns:
        Estimate of the shape of the input; not available where a count is missing or negative, the denominator is
        nil, or the numerator exceeds it.

    Raises:
        ValueError: the shapes differ.
    """
    x, n = read_arrays_of_equal_shape(numerator=numerator, denominator=denominator)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = x / n
        spread = 4.0 * x * (1.0 - share)

        value = share * scale

        def limits(z: float) -> Limits:
            root = z * np.sqrt(z * z + spread)
            middle = 2.0 * x + z * z
            half_scale = scale / (2.0 * (n + z * z))
            lower, upper = (middle - root) * half_scale, (middle + root) * half_scale
            # At x = 0 and x = n a limit is exact, and rounding must not move it past the value or the ends.
            return np.minimum(np.maximum(lower, 0.0), value), np.maximum(np.minimum(upper, scale), value)

        return Estimate.from_limits_at_both_levels(value, limits, find_why_part_does_not_fit_whole(x, n))


def find_why_part_does_not_fit_whole(part: Floats, whole: Floats) -> Texts:
    """Return why a part of a whole cannot be divided by it, or ""."""
    if np.all((part >= 0) & (part <= whole) & (whole > 0) & np.isfinite(whole)):
        return make_empty_texts(part.shape)
    return find_text_of_first_failure(
        part.shape,
        (~np.isfinite(part), Reason.NUMERATOR_MISSING),
        (~np.isfinite(whole), Reason.DENOMINATOR_MISSING),
        (whole == 0, Reason.DENOMINATOR_ZERO),
        (whole < 0, Reason.DENOMINATOR_NEGATIVE),
        (part < 0, Reason.NUMERATOR_NEGATIVE),
        (part > whole, Reason.NUMERATOR_LARGER),
    )
