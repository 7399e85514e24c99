"""How a figure compares with a benchmark."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fairer_stockton.run.vocabulary import Comparison, Polarity
from fairer_stockton.statistics.estimate import Texts, read_arrays_of_equal_shape

Bools = NDArray[np.bool_]

_ABOVE_AND_BELOW = {
    Polarity.HIGHER_IS_BETTER: (Comparison.BETTER, Comparison.WORSE),
    Polarity.LOWER_IS_BETTER: (Comparison.WORSE, Comparison.BETTER),
    Polarity.NEUTRAL: (Comparison.HIGHER, Comparison.LOWER),
}


def compare_interval_with_point(lower: ArrayLike, upper: ArrayLike, benchmark: ArrayLike, polarity: Polarity) -> Texts:
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
    low, high, point = read_arrays_of_equal_shape(lower=lower, upper=upper, benchmark=benchmark)
    above, below = _ABOVE_AND_BELOW[polarity]
    words = np.full(low.shape, Comparison.SIMILAR, dtype=object)
    words[low > point] = above
    words[high < point] = below
    words[np.isnan(low) | np.isnan(high) | np.isnan(point)] = Comparison.NOT_COMPARED
    return words


def is_difference_large_enough(
    value: ArrayLike,
    benchmark: ArrayLike,
    least_absolute_difference: ArrayLike,
    least_relative_difference: ArrayLike,
    whole_of_shares: ArrayLike = np.inf,
) -> Bools:
    """Return whether figures differ from their benchmarks by as much as matters, however sure the difference is.

    Args:
        value: the figures, any shape.
        benchmark: what each is compared with.
        least_absolute_difference: the least difference that matters, in the figures' unit.
        least_relative_difference: the same as a part of the benchmark.
        whole_of_shares: of shares, what they are a part of: the part is of the smaller of the benchmark and the rest.

    Returns:
        True where the difference reaches both bounds; false where either figure is missing.
    """
    figure, point = np.asarray(value, dtype=np.float64), np.asarray(benchmark, dtype=np.float64)
    size = np.round(np.abs(figure - point), 9)
    reference = np.minimum(np.abs(point), np.abs(np.asarray(whole_of_shares) - point))
    bound = np.maximum(least_absolute_difference, np.round(np.asarray(least_relative_difference) * reference, 9))
    return np.asarray(size >= bound)
