"""Funnel limits: how far an area may stray from the average by chance alone, given its size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gdtrib, ndtr

from fairer_stockton.run.vocabulary import Comparison
from fairer_stockton.statistics.estimate import Z_95, Z_998, Floats, Limits, Texts, read_arrays_of_equal_shape


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """Limits around an average at both levels, of the shape of the sizes; nan where a size is not positive."""

    lower_95: Floats
    upper_95: Floats
    lower_998: Floats
    upper_998: Floats


def compute_proportion_funnel(denominator: ArrayLike, average: float, scale: float = 100.0) -> FunnelLimits:
    """Return the proportions whose Wilson limit touches the average (Spiegelhalter 2005; Wilson 1927).

    Wilson's limits solve |p − π| = z·√(π(1 − π)/n) for π, so the p that touches a known π is π ± z·√(π(1 − π)/n),
    kept inside 0 to scale.

    Args:
        denominator: the areas' sizes, any shape.
        average: the average, in the unit of the scale.
        scale: 100 for percentages.

    Returns:
        Limits in the unit of the scale; nan where a size is not positive.

    Raises:
        ValueError: the average is not between 0 and the scale.
    """
    if not 0 <= average <= scale:
        raise ValueError(f"the average must be between 0 and {scale}, found {average}")
    size = np.asarray(denominator, dtype=np.float64)
    share = average / scale
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(share * (1.0 - share) / np.where(size > 0, size, np.nan)) * scale
    return FunnelLimits(
        lower_95=np.maximum(average - Z_95 * spread, 0.0),
        upper_95=np.minimum(average + Z_95 * spread, scale),
        lower_998=np.maximum(average - Z_998 * spread, 0.0),
        upper_998=np.minimum(average + Z_998 * spread, scale),
    )


def compute_rate_funnel(population: ArrayLike, average: float, per: float = 100_000.0) -> FunnelLimits:
    """Return the rates whose exact Poisson limit touches the average (Spiegelhalter 2005; Garwood 1936).

    With E = population × average / per expected: the lower funnel limit is the count O whose upper Poisson limit is E,
    P(X ≤ O; E) = α/2; the upper is the count whose lower limit is E, P(X ≤ O − 1; E) = 1 − α/2; counts are continuous.

    Args:
        population: the areas' sizes, any shape.
        average: the average rate.
        per: the rate's base.

    Returns:
        Limits as rates; the lower is 0 where no count would be low enough, nan where a size is not positive.

    Raises:
        ValueError: the average is not positive.
    """
    if not average > 0:
        raise ValueError(f"the average rate must be above zero, found {average}")
    size = np.asarray(population, dtype=np.float64)
    expected = np.where(size > 0, size, np.nan) * average / per
    lower_95, upper_95 = _compute_limits_of_ratio_to_average(expected, Z_95)
    lower_998, upper_998 = _compute_limits_of_ratio_to_average(expected, Z_998)
    return FunnelLimits(*(ratio * average for ratio in (lower_95, upper_95, lower_998, upper_998)))


def _compute_limits_of_ratio_to_average(expected_counts: Floats, z: float) -> Limits:
    tail = float(ndtr(-z))
    known = np.where(np.isnan(expected_counts), 1.0, expected_counts)
    # Poisson limits of a count are gamma quantiles with the count (or one more) as their shape: solve for the shape.
    low = np.maximum(gdtrib(1.0, 1.0 - tail, known) - 1.0, 0.0) / expected_counts
    high = gdtrib(1.0, tail, known) / expected_counts
    return low, np.where(np.isnan(expected_counts), np.nan, high)


def classify_by_funnel(value: ArrayLike, limits: FunnelLimits) -> Texts:
    """Return where each value lies: below_998 | below_95 | within | above_95 | above_998 | not_compared.

    A value on a limit is within it.

    Raises:
        ValueError: the shapes differ.
    """
    number, low, high, low_998, high_998 = read_arrays_of_equal_shape(
        value=value,
        lower_95=limits.lower_95,
        upper_95=limits.upper_95,
        lower_998=limits.lower_998,
        upper_998=limits.upper_998,
    )
    position = np.full(number.shape, "within", dtype=object)
    position[number < low] = "below_95"
    position[number < low_998] = "below_998"
    position[number > high] = "above_95"
    position[number > high_998] = "above_998"
    position[np.isnan(number) | np.isnan(low) | np.isnan(high)] = Comparison.NOT_COMPARED
    return position
