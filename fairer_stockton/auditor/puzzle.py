"""What is known of unknown whole numbers, and the hidden numbers that they make up: all in whole numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

Integers = NDArray[np.int64]
MILLION = 1_000_000  # shares of neighbourhoods are counted in millionths, so that sums of them are whole numbers
MOST_COUNTED = 10**9  # more than any count
ROUNDS = 60  # of narrowing the ends of unknowns; more would still be right, and seldom narrow further


@dataclass(frozen=True)
class Puzzle:
    """Unknown counts, sums of them that are known, and sums of them that are hidden.

    Attributes:
        sums: shape (sums, unknowns): how much of each unknown a sum adds up, in units or in millionths.
        low: the least of each sum, in the same units.
        high: the most of each sum.
        least: shape (cells, unknowns): what a cell adds up at the least of each unknown. An unknown may stand for
            several neighbourhoods that no figure tells apart, of which the cell holds a few: then it may be nothing.
        most: shape (cells, unknowns): what it adds up at the most.
        cells: a row a cell, with `label`, its name in a message; `hidden`, whether a figure would show it; `counted`,
            what it counts; `width`, the range to keep, in the units of the cell; `unit`, a million where these are
            millionths; `nobody`, whether that it is nobody may be known; `signed`, whether it is a difference.
        hubs: the unknowns that tie all others together: with these as they are, the puzzle parts into small ones.
        sides: shape (pairs, 2): the numbers of a cell that is a side of a question, and of the cell of all who answered
            it; a cell may be a side of several.
    """

    sums: csr_array
    low: Integers
    high: Integers
    least: csr_array
    most: csr_array
    cells: pd.DataFrame
    hubs: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    sides: Integers = field(default_factory=lambda: np.zeros((0, 2), np.int64))

    @property
    def unknowns(self) -> int:
        """Return how many unknowns there are."""
        return int(self.sums.shape[1])


@dataclass(frozen=True)
class Ends:
    """Between which whole numbers each unknown surely lies."""

    low: Integers
    high: Integers


def narrow_unknowns(puzzle: Puzzle) -> Ends | None:
    """Return between which ends each unknown surely lies, each step of the reasoning exact; None if none can be right.

    What remains of a sum when all others are at their least or most bounds each unknown in it.
    """
    terms = coo_array(puzzle.sums)
    row, column, part = (np.asarray(values, np.int64) for values in (*terms.coords, terms.data))
    low, high = np.zeros(puzzle.unknowns, np.int64), np.full(puzzle.unknowns, MOST_COUNTED, np.int64)
    count = len(puzzle.low)
    up = part > 0
    for _ in range(ROUNDS):
        at_least, at_most = (
            part * np.where(up, low[column], high[column]),
            part * np.where(up, high[column], low[column]),
        )
        least, most = (_add_by_row(row, values, count) for values in (at_least, at_most))
        room_above = puzzle.high[row] - (least[row] - at_least)  # the most that this term can be
        room_below = puzzle.low[row] - (most[row] - at_most)  # the least
        size = np.abs(part)
        ceiling = np.where(up, room_above // size, (-room_below) // size)
        floor = np.where(up, -((-room_below) // size), -(room_above // size))
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, column, floor)
        np.minimum.at(new_high, column, ceiling)
        if (new_low > new_high).any():
            return None
        if (new_low == low).all() and (new_high == high).all():
            break
        low, high = new_low, new_high
    return Ends(low, high)


def _add_by_row(row: Integers, values: Integers, count: int) -> Integers:
    total = np.zeros(count, np.int64)
    np.add.at(total, row, values)
    return total


@dataclass(frozen=True)
class Component:
    """Unknowns that hang together, none of them known already, and the sums that tie them."""

    members: Integers
    sums: csr_array
    low: Integers
    high: Integers
    ends: Ends
    least: csr_array
    most: csr_array
    hubs: NDArray[np.bool_]

    def agrees(self, table: Integers) -> bool:
        """Return whether a table of whole numbers agrees with everything that is known, by adding up alone."""
        if (table < self.ends.low).any() or (table > self.ends.high).any():
            return False
        total = self.sums @ table
        return bool(((total >= self.low) & (total <= self.high)).all())


def split_into_components(puzzle: Puzzle, ends: Ends) -> Iterator[Component]:
    """Yield the parts of a puzzle that share no sum: what one tells is nothing to the others."""
    free = np.flatnonzero(ends.low < ends.high)
    if not len(free):
        return
    # What is known already goes over to the other side of each sum.
    known = np.where(ends.low < ends.high, 0, ends.low)
    fixed = puzzle.sums @ known
    sums = csr_array(puzzle.sums[:, free])
    tied = coo_array(sums)
    size = len(free)
    joined = coo_array(
        (np.ones(tied.nnz), (tied.coords[0] + size, tied.coords[1])), (size + len(fixed), size + len(fixed))
    )
    _, group = connected_components(joined, directed=False)
    order = np.argsort(group[:size], kind="stable")
    by_column, least, most = sums.tocsc(), puzzle.least.tocsc(), puzzle.most.tocsc()
    is_hub = np.isin(np.arange(puzzle.unknowns), puzzle.hubs)
    for members in np.split(order, np.flatnonzero(np.diff(group[:size][order])) + 1):
        own = csr_array(by_column[:, members])
        rows = np.flatnonzero(np.diff(own.indptr))
        unknowns = free[members]
        yield Component(
            unknowns,
            csr_array(own[rows]),
            puzzle.low[rows] - fixed[rows],
            puzzle.high[rows] - fixed[rows],
            Ends(ends.low[unknowns], ends.high[unknowns]),
            csr_array(least[:, unknowns]),
            csr_array(most[:, unknowns]),
            is_hub[unknowns],
        )


def make_whole_matrix(values: Any, rows: Any, columns: Any, shape: tuple[int, int]) -> csr_array:
    """Return a sparse matrix of whole numbers."""
    numbers = np.asarray(values, np.int64)
    matrix = csr_array(coo_array((numbers, (np.asarray(rows, np.int64), np.asarray(columns, np.int64))), shape))
    matrix.sum_duplicates()
    return matrix
