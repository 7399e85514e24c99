"""Proportions and percentages with Wilson's score interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.statistics.estimate import Estimate, Floats, Limits, Texts, equal_shapes, first_reason


def wilson(numerator: ArrayLike, denominator: ArrayLike, scale: float = 100.0) -> Estimate:
    """Give numerator / denominator × scale with the score interval of Wilson (1927), as in Newcombe (1998).

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
    x, n = equal_shapes(numerator=numerator, denominator=denominator)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = x / n
        spread = 4.0 * x * (1.0 - share)

        def limits(z: float) -> Limits:
            return _wilson_limits(x, n, spread, z, scale)

        return Estimate.by_level(share * scale, limits, part_of_whole_reason(x, n))


def _wilson_limits(x: Floats, n: Floats, spread: Floats, z: float, scale: float) -> Limits:
    root = z * np.sqrt(z * z + spread)
    middle = 2.0 * x + z * z
    half_scale = scale / (2.0 * (n + z * z))
    # Rounding may leave −1e-17 at x = 0 and a hair above the scale at x = n, where the limit is exact.
    lower = np.maximum((middle - root) * half_scale, 0.0)
    upper = np.minimum((middle + root) * half_scale, scale)
    return lower, upper


def part_of_whole_reason(part: Floats, whole: Floats) -> Texts:
    """Say why a part of a whole cannot be divided by it, or ""."""
    if np.all((part >= 0) & (part <= whole) & (whole > 0) & np.isfinite(whole)):
        return np.full(part.shape, "", dtype=object)
    return first_reason(
        part.shape,
        (~np.isfinite(part), "the numerator is missing"),
        (~np.isfinite(whole), "the denominator is missing"),
        (whole == 0, "the denominator is zero"),
        (whole < 0, "the denominator is negative"),
        (part < 0, "the numerator is negative"),
        (part > whole, "the numerator is larger than the denominator"),
    )
