"""Atoms: the smallest groups that any figure tells apart, and the systems of cells that are made of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from fairer_stockton.disclosure.linked import Flags, Floats, LinkedCells

OTHER = "?"  # the group of those of whom a characteristic is not known
PLACE = ["place", "place_vintage"]


@dataclass(frozen=True)
class System:
    """Linked cells, and the row of the observations that each of their figures is."""

    cells: LinkedCells
    rows: "pd.Index[Any]"
    telling: Flags  # sums of amounts that tell of their largest contributors


@dataclass(frozen=True)
class Atoms:
    """The smallest groups that any figure tells apart: what part of each every figure holds, and their counts.

    `holds` has the shape (figures, atoms), `empty` (areas that lack a figure, atoms), `amounts` (quantities, atoms).
    `known` says which are of people who can be told from others: those of whom a characteristic is not known cannot,
    and need no guard.
    """

    holds: sparse.csr_array
    empty: sparse.csr_array
    amounts: Floats
    known: Flags

    @property
    def alone(self) -> sparse.csr_array:
        """The atoms that are no figure themselves and could be found by subtraction, a row each."""
        single = (np.diff(self.holds.indptr) == 1) & (np.asarray(self.holds.sum(axis=1)).ravel() == 1.0)
        shown = np.zeros(self.holds.shape[1], bool)
        shown[self.holds.indices[self.holds.indptr[:-1][single]]] = True
        return sparse.csr_array(np.eye(self.holds.shape[1])[~shown & self.known])


def told_apart(pairs: pd.DataFrame, figures: int, amounts: Floats, groups: Any, *, empty: int = 0) -> Atoms:
    """Put together what no figure tells apart, nor an area without one: of those, `empty` follow the figures."""
    holds = np.zeros((figures + empty, amounts.shape[1]))
    np.add.at(holds, (pairs["figure"].to_numpy(int), pairs["atom"].to_numpy(int)), pairs["share"].to_numpy(float))
    seen = holds.any(axis=0)
    patterns, place = np.unique(holds[:, seen].round(9), axis=1, return_inverse=True)
    together = np.zeros((len(amounts), patterns.shape[1]))
    np.add.at(together.T, place.ravel(), np.nan_to_num(amounts[:, seen]).T)
    known = np.bincount(place.ravel(), weights=np.asarray(groups != OTHER)[seen], minlength=patterns.shape[1]) > 0
    return Atoms(sparse.csr_array(patterns[:figures]), sparse.csr_array(patterns[figures:]), together, known)
