"""How a figure compares with a benchmark or a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from fairer_stockton.statistics.estimate import Z_95, Estimate, Floats, Texts, equal_shapes

Bools = NDArray[np.bool_]
Polarity = Literal["higher_is_better", "lower_is_better", "neutral"]

_ABOVE_AND_BELOW = {
    "higher_is_better": ("better", "worse"),
    "lower_is_better": ("worse", "better"),
    "neutral": ("higher", "lower"),
}


def against_benchmark(lower: ArrayLike, upper: ArrayLike, benchmark: ArrayLike, polarity: Polarity) -> Texts:
    """Compare each area's interval with the benchmark's point (OHID Fingertips technical guidance).

    Args:
        lower: lower limits, any shape.
        upper: upper limits, of the same shape.
        benchmark: the benchmark's value, one for all or one for each; its own interval is not used.
        polarity: which direction is good; "neutral" gives higher / lower.

    Returns:
        better | similar | worse | higher | lower | not_compared. A benchmark on a limit is similar; a missing limit
        or benchmark is not compared.

    Raises:
        ValueError: the shapes differ, or the polarity is not known.
    """
    if polarity not in _ABOVE_AND_BELOW:
        raise ValueError(f"polarity {polarity!r} is not one of {', '.join(_ABOVE_AND_BELOW)}")
    low, high, point = equal_shapes(lower=lower, upper=upper, benchmark=benchmark)
    above, below = _ABOVE_AND_BELOW[polarity]
    result = np.full(low.shape, "similar", dtype=object)
    result[low > point] = above
    result[high < point] = below
    result[np.isnan(low) | np.isnan(high) | np.isnan(point)] = "not_compared"
    return result


def difference_matters(
    value: ArrayLike, benchmark: ArrayLike, absolute: ArrayLike, relative: ArrayLike, whole: ArrayLike = np.inf
) -> Bools:
    """Say whether figures differ from their benchmarks by as much as matters, however sure the difference is.

    Args:
        value: the figures, any shape.
        benchmark: what each is compared with.
        absolute: the least difference that matters, in the figures' unit.
        relative: the same as a part of the benchmark.
        whole: of shares, what they are a part of: the part is of the smaller of the benchmark and the rest.

    Returns:
        True where the difference reaches both bounds; false where either figure is missing.
    """
    figure, point = np.asarray(value, dtype=np.float64), np.asarray(benchmark, dtype=np.float64)
    size = np.round(np.abs(figure - point), 9)
    reference = np.minimum(np.abs(point), np.abs(np.asarray(whole) - point))
    bound = np.maximum(absolute, np.round(np.asarray(relative) * reference, 9))
    return np.asarray(size >= bound)


@dataclass(frozen=True, slots=True)
class TargetVerdict:
    """Whether a target is met (met | not_met | not_clear | not_compared), and the chance that it is."""

    verdict: Texts
    chance_met: Floats


def against_target(estimate: Estimate, target: ArrayLike, polarity: Polarity) -> TargetVerdict:
    """Say whether each area has reached a target, and how likely that is given the interval.

    met / not_met where the 95 % interval lies wholly on that side of the target, a limit on the target counting with
    it. The chance is Φ of the distance to the target in standard errors, (value − L)/z or (U − value)/z on the side
    towards the target: an approximation to the posterior with a flat prior (Spiegelhalter, Abrams & Myles 2004).

    Args:
        estimate: the areas' values and limits.
        target: one for all or one for each.
        polarity: "higher_is_better": at or above the target meets it; "lower_is_better": at or below.

    Returns:
        Words and chances (0 to 1, nan where not compared) of the estimate's shape.

    Raises:
        ValueError: the shapes differ, or the polarity gives no good side.
    """
    if polarity not in ("higher_is_better", "lower_is_better"):
        raise ValueError(f"a target needs a good side; polarity {polarity!r} gives none")
    value, low, high, goal = equal_shapes(
        value=estimate.value, lower_95=estimate.lower_95, upper_95=estimate.upper_95, target=target
    )
    sign = 1.0 if polarity == "higher_is_better" else -1.0
    distance = sign * (value - goal)
    best, worst = (high, low) if sign > 0 else (low, high)
    with np.errstate(all="ignore"):
        error = np.where(value > goal, value - low, high - value) / Z_95
        # An exact figure (no width) is simply on one side.
        chance = np.where(error > 0, ndtr(distance / error), (distance >= 0).astype(np.float64))
    verdict = np.full(value.shape, "not_clear", dtype=object)
    verdict[sign * (worst - goal) >= 0] = "met"
    verdict[sign * (best - goal) < 0] = "not_met"
    unknown = np.isnan(value) | np.isnan(low) | np.isnan(high) | np.isnan(goal)
    verdict[unknown] = "not_compared"
    return TargetVerdict(verdict, np.where(unknown, np.nan, chance))
