"""Linked cells: every count that a set of tables gives, and the hidden counts that they are all sums of."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ALONE = -1  # the figure of a cell that no figure shows by itself, but that could be found by subtraction
ALWAYS = -2  # the figure of a cell of which anyone knows that it is zero or more: a whole less its part
EPSILON = 1e-6  # what the solver may be off by


@dataclass(frozen=True)
class LinkedCells:
    """Cells that are sums of the same counts, over tables, maps and groups.

    Attributes:
        holds: shape (cells, counts): what part of each count a cell adds up.
        counts: shape (counts,): the true counts, zero or more.
        figure: shape (cells,): the number of the published figure that shows the cell (a count, what it is out of and
            the rest are three cells of one figure); else `ALONE` or `ALWAYS`.
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
    below: Floats

    @classmethod
    def of(
        cls,
        holds: Any,
        counts: ArrayLike,
        figure: ArrayLike,
        width: ArrayLike,
        *,
        below: ArrayLike | None = None,
        rounded: ArrayLike = False,
    ) -> "LinkedCells":
        """Make them from anything that reads as a matrix and arrays; cells that are `rounded` show a whole number."""
        matrix = sparse.csr_array(holds, dtype=np.float64)
        true = np.asarray(counts, np.float64)
        sums = np.asarray(matrix @ true)
        whole = np.broadcast_to(np.asarray(rounded, bool), sums.shape)
        always = np.asarray(figure) == ALWAYS
        widths = np.broadcast_to(np.asarray(width, np.float64), sums.shape)
        return cls(
            holds=matrix,
            counts=true,
            figure=np.asarray(figure, np.int64),
            low=np.where(always, 0.0, np.where(whole, np.round(sums) - 0.5, sums)),
            high=np.where(always, np.inf, np.where(whole, np.round(sums) + 0.5, sums)),
            width=widths,
            below=widths if below is None else np.broadcast_to(np.asarray(below, np.float64), sums.shape),
        )

    @property
    def sums(self) -> Floats:
        """The true value of each cell."""
        return np.asarray(self.holds @ self.counts)

    @property
    def figures(self) -> int:
        """How many figures there are."""
        return int(self.figure.max(initial=ALONE)) + 1

    def unseen(self, hidden: Flags) -> Flags:
        """Say which cells are not shown when the figures marked are hidden."""
        return np.concatenate([hidden, [False, True]])[self.figure]

    def by_figure(self, cells: ArrayLike) -> Floats:
        """Add a number of each cell up, a figure."""
        shown = self.figure >= 0
        weights = np.asarray(cells, np.float64)[shown]
        return np.bincount(self.figure[shown], weights=weights, minlength=self.figures).astype(np.float64)

    def small(self, *, zeros: bool = False) -> Flags:
        """Say which figures have a cell that is too small to show; one of nobody only where `zeros` count as small."""
        sums = self.sums
        few = (sums < self.below - EPSILON) & (zeros | (sums > EPSILON)) & np.isfinite(self.below)
        return self.by_figure(few) > 0
