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
    find_first_reason,
    prefer_first_reason,
)

Interval = Literal["korn_graubard", "logit", "wilson"]
INTERVALS = ("korn_graubard", "logit", "wilson")

Integers = NDArray[np.int64]


def compute_share_interval(
    share: Floats, variance: Floats, base: Integers, degrees: Integers, interval: Interval, reason: Texts
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
        base: unweighted number of answers n, of the same shape.
        degrees: clusters less strata, of the same shape.
        interval: which of the three.
        reason: why an estimate is already not available, or "".

    Returns:
        Estimate of the share; also not available with fewer than two answers or no degrees of freedom.

    Raises:
        ValueError: the interval is not known.
    """
    if interval not in INTERVALS:
        raise ValueError(f"interval {interval!r} is not one of {', '.join(INTERVALS)}")
    reason = prefer_first_reason(reason, reason_without_interval(variance, base, degrees))
    if interval == "logit":
        alike = (share <= 0) | (share >= 1)
        edge = find_first_reason(share.shape, (alike, Reason.SHARE_AT_END))
        reason = prefer_first_reason(reason, edge)
    with np.errstate(all="ignore"):
        if interval == "logit":
            limits = [_logit_limits(share, variance, degrees, alpha) for alpha in (ALPHA_95, ALPHA_998)]
        else:
            limits = []
            effective = compute_effective_base(share, variance, base)
            for alpha in (ALPHA_95, ALPHA_998):
                size = effective * _shrinkage_by_degrees_of_freedom(base, degrees, alpha)
                wilson = interval == "wilson"
                limits.append(
                    _wilson_limits(share, size, _t_quantile(degrees, alpha))
                    if wilson
                    else _beta_limits(share, size, alpha)
                )
    return Estimate.with_values_where_no_reason(share, limits[0], limits[1], reason)


def compute_mean_interval(
    value: Floats, variance: Floats, base: Integers, degrees: Integers, reason: Texts
) -> Estimate:
    """Return design-based means with the interval value ± t_df·√V."""

    def limits(alpha: float) -> Limits:
        reach = _t_quantile(degrees, alpha) * np.sqrt(variance)
        return value - reach, value + reach

    with np.errstate(all="ignore"):
        blocked = prefer_first_reason(reason, reason_without_interval(variance, base, degrees))
        return Estimate.with_values_where_no_reason(value, limits(ALPHA_95), limits(ALPHA_998), blocked)


def reason_without_interval(variance: Floats, base: Integers, degrees: Integers) -> Texts:
    """Return why no interval can be formed, or ""."""
    return find_first_reason(
        base.shape,
        (base < 2, Reason.TWO_ANSWERS),
        (degrees < 1, Reason.FEW_CLUSTERS),
        (~np.isfinite(variance), Reason.NO_VARIANCE),
    )


def compute_effective_base(share: Floats, variance: Floats, base: Integers) -> Floats:
    """Return p(1 − p)/V; the unweighted base where all answer alike; infinite where nothing was left to chance."""
    alike = (share <= 0) | (share >= 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(alike, base, share * (1.0 - share) / np.maximum(variance, 0.0))


def _shrinkage_by_degrees_of_freedom(base: Integers, degrees: Integers, alpha: float) -> Floats:
    return (_t_quantile(base - 1, alpha) / _t_quantile(degrees, alpha)) ** 2


def _t_quantile(degrees: Integers, alpha: float) -> Floats:
    return np.asarray(stdtrit(degrees, 1.0 - alpha / 2.0))


def _beta_limits(share: Floats, size: Floats, alpha: float) -> Limits:
    yes, no = size * share, size * (1.0 - share)
    lower = np.where(share <= 0, 0.0, betaincinv(yes, no + 1.0, alpha / 2.0))
    upper = np.where(share >= 1, 1.0, betaincinv(yes + 1.0, no, 1.0 - alpha / 2.0))
    certain = np.isinf(size)
    return np.where(certain, share, lower), np.where(certain, share, upper)


def _wilson_limits(share: Floats, size: Floats, z: Floats) -> Limits:
    pull = z * z / size
    middle = share + pull / 2.0
    reach = z * np.sqrt((share * (1.0 - share) + pull / 4.0) / size)
    return np.maximum((middle - reach) / (1.0 + pull), 0.0), np.minimum((middle + reach) / (1.0 + pull), 1.0)


def _logit_limits(share: Floats, variance: Floats, degrees: Integers, alpha: float) -> Limits:
    reach = _t_quantile(degrees, alpha) * np.sqrt(variance) / (share * (1.0 - share))
    return np.asarray(expit(logit(share) - reach)), np.asarray(expit(logit(share) + reach))
