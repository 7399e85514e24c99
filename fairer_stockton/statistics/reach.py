"""Shares of people within reach, and how far apart two groups are, where only their neighbourhoods are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairer_stockton.statistics.estimate import Bools, Floats


@dataclass(frozen=True, slots=True)
class BoundedShare:
    """Percentages, each with the least and the most that it can be; shape (groups,)."""

    value: Floats
    least: Floats
    most: Floats


def compute_share_within_reach(
    people: Floats, is_within: Bools, is_wholly_within: Bools, is_partly_within: Bools
) -> BoundedShare:
    """Return which share of each group lives within reach, with worst-case bounds (Manski 2003, section 1.2).

    Of a neighbourhood that lies partly within reach nobody knows who lives in which part. The least counts all of its
    people as outside, the most all as inside. Nothing is assumed, and chance has no part in it.

    Args:
        people: shape (groups, neighbourhoods), none below zero.
        is_within: shape (neighbourhoods,): which count as within for the value.
        is_wholly_within: of the same shape.
        is_partly_within: of the same shape.

    Returns:
        Shares of shape (groups,); nan for a group of nobody.
    """
    shares = _share_out(people)
    return BoundedShare(*(shares @ part.astype(float) for part in (is_within, is_wholly_within, is_partly_within)))


def compute_gap_within_reach(shares: BoundedShare, shares_of_others: BoundedShare) -> BoundedShare:
    """Return how many percentage points more of each group than of the others live within reach.

    Both are bounded without an assumption (Manski 2003, section 1.2), and so is their difference: at the least the
    group is at its least and the others are at their most, since within a neighbourhood that lies partly within reach
    the two may live in different parts.
    """
    return BoundedShare(
        shares.value - shares_of_others.value,
        shares.least - shares_of_others.most,
        shares.most - shares_of_others.least,
    )


def _share_out(people: Floats) -> Floats:
    """Return what percentage of each group lives in each neighbourhood."""
    totals = people.sum(axis=1, keepdims=True)
    return np.divide(100.0 * people, totals, out=np.full(people.shape, np.nan), where=totals > 0)
