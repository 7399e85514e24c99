"""Atoms: the smallest groups that any figure distinguishes, and the systems of cells that are made of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from fairer_stockton.disclosure.linked import Flags, Floats, LinkedCells

UNKNOWN_GROUP = "?"  # the group of those of whom a characteristic is not known
PLACE = ["place", "place_vintage"]


@dataclass(frozen=True)
class LinkedSystem:
    """Linked cells, and the rows of the observations that each of their figures is.

    Attributes:
        cells: the cells.
        rows: the rows that show them.
        dominated: shape (figures,): those that are hidden whatever their cells hold: a sum of amounts that breaks the
            dominance rule, or a part of what is hidden.
        figure_of_row: shape (rows,): the figure that each row shows, where several rows show one and are hidden
            together; else each row is the figure of its own number.
    """

    cells: LinkedCells
    rows: "pd.Index[Any]"
    dominated: Flags
    figure_of_row: "NDArray[np.intp] | None" = None

    def gather(self, values_of_rows: Any) -> Floats:
        """Sum values of the rows by figure."""
        if self.figure_of_row is None:
            return np.asarray(values_of_rows, np.float64)
        weights = np.asarray(values_of_rows, np.float64)
        return np.bincount(self.figure_of_row, weights=weights, minlength=len(self.dominated)).astype(np.float64)

    def spread(self, values_of_figures: Any) -> Any:
        """Return of each row its figure's value."""
        return values_of_figures if self.figure_of_row is None else values_of_figures[self.figure_of_row]


@dataclass(frozen=True)
class Atoms:
    """The smallest groups that any figure distinguishes: what part of each every figure holds, and their counts.

    `holds` has the shape (figures, atoms), `earlier` (figures that were published before, of areas or groups of then,
    atoms), `amounts` (quantities, atoms). `known` marks those whose characteristic is known: the others cannot be
    recognised by it, and need no guard.
    """

    holds: sparse.csr_array
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
        earlier_figure_count: how many figures that were published before are numbered after the figures.
    """
    holds = np.zeros((figure_count + earlier_figure_count, amounts_by_quantity.shape[1]))
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
    return Atoms(sparse.csr_array(patterns[:figure_count]), merged, known, sparse.csr_array(patterns[figure_count:]))
