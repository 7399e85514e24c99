"""Gaps between groups and along the social gradient: slope and relative index, absolute gap."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.run.vocabulary import Polarity
from fairer_stockton.statistics.estimate import Estimate, Floats, Limits, fill_empty_texts
from fairer_stockton.statistics.slope_regression import (
    Scale,
    SlopeIndex,
    choose_sign_of_slope,
    find_why_ratio_has_no_meaning,
    prepare_regression,
)


def compute_slope_index(
    value: ArrayLike,
    standard_error: ArrayLike,
    population_share: ArrayLike,
    *,
    polarity: Polarity = Polarity.HIGHER_IS_BETTER,
    multiplier: float = 1.0,
    scale: Scale = "raw",
    fit_on_scale: bool = False,
) -> SlopeIndex:
    """Return the slope and relative index of inequality with closed-form intervals.

    Weighted least squares on the cumulative population share (Mackenbach & Kunst 1997), with b_i = Σ_{j<i} a_j + a_i/2:
    √a·Y = β0·√a + β1·b·√a. The slope index is β1, the relative index (β0 + β1)/β0. The ends of the line are sums linear
    in the quantiles, so the quantiles' standard errors carry over: value ± z·SE for the slope, and the same on the log
    scale for the ratio (delta method; exact for the slope on the raw scale).

    Args:
        value: shape (areas, quantiles) or (quantiles,), most deprived quantile first, 5 to 100 quantiles.
        standard_error: on `scale`, broadcast to the same shape; see `compute_standard_error_from_limits`.
        population_share: shares or populations, broadcast to the same shape; only their proportions count.
        polarity: with "lower_is_better" the slope changes sign and the relative index is inverted, so that a positive
            slope and a ratio above 1 always say that the most deprived fare worse.
        multiplier: a positive factor for the slope, such as 100 for percentages.
        scale: where the values are normal: "raw" for means and life expectancy, "log" for rates, "logit" for
            proportions (0 to 1).
        fit_on_scale: fit the line on that scale and carry its ends back: SII = g⁻¹(β0 + β1) − g⁻¹(β0).

    Returns:
        Estimates of shape (areas,), or () for a single area. An area with a missing or invalid quantile is not
        available; the relative index alone is not available where the fitted line leaves the positive numbers.

    Raises:
        ValueError: shapes do not fit, the number of quantiles is out of range, or the multiplier is not positive.
    """
    if not multiplier > 0:
        raise ValueError(f"the multiplier must be positive (polarity gives the sign), found {multiplier}")
    line = prepare_regression(value, standard_error, population_share, scale, fit_on_scale)
    sign = choose_sign_of_slope(polarity)
    with np.errstate(all="ignore"):
        bottom, top = line.ends(line.eta)
        bottom_slope, top_slope = line.compute_derivatives_at_both_ends()
        log_slope = top_slope / top[..., None] - bottom_slope / bottom[..., None]
        slope_error = np.sqrt(np.sum(((top_slope - bottom_slope) * line.error) ** 2, axis=-1))
        log_error = np.sqrt(np.sum((log_slope * line.error) ** 2, axis=-1))
        log_ratio = sign * np.log(top / bottom)

        def ratio_limits(z: float) -> Limits:
            return np.exp(log_ratio - z * log_error), np.exp(log_ratio + z * log_error)

        unfit = fill_empty_texts(line.reason, find_why_ratio_has_no_meaning(bottom, top))
        return SlopeIndex(
            slope=Estimate.normal(sign * (top - bottom), slope_error, line.reason).scaled(multiplier),
            relative=Estimate.from_limits_at_both_levels(np.exp(log_ratio), ratio_limits, unfit),
            intercept=line.intercept(),
        )


def compute_absolute_gap(first: Estimate, second: Estimate) -> Estimate:
    """Return first − second, or a − b, by square-and-add (Newcombe 1998, method 10; Zou & Donner 2008).

    L = d − √((a − l_a)² + (u_b − b)²), U = d + √((u_a − a)² + (b − l_b)²), at both levels. The two groups are taken as
    independent. Not available where either is not. Shapes broadcast.
    """
    low, high = _combine_limits_of_difference(
        first.value - second.value,
        (first.value, first.lower_95, first.upper_95),
        (second.value, second.lower_95, second.upper_95),
    )
    low_998, high_998 = _combine_limits_of_difference(
        first.value - second.value,
        (first.value, first.lower_998, first.upper_998),
        (second.value, second.lower_998, second.upper_998),
    )
    reason = fill_empty_texts(*np.broadcast_arrays(first.reason, second.reason))
    return Estimate.with_missing_values_blanked(first.value - second.value, (low, high), (low_998, high_998), reason)


def _combine_limits_of_difference(
    difference: Floats, first_value_and_limits: tuple[Floats, ...], second_value_and_limits: tuple[Floats, ...]
) -> Limits:
    below = np.hypot(
        first_value_and_limits[0] - first_value_and_limits[1], second_value_and_limits[2] - second_value_and_limits[0]
    )
    above = np.hypot(
        first_value_and_limits[2] - first_value_and_limits[0], second_value_and_limits[0] - second_value_and_limits[1]
    )
    return difference - below, difference + above
