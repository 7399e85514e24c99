"""The range between areas: the highest less the lowest, with limits that allow for having picked both after looking."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from fairer_stockton.run.vocabulary import Reason
from fairer_stockton.statistics.estimate import (
    ALPHA_95,
    ALPHA_998,
    Z_95,
    Z_998,
    Estimate,
    Floats,
    Limits,
    fill_empty_texts,
    find_text_of_first_failure,
)

_DEVIATES, _STEP = np.linspace(-9.0, 9.0, 1801, retstep=True)
_DENSITY = np.exp(-(_DEVIATES**2) / 2) / np.sqrt(2 * np.pi) * _STEP
_WIDEST = 20.0  # deviates from end to end: wider than the range of any number of areas


@dataclass(frozen=True, slots=True)
class AreaRange:
    """The gap between the highest and the lowest area, and which they are (−1 where there is none)."""

    gap: Estimate
    highest: NDArray[np.int64]
    lowest: NDArray[np.int64]


def compute_area_range(estimate: Estimate) -> AreaRange:
    """Return highest − lowest over the last axis, with simultaneous limits (Tukey 1953; Kramer 1956; Hayter 1984).

    The two are picked because they lie furthest apart, so some of their gap is chance: the limits are those that hold
    for every pair of the k areas at once. With d = √½ times the quantile of the studentised range of k normal deviates
    in place of z, each end's limits are put together by square-and-add (Newcombe 1998; Zou & Donner 2008). Where all
    areas are alike, 95 in 100 such intervals hold 0; exact for equal errors, a little wide for others. An end's limits
    at d are the line through its own at z of 95 and of 99.8 per cent, which keeps them as uneven as they are.

    Areas not available are passed over; of equal areas the first in row order names the end, and the numbers do not
    depend on it when their limits are equal.

    Args:
        estimate: shape (…, areas).

    Returns:
        Gap of shape (…); not available with fewer than two areas, without limits where an end has none.

    Raises:
        ValueError: there is no axis of areas.
    """
    known = estimate.available & np.isfinite(estimate.value)
    if not known.shape or known.shape[-1] == 0:
        raise ValueError(f"a range needs a last axis of areas, found shape {known.shape}")
    count = known.sum(axis=-1)
    high = np.argmax(np.where(known, estimate.value, -np.inf), axis=-1)
    low = np.argmin(np.where(known, estimate.value, np.inf), axis=-1)
    top, bottom = _select_along_last_axis(estimate, high), _select_along_last_axis(estimate, low)

    def limits(alpha: float) -> Limits:
        return _compute_limits_of_range(top, bottom, _compute_deviates_for_all_pairs(count, alpha))

    few = find_text_of_first_failure(count.shape, (count < 2, Reason.TWO_AREAS))
    reason = fill_empty_texts(few, fill_empty_texts(top.reason, bottom.reason))
    gap = Estimate.with_missing_values_blanked(top.value - bottom.value, limits(ALPHA_95), limits(ALPHA_998), reason)
    return AreaRange(gap, np.where(count < 2, -1, high), np.where(count < 2, -1, low))


@cache
def compute_quantile_of_studentised_range(area_count: int, alpha: float) -> float:
    """Return the 1 − α quantile of the range of so many standard normal deviates, by bisection.

    P(range ≤ r) = k∫φ(z)(Φ(z) − Φ(z − r))^(k − 1)dz.
    """
    low, high = 0.0, _WIDEST
    for _ in range(60):
        middle = (low + high) / 2.0
        inside = area_count * float(np.sum(_DENSITY * (ndtr(_DEVIATES) - ndtr(_DEVIATES - middle)) ** (area_count - 1)))
        low, high = (middle, high) if inside < 1.0 - alpha else (low, middle)
    return high


def _compute_deviates_for_all_pairs(area_counts: NDArray[np.int64], alpha: float) -> Floats:
    """Return, for each number of areas, the deviate that holds for all their pairs; that of one pair for two areas."""
    table = {
        number: compute_quantile_of_studentised_range(max(number, 2), alpha) / np.sqrt(2.0)
        for number in np.unique(area_counts).tolist()
    }
    return np.array([table[number] for number in area_counts.ravel().tolist()]).reshape(area_counts.shape)


def _compute_limits_of_range(highest: Estimate, lowest: Estimate, deviate: Floats) -> Limits:
    gap = highest.value - lowest.value
    with np.errstate(invalid="ignore"):
        below = np.hypot(
            _compute_distance_to_limit(highest, "lower", deviate), _compute_distance_to_limit(lowest, "upper", deviate)
        )
        above = np.hypot(
            _compute_distance_to_limit(highest, "upper", deviate), _compute_distance_to_limit(lowest, "lower", deviate)
        )
    return gap - below, gap + above


def _compute_distance_to_limit(estimate: Estimate, side: str, deviate: Floats) -> Floats:
    """Return how far a limit lies from the value at a deviate, from its distances at 95 and 99.8 per cent."""
    near, far = (np.abs(getattr(estimate, f"{side}_{level}") - estimate.value) for level in ("95", "998"))
    outward = near + (far - near) * (deviate - Z_95) / (Z_998 - Z_95)
    return np.where(np.isfinite(far), outward, near * deviate / Z_95)


def _select_along_last_axis(estimate: Estimate, positions: NDArray[np.int64]) -> Estimate:
    index = positions[..., None]
    numbers = [np.take_along_axis(number, index, axis=-1)[..., 0] for number in estimate.value_and_limits]
    return Estimate.of(numbers, np.take_along_axis(estimate.reason, index, axis=-1)[..., 0])
