"""Fifths and other equal groups of areas in order of a value."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

NO_QUANTILE = 0


def assign_quantiles(
    values: ArrayLike,
    n: int = 5,
    *,
    highest_first: bool = False,
    within: ArrayLike | None = None,
) -> NDArray[np.int64]:
    """Assign areas to n groups as equal in number as can be, numbered 1 to n in order of value.

    With N areas the area of rank r is in quantile n + 1 − ⌈(N + 1 − r)·n/N⌉, in whole-number arithmetic, so that no
    rounding moves an area across an edge. Equal values share the first of their ranks, as in the Indices of
    Deprivation, and so a quantile: none is cut between areas that nothing tells apart, and a later one may hold fewer.

    Args:
        values: one number an area, shape (areas,); a missing value gets no quantile and is not counted.
        n: number of groups, 2 to 100.
        highest_first: inverted order: the highest values go to quantile 1 (as for a deprivation score).
        within: a parent per area; quantiles are then made inside each parent.

    Returns:
        Whole numbers of shape (areas,); 0 where there is none: the value is missing, or the parent has fewer than n
        areas.

    Raises:
        ValueError: n is out of range, shapes differ, or (without `within`) fewer than n areas have a value.
    """
    if not 2 <= n <= 100:
        raise ValueError(f"the number of quantiles must be 2 to 100, found {n}")
    value = np.asarray(values, dtype=np.float64)
    if value.ndim != 1:
        raise ValueError(f"values must have shape (areas,), found {value.shape}")
    parent = np.zeros(value.size) if within is None else np.asarray(within)
    if parent.shape != value.shape:
        raise ValueError(f"values {value.shape} and within {parent.shape} must be of one shape")

    known = np.flatnonzero(np.isfinite(value))
    if within is None and known.size < n:
        raise ValueError(f"{n} quantiles need at least {n} areas with a value, found {known.size}")
    _, group = np.unique(parent[known], return_inverse=True)
    key = -value[known] if highest_first else value[known]
    order = np.lexsort((key, group))

    size = np.bincount(group) if known.size else np.zeros(0, dtype=np.int64)
    first = np.cumsum(size) - size
    position = np.arange(known.size)
    rank = np.empty(known.size, dtype=np.int64)
    # A place that holds the same value as the one before takes its rank.
    fresh = np.diff(key[order], prepend=np.nan) != 0
    fresh |= np.diff(group[order], prepend=-1) != 0
    rank[order] = np.maximum.accumulate(np.where(fresh, position, 0)) - first[group[order]] + 1

    areas = size[group]
    ceiling = -(-((areas + 1 - rank) * n) // np.maximum(areas, 1))
    quantile = np.full(value.size, NO_QUANTILE, dtype=np.int64)
    quantile[known] = np.where(areas >= n, n + 1 - ceiling, NO_QUANTILE)
    return quantile
