"""Crude rates of events per population, with Poisson limits on the count."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, ndtr

from fairer_stockton.run.vocabulary import Reason
from fairer_stockton.statistics.estimate import (
    Estimate,
    Floats,
    Limits,
    find_text_of_first_failure,
    read_arrays_of_equal_shape,
)

EXACT_BELOW = 10
"""Byar's approximation is used from this count upwards, exact Poisson limits below it."""


def compute_rate(count: ArrayLike, population: ArrayLike, per: float = 1000.0) -> Estimate:
    """Return count / population × per with limits from `poisson_limits` on the count.

    Args:
        count: events; may be a weighted, non-whole count.
        population: persons or person-years at risk, of the same shape.
        per: the rate's base, 1,000 by default.

    Returns:
        Estimate of the shape of the input; not available where a number is missing, the count is negative or the
        population is not positive. A count may exceed the population: one person can have several events.

    Raises:
        ValueError: the shapes differ.
    """
    events, people = read_arrays_of_equal_shape(count=count, population=population)
    reason = find_text_of_first_failure(
        events.shape,
        (~np.isfinite(events), Reason.COUNT_MISSING),
        (~np.isfinite(people), Reason.POPULATION_MISSING),
        (events < 0, Reason.COUNT_NEGATIVE),
        (people == 0, Reason.POPULATION_ZERO),
        (people < 0, Reason.POPULATION_NEGATIVE),
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        factor = per / people

        def limits(z: float) -> Limits:
            lower, upper = poisson_limits(events, z)
            return lower * factor, upper * factor

        return Estimate.from_limits_at_both_levels(events * factor, limits, reason)


def poisson_limits(count: Floats, z: float) -> Limits:
    """Return limits of a Poisson mean from an observed count.

    From 10 up, Byar's approximation (Breslow & Day 1987, vol. II, eq. 2.13): x(1 − 1/(9x) − z/(3√x))³, and the same
    in x + 1 with + z. Below 10 the exact limits (Garwood 1936): χ²(α/2, 2x)/2 and χ²(1 − α/2, 2x + 2)/2, with the
    lower limit 0 at a count of 0. A negative or missing count gives nan.
    """
    valid = np.where(count >= 0, count, np.nan)
    above = valid + 1.0
    with np.errstate(invalid="ignore", divide="ignore"):
        lower = valid * (1.0 - 1.0 / (9.0 * valid) - z / (3.0 * np.sqrt(valid))) ** 3
        upper = above * (1.0 - 1.0 / (9.0 * above) + z / (3.0 * np.sqrt(above))) ** 3
    few = valid < EXACT_BELOW
    if np.any(few):
        tail = float(ndtr(-z))
        # A χ² quantile with 2k degrees of freedom, halved, is the gamma quantile of shape k.
        exact_lower = np.where(valid == 0, 0.0, gammaincinv(np.where(few & (valid > 0), valid, 1.0), tail))
        exact_upper = gammaincinv(np.where(few, above, 1.0), 1.0 - tail)
        lower = np.where(few, exact_lower, lower)
        upper = np.where(few, exact_upper, upper)
    return lower, upper
