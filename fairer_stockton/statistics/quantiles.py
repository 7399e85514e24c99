"""Fifths and other equal groups of areas in order of a value."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

NO_QUANTILE = 0


def assign_quantiles(values: ArrayLike, number_of_groups: int = 5) -> NDArray[np.int64]:
    """Assign areas to n groups as equal in number as can be, numbered 1 to n in order of value.

    With N areas the area of rank r is in quantile n + 1 − ⌈(N + 1 − r)·n/N⌉, in whole-number arithmetic, so that no
    rounding moves an area across an edge. Equal values share the first of their ranks, as in the Indices of
    Deprivation, and so a quantile: none is cut between areas that nothing tells apart, and a later one may hold fewer.

    Args:
        values: one number an area, shape (areas,); a missing value gets no quantile and is not counted.
        number_of_groups: number of groups, 2 to 100.

    Returns:
        Whole numbers of shape (areas,); 0 where the value is missing.

    Raises:
        ValueError: n is out of range, the shape is another, or fewer than n areas have a value.
    """
    if not 2 <= number_of_groups <= 100:
        raise ValueError(f"the number of quantiles must be 2 to 100, found {number_of_groups}")
    value = np.asarray(values, dtype=np.float64)
    if value.ndim != 1:
        raise ValueError(f"values must have shape (areas,), found {value.shape}")

    known = np.flatnonzero(np.isfinite(value))
    if known.size < number_of_groups:
        raise ValueError(
            f"{number_of_groups} quantiles need at least {number_of_groups} areas with a value, found {known.size}"
        )
    order = np.argsort(value[known])
    position = np.arange(known.size)
    rank = np.empty(known.size, dtype=np.int64)
    # An area that holds the same value as the one before takes its rank.
    is_new = np.diff(value[known][order], prepend=np.nan) != 0
    rank[order] = np.maximum.accumulate(np.where(is_new, position, 0)) + 1

    ceiling = -(-((known.size + 1 - rank) * number_of_groups) // known.size)
    quantile = np.full(value.size, NO_QUANTILE, dtype=np.int64)
    quantile[known] = number_of_groups + 1 - ceiling
    return quantile
