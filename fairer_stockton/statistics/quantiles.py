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

    known = np.isfinite(value)
    if known.sum() < number_of_groups:
        raise ValueError(
            f"{number_of_groups} quantiles need at least {number_of_groups} areas with a value, found {known.sum()}"
        )
    return assign_quantiles_within_groups(value, np.zeros(value.size, dtype=np.int64), number_of_groups)


def assign_quantiles_within_groups(
    values: ArrayLike, groups: ArrayLike, number_of_groups: int = 5
) -> NDArray[np.int64]:
    """Assign the areas of many councils to n quantiles, each council's by themselves.

    Args:
        values: as for `assign_quantiles`, shape (areas,).
        groups: the number of each area's council, of the same shape.
        number_of_groups: of quantiles.

    Returns:
        As `assign_quantiles`, of shape (areas,). A council of fewer than n areas has gaps in its numbers.
    """
    value, group = np.asarray(values, dtype=np.float64), np.asarray(groups)
    known = np.flatnonzero(np.isfinite(value))
    order = known[np.lexsort((value[known], group[known]))]
    position = np.arange(order.size)
    begins = np.diff(group[order], prepend=-1) != 0
    first = np.maximum.accumulate(np.where(begins, position, 0))
    # An area that holds the same value as the one before takes its rank.
    is_new = begins | (np.diff(value[order], prepend=np.nan) != 0)
    rank = np.maximum.accumulate(np.where(is_new, position, 0)) - first + 1
    size = np.bincount(np.cumsum(begins) - 1)[np.cumsum(begins) - 1] if order.size else position

    ceiling = -(-((size + 1 - rank) * number_of_groups) // size)
    quantile = np.full(value.size, NO_QUANTILE, dtype=np.int64)
    quantile[order] = number_of_groups + 1 - ceiling
    return quantile
