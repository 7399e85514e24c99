"""Trajectories: whether a target is reached, if a series goes on as it went."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.statistics.estimate import Z_95

FEWEST_PERIODS = 5


@dataclass(frozen=True, slots=True)
class Projection:
    """A series carried on to a later year: the value, its 95 % prediction limits, and the probability of a target."""

    value: float
    lower_95: float
    upper_95: float
    probability: float


def project_to_target(
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    year: ArrayLike,
    target_value: float,
    target_year: float,
    *,
    is_lower_better: bool,
) -> Projection:
    """Return where a straight line through a series leads, and how probable it is that a target is then reached.

    Least squares on time, and the prediction of a new value at x₀ (Draper & Smith 1998, *Applied Regression Analysis*,
    section 3.1): ŷ₀ ± t·s·√(1 + 1/n + (x₀ − x̄)²/Σ(x − x̄)²), with n − 2 degrees of freedom. Where the values lie nearer
    the line than their own sampling error allows, that error takes the place of s, so that chance gives no certainty.

    Args:
        value: shape (periods,), oldest first.
        lower: lower 95 % limits, of the same shape; nan where there are none.
        upper: upper 95 % limits, of the same shape.
        year: of each value, in order.
        target_value: what is to be reached.
        target_year: by when.
        is_lower_better: whether the target is reached at or below its value; else at or above.

    Returns:
        The projection, in the unit of the values.

    Raises:
        ValueError: fewer than five periods, a value is missing, or the years are not in order.
    """
    from scipy import stats

    y, low, high, x = (np.asarray(array, dtype=np.float64) for array in (value, lower, upper, year))
    if len(y) < FEWEST_PERIODS or not np.isfinite(y).all() or (np.diff(x) < 0).any() or x[0] == x[-1]:
        raise ValueError(f"a projection needs {FEWEST_PERIODS} values in the order of their years, found {y.tolist()}")
    freedom = len(y) - 2
    spread = ((x - x.mean()) ** 2).sum()
    slope = ((x - x.mean()) * (y - y.mean())).sum() / spread
    projected = y.mean() + slope * (target_year - x.mean())
    residual = ((y - y.mean() - slope * (x - x.mean())) ** 2).sum() / freedom
    sampling = np.nan_to_num(((high - low) / (2 * Z_95)) ** 2).mean()
    error = np.sqrt(max(residual, sampling) * (1 + 1 / len(y) + (target_year - x.mean()) ** 2 / spread))
    reach = stats.t.ppf(0.975, freedom) * error
    ahead = (target_value - projected) if is_lower_better else (projected - target_value)
    probability = stats.t.cdf(ahead / error, freedom) if error > 0 else float(ahead >= 0)
    return Projection(float(projected), float(projected - reach), float(projected + reach), float(probability))
