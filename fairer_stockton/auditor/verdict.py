"""The verdict on a puzzle: which hidden numbers can be worked out, and how far apart two tables show the others."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from fairer_stockton.auditor.hubs import HubSearch
from fairer_stockton.auditor.puzzle import Ends, Integers, Puzzle, narrow_unknowns, split_into_components
from fairer_stockton.auditor.tables import Clock, DoNotFitError, TableSearch

Booleans = NDArray[np.bool_]
UNPROVED = np.iinfo(np.int64).min // 2


@dataclass(frozen=True)
class Verdict:
    """What was found of each cell of a puzzle.

    Attributes:
        low: the least that a table shows it to be.
        high: the most.
        exposed: whether it is known too closely, or not shown to be open.
        harmless: whether it surely is no secret: large, or nobody where that may be known.
    """

    low: Integers
    high: Integers
    exposed: Booleans
    harmless: Booleans


def judge(puzzle: Puzzle) -> Verdict:
    """Return the verdict on each cell: open where two tables that agree with all that is known differ enough in it.

    A cell without two such tables passes only where it is proved to be large, or to be nobody where that may be known;
    or where it counts the answers of one at the most in a place that no figure shows, who need not have answered and
    may have in either way. What the solver says of it besides is not believed.

    Raises:
        DoNotFitError: what is published does not fit.
        OutOfTimeError: the search has no end.
    """
    same = _number_different_cells(puzzle)
    first = np.unique(same, return_index=True)[1]
    cells = puzzle.cells.iloc[first].reset_index(drop=True)
    sides = np.unique(same[puzzle.sides], axis=0)
    different = replace(puzzle, least=puzzle.least[first], most=puzzle.most[first], cells=cells, sides=sides)
    verdict = _judge_different_cells(different)
    low, high = verdict.low[same], verdict.high[same]
    exposed, harmless = verdict.exposed[same], verdict.harmless[same]
    # That nobody answered in one way tells of everyone who answered, unless nobody did at all.
    side, whole = puzzle.sides.T
    nobody = harmless & (high <= 0)
    exposed[side[nobody[side] & ~nobody[whole]]] = True
    return Verdict(low, high, exposed, harmless)


def _number_different_cells(puzzle: Puzzle) -> Integers:
    """Return a number for each cell, the same for cells that add up the same unknowns to be judged alike."""
    tags = np.random.default_rng(1).integers(1, 2**62, (puzzle.unknowns, 2)).astype(np.uint64)
    sums = [csr_array(matrix.astype(np.uint64)) @ tags for matrix in (puzzle.least, puzzle.most)]
    table = puzzle.cells[["width", "secret_below", "unit", "signed", "nobody", "hidden", "counted"]]
    return np.asarray(table.assign(a=sums[0][:, 0], b=sums[1][:, 1]).groupby([*table, "a", "b"], sort=False).ngroup())


def _judge_different_cells(puzzle: Puzzle) -> Verdict:
    ends = narrow_unknowns(puzzle)
    if ends is None:
        raise DoNotFitError
    settled = _is_surely_harmless(puzzle, *_bound_cells_by_ends(puzzle, ends.low, ends.high))
    cells = _set_out_cells(puzzle, ends, settled)
    cells.look_further(settled)
    most = np.full(len(settled), -UNPROVED)
    for cell in np.flatnonzero(~settled & ~cells.is_open):
        if proved := cells.widen(int(cell)):
            settled[cell] = _is_surely_harmless(puzzle, *proved)[cell]
            most[cell] = proved[1][cell]
    exposed = ~settled & ~cells.is_open
    # Told is that one answered there, if any; and not how, where it may have been in either way.
    groups = [
        group
        for group in _list_places_of_one_at_most(puzzle, exposed, most)
        if all(cells.reaches(cell, int(most[cell])) and most[cell] == most[group[0]] for cell in group)
    ]
    if groups and _may_be_nobody_together(puzzle, [group[0] for group in groups]):
        exposed[np.concatenate(groups)] = False
    return Verdict(*cells.ends, exposed, settled)


def _set_out_cells(puzzle: Puzzle, ends: Ends, settled: Booleans) -> "_Cells":
    """Return the cells with a search for each component, which has met some tables already."""
    clock, width = Clock(), puzzle.cells["width"].to_numpy(np.int64)
    known = np.where(ends.low < ends.high, 0, ends.low)
    searches = [
        (HubSearch if component.hubs.any() else TableSearch)(component, clock)
        for component in split_into_components(puzzle, ends)
    ]
    for search in searches:
        search.seed(np.where(settled, 0, width)[search.component.cells])
    return _Cells((puzzle.least @ known, puzzle.most @ known), searches, width, _list_limits(puzzle))


def _may_be_nobody_together(puzzle: Puzzle, cell_numbers: list[int]) -> bool:
    """Look for one table in which nobody answered in any of these places: else it may be told of them together."""
    ends = narrow_unknowns(puzzle)
    every = csr_array(puzzle.most[cell_numbers].sum(axis=0).reshape(1, -1))
    one = replace(puzzle, least=every, most=every, cells=puzzle.cells.iloc[cell_numbers[:1]].reset_index(drop=True))
    return ends is not None and _set_out_cells(one, ends, np.zeros(1, bool)).is_ever_nothing(0)


def _list_places_of_one_at_most(puzzle: Puzzle, exposed: Booleans, most: Integers) -> Iterator[list[int]]:
    """Yield the cells of each question in a place that no figure shows, where one answered at most: all, and sides.

    Of two, each would know of the other how they answered as soon as it is known how both did.

    Args:
        puzzle: with the pairs of sides and of all who answered.
        exposed: which cells are not shown to be open.
        most: what each of these surely is at the most.
    """
    side, whole = puzzle.sides.T
    shown = puzzle.cells["hidden"].to_numpy(bool)
    one = most == puzzle.cells["unit"].to_numpy(np.int64)
    for number in np.unique(whole[exposed[whole] & one[whole] & ~shown[whole]]):
        own = side[whole == number]
        if len(own) > 1 and not shown[own].any():
            yield [int(number), *map(int, own)]


def _list_limits(puzzle: Puzzle) -> Integers:
    """Return the limit that a table must show a cell may reach, where that is enough: it may be no secret then."""
    width, secret_below = (puzzle.cells[name].to_numpy(np.int64) for name in ("width", "secret_below"))
    is_limited = (secret_below > width) & ~puzzle.cells["signed"].to_numpy(bool)
    return np.where(is_limited, secret_below, -UNPROVED)


def _bound_cells_by_ends(puzzle: Puzzle, low: Integers, high: Integers) -> tuple[Integers, Integers]:
    """Return what each cell surely is at least and at most, from the ends of its unknowns alone."""
    least, most = puzzle.least, puzzle.most
    return (
        least.maximum(0) @ low + least.minimum(0) @ high,
        most.maximum(0) @ high + most.minimum(0) @ low,
    )


def _is_surely_harmless(puzzle: Puzzle, low: Integers, high: Integers) -> Booleans:
    """Return which cells are no secret: surely large, or surely nobody where that may be known."""
    width = puzzle.cells["secret_below"].to_numpy(np.int64)
    signed, nobody = (puzzle.cells[name].to_numpy(bool) for name in ("signed", "nobody"))
    large = (low >= width) | (signed & (high <= -width))
    none = nobody & (high <= 0) & (~signed | (low >= 0))
    return np.asarray(large | none)


class _Cells:
    """The cells of a puzzle over all its components, which can be anything at the same time."""

    def __init__(
        self, fixed: tuple[Integers, Integers], searches: Sequence[TableSearch], width: Integers, limit: Integers
    ) -> None:
        self._fixed, self._searches, self._width, self._limit = fixed, searches, width, limit
        self._positions: dict[int, list[tuple[TableSearch, int]]] = {}
        for search in searches:
            for position, cell in enumerate(search.component.cells.tolist()):
                self._positions.setdefault(cell, []).append((search, position))

    @property
    def ends(self) -> tuple[Integers, Integers]:
        low, high = (end.copy() for end in self._fixed)
        for search in self._searches:
            low[search.component.cells] += search.low
            high[search.component.cells] += search.high
        return low, high

    @property
    def is_open(self) -> Booleans:
        """Return of each cell whether two tables differ enough in it, or one shows that it may be no secret."""
        low, high = self.ends
        return np.asarray((high - low >= self._width) | (high >= self._limit))

    def look_further(self, settled: Booleans) -> None:
        """Look for tables of each search near which many cells that are not open yet have room."""
        low, high = self.ends
        left = np.where(settled | self.is_open, 0, self._width - (high - low))
        for search in self._searches:
            left_of_own = left[search.component.cells]
            search.look_further(np.where(left_of_own > 0, left_of_own + search.spread, 0))

    def widen(self, cell: int) -> tuple[Integers, Integers] | None:
        """Look for the ends of one cell until tables show them to be far enough apart, or proofs show them not to be.

        Returns:
            Ends that the cell is proved to lie between, in arrays of all cells; None where it is shown to be open.
        """
        searches = self._positions.get(cell, [])
        self._widen_near(cell)
        proofs: tuple[list[Callable[[], int]], list[Callable[[], int]]] = ([], [])
        for search, position in searches:
            for upward in (False, True):
                if self._is_cell_open(cell):
                    return None
                proofs[upward].append(search.widen_cell(position, upward=upward))
        if self._is_cell_open(cell):
            return None  # no need to prove anything, which takes longer than to look
        proved = [int(end[cell]) + sum(prove() for prove in own) for end, own in zip(self._fixed, proofs, strict=True)]
        may_be_open = proved[1] - proved[0] >= self._width[cell] or proved[1] >= self._limit[cell]
        for search, position in searches if may_be_open else ():
            for upward in (True, False):
                if self._is_cell_open(cell):
                    return None
                search.search_whole_numbers(position, upward=upward, width=int(self._width[cell]))
        if self._is_cell_open(cell):
            return None
        low, high = (np.full(len(self._width), end) for end in (UNPROVED, -UNPROVED))
        low[cell], high[cell] = proved
        return low, high

    def is_ever_nothing(self, cell: int) -> bool:
        """Look for a table in which a cell is nothing; return whether there is one."""
        for search, position in self._positions.get(cell, ()):
            if search.low[position] > 0:
                search.widen_cell(position, upward=False)
            if search.low[position] > 0:
                search.search_whole_numbers(position, upward=False, width=int(search.high[position]))
        return self._has_ends(cell, 0)

    def reaches(self, cell: int, most: int) -> bool:
        """Look for tables in which a cell is nothing, and as many as this; return whether there are both."""
        for search, position in self._positions.get(cell, ()):
            for upward in (True, False):
                if not self._has_ends(cell, most):
                    search.search_whole_numbers(position, upward=upward, width=most)
        return self._has_ends(cell, most)

    def _has_ends(self, cell: int, most: int) -> bool:
        low, high = (int(end[cell]) for end in self.ends)
        return low <= 0 and high >= most

    def _widen_near(self, cell: int) -> None:
        """Look for the ends of a cell near tables that were met: small searches."""
        for search, position in self._positions.get(cell, ()):
            if not self._is_cell_open(cell):
                search.widen_near(position, int(self._width[cell]))

    def _is_cell_open(self, cell: int) -> bool:
        searches = self._positions.get(cell, ())
        low = int(self._fixed[0][cell]) + sum(int(search.low[position]) for search, position in searches)
        high = int(self._fixed[1][cell]) + sum(int(search.high[position]) for search, position in searches)
        return high - low >= self._width[cell] or high >= self._limit[cell]
