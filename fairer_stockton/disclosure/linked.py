"""Linked cells: every number that a set of tables shows, and the unknown counts that they are all sums of."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# What stands for the figure's number where a cell has none:
BY_SUBTRACTION = -1  # no figure shows the cell, but subtraction could give it
NEVER_NEGATIVE = -2  # anyone knows that it is zero or more: a whole less its part
SHOWN_BEFORE = -3  # an earlier edition showed it, and no figure of now does
EPSILON = 1e-6  # what the solver may be off by


@dataclass(frozen=True)
class LinkedCells:
    """Cells that are sums of the same counts, over tables, maps and groups.

    Attributes:
        holds: shape (cells, counts): what part of each count a cell adds up.
        counts: shape (counts,): the true counts, zero or more.
        figure: shape (cells,): the number of the published figure that shows the cell (a count, what it is out of and
            the rest are three cells of one figure); else one of the numbers below zero.
        low: shape (cells,): the least that a cell can be once its figure is shown: its own sum, unless it is rounded.
        high: shape (cells,): the most that it can be then.
        width: shape (cells,): how wide the range of the cell must stay while its figure is hidden; 0 if it need not.
        below: shape (cells,): the cell is harmless where it is known to be this or more.
    """

    holds: sparse.csr_array
    counts: Floats
    figure: NDArray[np.int64]
    low: Floats
    high: Floats
    width: Floats
    threshold: Floats

    @classmethod
    def of(
        cls,
        share_matrix: Any,
        true_counts: ArrayLike,
        figure_numbers: ArrayLike,
        required_widths: ArrayLike,
        *,
        threshold: ArrayLike | None = None,
        rounded: ArrayLike = False,
    ) -> "LinkedCells":
        """Return linked cells from anything that reads as a matrix and arrays; those `rounded` show a whole number."""
        matrix = sparse.csr_array(share_matrix, dtype=np.float64)
        true = np.asarray(true_counts, np.float64)
        sums = np.asarray(matrix @ true)
        whole = np.broadcast_to(np.asarray(rounded, bool), sums.shape)
        always = np.asarray(figure_numbers) == NEVER_NEGATIVE
        widths = np.broadcast_to(np.asarray(required_widths, np.float64), sums.shape)
        return cls(
            holds=matrix,
            counts=true,
            figure=np.asarray(figure_numbers, np.int64),
            low=np.where(always, 0.0, np.where(whole, np.round(sums) - 0.5, sums)),
            high=np.where(always, np.inf, np.where(whole, np.round(sums) + 0.5, sums)),
            width=widths,
            threshold=widths if threshold is None else np.broadcast_to(np.asarray(threshold, np.float64), sums.shape),
        )

    @property
    def sums(self) -> Floats:
        """Return the true value of each cell."""
        return np.asarray(self.holds @ self.counts)

    @property
    def figures(self) -> int:
        """Return how many figures there are."""
        return int(self.figure.max(initial=BY_SUBTRACTION)) + 1

    def mark_unseen_cells(self, is_hidden_figure: Flags) -> Flags:
        """Mark the cells that are not shown when these figures are hidden."""
        # The negative numbers index from the end: BY_SUBTRACTION is unseen, the others are always known.
        return np.concatenate([is_hidden_figure, [False, False, True]])[self.figure]

    def sum_by_figure(self, amounts_of_cells: ArrayLike) -> Floats:
        """Sum numbers of cells by the figure that shows them."""
        shown = self.figure >= 0
        weights = np.asarray(amounts_of_cells, np.float64)[shown]
        return np.bincount(self.figure[shown], weights=weights, minlength=self.figures).astype(np.float64)

    def mark_sensitive_figures(self, *, zeros_are_sensitive: bool = False) -> Flags:
        """Mark figures with a cell too small to show (primary suppression), of nobody too if `zeros_are_sensitive`."""
        sums = self.sums
        # Sums of amounts have an endless threshold: the dominance rule judges them instead.
        below_threshold = (
            (sums < self.threshold - EPSILON) & (zeros_are_sensitive | (sums > EPSILON)) & np.isfinite(self.threshold)
        )
        return self.sum_by_figure(below_threshold) > 0
