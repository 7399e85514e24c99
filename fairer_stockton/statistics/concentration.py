"""Concentration index: how far an outcome is gathered among the more or the less deprived."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.statistics.estimate import Estimate, Floats, earlier_reason, first_reason


@dataclass(frozen=True, slots=True)
class ConcentrationIndex:
    """Absolute index (in the measure's unit) and relative index (absolute / mean, −1 to 1 for values not negative)."""

    absolute: Estimate
    relative: Estimate


def concentration_index(value: ArrayLike, standard_error: ArrayLike, population: ArrayLike) -> ConcentrationIndex:
    """Give the absolute and relative concentration index of grouped values (Kakwani, Wagstaff & van Doorslaer 1997).

    With mid-rank R of each group in the cumulative population and σ² = Σ(w/W)(R − ½)², the index is the coefficient on
    R√w when 2σ²·y·√w is regressed on R√w and √w, which is 2·Σ(w/W)(R − ½)·y. Positive: the less deprived hold more.
    Limits carry the groups' standard errors through the sum (and, for the relative index, its ratio to the mean).

    Args:
        value: y, shape (areas, groups) or (groups,), most deprived first, two groups or more.
        standard_error: of the values, broadcast to the same shape.
        population: w, broadcast to the same shape; only proportions count.

    Returns:
        Estimates of shape (areas,) or (); not available where a group is missing; the relative index also not where
        the mean is not above zero.

    Raises:
        ValueError: shapes do not fit or there are fewer than two groups.
    """
    y, error, weight = np.broadcast_arrays(
        *(np.asarray(array, dtype=np.float64) for array in (value, standard_error, population))
    )
    if not y.ndim or y.shape[-1] < 2:
        raise ValueError(f"the last axis must hold two groups or more, found shape {y.shape}")
    reason = first_reason(
        y.shape[:-1],
        (~np.isfinite(y).all(axis=-1), "a group has no value"),
        (~(error >= 0).all(axis=-1), "a group has no standard error"),
        (~(np.isfinite(weight) & (weight > 0)).all(axis=-1), "a group has no population"),
    )
    with np.errstate(all="ignore"):
        share = weight / weight.sum(axis=-1, keepdims=True)
        pull = 2.0 * share * (mid_rank(share) - 0.5)
        index = np.sum(pull * y, axis=-1)
        mean = np.sum(share * y, axis=-1)
        index_error = np.sqrt(np.sum((pull * error) ** 2, axis=-1))
        ratio = index / mean
        ratio_error = np.sqrt(np.sum(((pull - ratio[..., None] * share) / mean[..., None] * error) ** 2, axis=-1))
        no_mean = first_reason(mean.shape, (~(mean > 0), "the mean is not above zero"))
        return ConcentrationIndex(
            absolute=Estimate.normal(index, index_error, reason),
            relative=Estimate.normal(ratio, ratio_error, earlier_reason(reason, no_mean)),
        )


def mid_rank(share: Floats) -> Floats:
    """Give the population share below the middle of each group, along the last axis."""
    return np.asarray(np.cumsum(share, axis=-1) - share / 2.0)
