"""Atoms: the smallest groups that any figure distinguishes, and the systems of cells that are made of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from fairer_stockton.disclosure.linked import Flags, Floats, LinkedCells

UNKNOWN_GROUP = "?"  # the group of those of whom a characteristic is not known
PLACE = ["place", "place_vintage"]


@dataclass(frozen=True)
class LinkedSystem:
    """Linked cells, and the row of the observations that each of their figures is."""

    cells: LinkedCells
    rows: "pd.Index[Any]"
    dominated: Flags  # figures whose sum of amounts breaks the dominance rule


@dataclass(frozen=True)
class Atoms:
    """The smallest groups that any figure distinguishes: what part of each every figure holds, and their counts.

    `holds` has the shape (figures, atoms), `empty` (areas that lack a figure, atoms), `earlier` (figures that were
    published before, of areas or groups of then, atoms), `amounts` (quantities, atoms).
    `known` marks those whose characteristic is known: the others cannot be recognised by it, and need no guard.
    """

    holds: sparse.csr_array
    empty: sparse.csr_array
    amounts: Floats
    known: Flags
    earlier: sparse.csr_array

    @property
    def atoms_derivable_by_subtraction(self) -> sparse.csr_array:
        """Return the atoms that are no figure themselves and could be found by subtraction, a row each."""
        single = (np.diff(self.holds.indptr) == 1) & (np.asarray(self.holds.sum(axis=1)).ravel() == 1.0)
        shown = np.zeros(self.holds.shape[1], bool)
        shown[self.holds.indices[self.holds.indptr[:-1][single]]] = True
        return sparse.csr_array(np.eye(self.holds.shape[1])[~shown & self.known])


def merge_indistinguishable_groups(
    figure_and_group_pairs: pd.DataFrame,
    figure_count: int,
    amounts_by_quantity: Floats,
    categories: Any,
    *,
    empty_area_count: int = 0,
    earlier_figure_count: int = 0,
) -> Atoms:
    """Merge the groups that every figure holds alike into atoms.

    What always comes together cannot be separated by adding and subtracting figures: merged, the programs are smaller
    and guard the same.

    Args:
        figure_and_group_pairs: columns figure, atom and share.
        figure_count: how many figures there are.
        amounts_by_quantity: shape (quantities, groups).
        categories: shape (groups,): the category of each, or `UNKNOWN_GROUP`.
        empty_area_count: how many areas without a figure are numbered after the figures; they distinguish groups too.
        earlier_figure_count: how many figures that were published before are numbered after those.
    """
    row_counts = (figure_count, empty_area_count, earlier_figure_count)
    holds = np.zeros((sum(row_counts), amounts_by_quantity.shape[1]))
    np.add.at(
        holds,
        (figure_and_group_pairs["figure"].to_numpy(int), figure_and_group_pairs["atom"].to_numpy(int)),
        figure_and_group_pairs["share"].to_numpy(float),
    )
    seen = holds.any(axis=0)
    # Shares are cast from decimals of six places: rounded, so that equal ones are equal to the bit.
    patterns, pattern_of = np.unique(holds[:, seen].round(9), axis=1, return_inverse=True)
    merged = np.zeros((len(amounts_by_quantity), patterns.shape[1]))
    np.add.at(merged.T, pattern_of.ravel(), np.nan_to_num(amounts_by_quantity[:, seen]).T)
    known = (
        np.bincount(
            pattern_of.ravel(), weights=np.asarray(categories != UNKNOWN_GROUP)[seen], minlength=patterns.shape[1]
        )
        > 0
    )
    figures, empty, earlier = np.split(patterns, np.cumsum(row_counts)[:-1])
    return Atoms(sparse.csr_array(figures), sparse.csr_array(empty), merged, known, sparse.csr_array(earlier))
