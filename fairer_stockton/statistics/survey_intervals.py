"""Intervals for design-based survey shares: Korn–Graubard, logit and Wilson, all on the design's own variance."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, expit, logit, stdtrit

from fairer_stockton.run.vocabulary import Reason
from fairer_stockton.statistics.estimate import (
    ALPHA_95,
    ALPHA_998,
    Estimate,
    Floats,
    Limits,
    Texts,
    fill_empty_texts,
    find_text_of_first_failure,
)

Interval = Literal["korn_graubard", "logit", "wilson"]
INTERVALS = ("korn_graubard", "logit", "wilson")

Integers = NDArray[np.int64]


def compute_share_interval(
    share: Floats,
    variance: Floats,
    answer_count: Integers,
    degrees_of_freedom: Integers,
    interval_method: Interval,
    missing_reason: Texts,
) -> Estimate:
    """Return design-based shares with an interval.

    korn_graubard (Korn & Graubard 1998): with n_eff = p(1 − p)/V and n_e = n_eff·(t_{n−1}/t_df)², the Clopper–Pearson
    limits qbeta(α/2; n_e·p, n_e(1 − p) + 1) and qbeta(1 − α/2; n_e·p + 1, n_e(1 − p)).
    wilson: Wilson's limits on the same n_e with t_df for z (Dean & Pagano 2015).
    logit: logit p ± t_df·√V/(p(1 − p)), carried back.

    Where everyone or no one says yes the variance is nil and n_eff unknown; the unweighted base stands in for it in
    korn_graubard and wilson, and logit is not available.

    Args:
        share: p, 0 to 1.
        variance: V of the share, of the same shape.
        answer_count: unweighted number of answers n, of the same shape.
        degrees_of_freedom: clusters less strata, of the same shape.
        interval_method: which of the three.
        missing_reason: why an estimate is already not available, or "".

    Returns:
        Estimate of the share; also not available with fewer than two answers or no degrees of freedom.

    Raises:
        ValueError: the interval is not known.
    """
    if interval_method not in INTERVALS:
        raise ValueError(f"interval {interval_method!r} is not one of {', '.join(INTERVALS)}")
    missing_reason = fill_empty_texts(
        missing_reason, find_why_interval_is_missing(variance, answer_count, degrees_of_freedom)
    )
    if interval_method == "logit":
        alike = (share <= 0) | (share >= 1)
        edge = find_text_of_first_failure(share.shape, (alike, Reason.SHARE_AT_END))
        missing_reason = fill_empty_texts(missing_reason, edge)
    with np.errstate(all="ignore"):
        if interval_method == "logit":
            limits = [
                _compute_logit_limits(share, variance, degrees_of_freedom, alpha) for alpha in (ALPHA_95, ALPHA_998)
            ]
        else:
            limits = []
            effective = compute_effective_base(share, variance, answer_count)
            for alpha in (ALPHA_95, ALPHA_998):
                size = effective * _compute_shrinkage_of_effective_base(answer_count, degrees_of_freedom, alpha)
                wilson = interval_method == "wilson"
                limits.append(
                    _compute_wilson_limits(share, size, _compute_t_quantile(degrees_of_freedom, alpha))
                    if wilson
                    else _compute_beta_limits(share, size, alpha)
                )
    return Estimate.with_missing_values_blanked(share, limits[0], limits[1], missing_reason)


def compute_mean_interval(
    value: Floats, variance: Floats, answer_count: Integers, degrees_of_freedom: Integers, missing_reason: Texts
) -> Estimate:
    """Return design-based means with the interval value ± t_df·√V."""

    def limits(alpha: float) -> Limits:
        reach = _compute_t_quantile(degrees_of_freedom, alpha) * np.sqrt(variance)
        return value - reach, value + reach

    with np.errstate(all="ignore"):
        blocked = fill_empty_texts(
            missing_reason, find_why_interval_is_missing(variance, answer_count, degrees_of_freedom)
        )
        return Estimate.with_missing_values_blanked(value, limits(ALPHA_95), limits(ALPHA_998), blocked)


def find_why_interval_is_missing(variance: Floats, answer_count: Integers, degrees_of_freedom: Integers) -> Texts:
    """Return why no interval can be formed, or ""."""
    return find_text_of_first_failure(
        answer_count.shape,
        (answer_count < 2, Reason.TWO_ANSWERS),
        (degrees_of_freedom < 1, Reason.FEW_CLUSTERS),
        (~np.isfinite(variance), Reason.NO_VARIANCE),
    )


def compute_effective_base(share: Floats, variance: Floats, answer_count: Integers) -> Floats:
    """Return p(1 − p)/V; the unweighted base where all answer alike; infinite where nothing was left to chance."""
    alike = (share <= 0) | (share >= 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(alike, answer_count, share * (1.0 - share) / np.maximum(variance, 0.0))


def _compute_shrinkage_of_effective_base(answer_count: Integers, degrees_of_freedom: Integers, alpha: float) -> Floats:
    return (_compute_t_quantile(answer_count - 1, alpha) / _compute_t_quantile(degrees_of_freedom, alpha)) ** 2


def _compute_t_quantile(degrees_of_freedom: Integers, alpha: float) -> Floats:
    return np.asarray(stdtrit(degrees_of_freedom, 1.0 - alpha / 2.0))


def _compute_beta_limits(share: Floats, effective_base: Floats, alpha: float) -> Limits:
    yes, no = effective_base * share, effective_base * (1.0 - share)
    lower = np.where(share <= 0, 0.0, betaincinv(yes, no + 1.0, alpha / 2.0))
    upper = np.where(share >= 1, 1.0, betaincinv(yes + 1.0, no, 1.0 - alpha / 2.0))
    certain = np.isinf(effective_base)
    return np.where(certain, share, lower), np.where(certain, share, upper)


def _compute_wilson_limits(share: Floats, effective_base: Floats, z: Floats) -> Limits:
    pull = z * z / effective_base
    middle = share + pull / 2.0
    reach = z * np.sqrt((share * (1.0 - share) + pull / 4.0) / effective_base)
    return np.maximum((middle - reach) / (1.0 + pull), 0.0), np.minimum((middle + reach) / (1.0 + pull), 1.0)


def _compute_logit_limits(share: Floats, variance: Floats, degrees_of_freedom: Integers, alpha: float) -> Limits:
    reach = _compute_t_quantile(degrees_of_freedom, alpha) * np.sqrt(variance) / (share * (1.0 - share))
    return np.asarray(expit(logit(share) - reach)), np.asarray(expit(logit(share) + reach))
