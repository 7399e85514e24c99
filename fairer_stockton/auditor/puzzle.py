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
    """Unknowns that hang together, none of them known already, the sums that tie them, and the cells that hold any.

    Attributes:
        members: the numbers of the unknowns in their puzzle.
        sums: shape (sums, members).
        low: the least of each sum.
        high: the most of each sum.
        ends: between which whole numbers each member surely lies.
        cells: the numbers of the cells in their puzzle.
        least: shape (cells, members): what each of these cells adds up of the members at the least.
        most: shape (cells, members): the same at the most.
        hubs: shape (members,): which of them are hubs.
    """

    members: Integers
    sums: csr_array
    low: Integers
    high: Integers
    ends: Ends
    cells: Integers
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
    fixed = puzzle.sums @ np.where(ends.low < ends.high, 0, ends.low)
    part = _number_parts(csr_array(puzzle.sums[:, free]))
    members = np.split(np.argsort(part, kind="stable"), np.cumsum(np.bincount(part))[:-1])
    position = np.empty(len(free), np.int64)
    for own in members:
        position[own] = np.arange(len(own))
    sums = _split_by_part([puzzle.sums[:, free]], part, position, members)
    cells = _split_by_part([puzzle.least[:, free], puzzle.most[:, free]], part, position, members)
    is_hub = np.isin(np.arange(puzzle.unknowns), puzzle.hubs)
    for own, (rows, (added,)), (numbers, (least, most)) in zip(members, sums, cells, strict=True):
        unknowns = free[own]
        low, high = puzzle.low[rows] - fixed[rows], puzzle.high[rows] - fixed[rows]
        own_ends = Ends(ends.low[unknowns], ends.high[unknowns])
        yield Component(unknowns, added, low, high, own_ends, numbers, least, most, is_hub[unknowns])


def _number_parts(sums: csr_array) -> Integers:
    """Return of each column the number of the part that hangs together with it."""
    terms, (rows, columns) = coo_array(sums), sums.shape
    joined = coo_array((np.ones(terms.nnz), (terms.coords[0] + columns, terms.coords[1])), (rows + columns,) * 2)
    _, group = connected_components(joined, directed=False)
    return np.unique(group[:columns], return_inverse=True)[1]


def _split_by_part(
    matrices: list[csr_array], part: Integers, position: Integers, members: list[Integers]
) -> Iterator[tuple[Integers, list[csr_array]]]:
    """Yield, for each part of the columns, the rows that hold any of them, and the part of each matrix that they make.

    All are cut from terms that are sorted once: to look for the columns of each of hundreds of parts would take longer
    than to solve them.
    """
    terms = [coo_array(matrix) for matrix in matrices]
    row, column = (np.concatenate([np.asarray(own.coords[axis], np.int64) for own in terms]) for axis in (0, 1))
    number, place, count = part[column], position[column], matrices[0].shape[0]
    order = np.lexsort((place, row, number))
    lines = number[order] * count + row[order]
    is_new = np.diff(lines, prepend=-1) > 0
    is_new_term = is_new | (np.diff(place[order], prepend=-1) != 0)
    data = []
    for of, own in enumerate(terms):
        values = np.concatenate([own.data if of == other else np.zeros(len(every.data), np.int64)
                                 for other, every in enumerate(terms)])  # fmt: skip
        data.append(np.add.reduceat(values[order], np.flatnonzero(is_new_term)) if len(order) else values)
    line = np.flatnonzero(is_new[is_new_term])  # where each row begins among the terms
    first_lines = np.searchsorted(lines[is_new], np.arange(len(members) + 1) * count)
    ends = np.append(line, is_new_term.sum())
    rows, places = row[order][is_new], place[order][is_new_term]
    for part_number, columns in enumerate(members):
        begin, end = first_lines[part_number], first_lines[part_number + 1]
        inside = slice(ends[begin], ends[end])
        starts = ends[begin : end + 1] - ends[begin]
        shape = (end - begin, len(columns))
        yield rows[begin:end], [csr_array((values[inside], places[inside], starts), shape) for values in data]


def make_whole_matrix(values: Any, rows: Any, columns: Any, shape: tuple[int, int]) -> csr_array:
    """Return a sparse matrix of whole numbers."""
    numbers = np.asarray(values, np.int64)
    matrix = csr_array(coo_array((numbers, (np.asarray(rows, np.int64), np.asarray(columns, np.int64))), shape))
    matrix.sum_duplicates()
    return matrix
