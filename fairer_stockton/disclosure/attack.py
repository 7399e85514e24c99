"""The attacker of the protection: everything shown is known, and linear programming says what a hidden cell can be."""

from dataclasses import dataclass

import numpy as np

from fairer_stockton.disclosure.linked import EPSILON, Flags, Floats, LinkedCells
from fairer_stockton.disclosure.solver import program

PRIMAL, DANTZIG = 4, 0  # HiGHS's numbers for the primal simplex, and its plainest way to the next step
REACH = 20.0  # widths by which this attacker lets a count be higher than it is; a real one would let it be anything


@dataclass(frozen=True)
class Exposure:
    """What can be told of one cell: its range, and the most that hiding each figure would add to it."""

    cell: int
    low: float
    high: float
    opened_by: Floats

    @property
    def width(self) -> float:
        """How far apart the ends of the range lie."""
        return self.high - self.low


class Attacker:
    """Knows everything that is shown, and remembers the worlds that it has met: what the counts could be."""

    def __init__(self, cells: LinkedCells) -> None:
        """Take the cells; no world is known yet but the true one."""
        self.cells = cells
        self.worlds = [cells.sums]

    def exposed(self, hidden: Flags, *, zeros: bool = False, among: Flags | None = None) -> list[Exposure]:
        """List the unseen cells that could be below the threshold and are known too closely.

        Args:
            hidden: which figures are hidden.
            zeros: whether it is harm to know that there is nobody.
            among: shape (cells,): those to look at; else all.
        """
        cells = self.cells
        unseen = cells.unseen(hidden)
        least, most = self._met(unseen)
        question = _Question(cells, ~unseen)
        guarded = unseen & (cells.width > 0)
        found = []
        for cell in np.flatnonzero(guarded & (True if among is None else among)):
            if most[cell] - least[cell] >= cells.width[cell] - EPSILON:
                continue
            held = np.zeros(len(cells.figure))
            for up in (True, False):
                world, holding = question.end(int(cell), up=up)
                least, most, held = np.minimum(least, world), np.maximum(most, world), held + holding
                self.worlds.append(world)
                if most[cell] - least[cell] >= cells.width[cell] - EPSILON:
                    break
            else:
                low, high = float(least[cell]), float(most[cell])
                if low < cells.below[cell] - EPSILON and (zeros or high > EPSILON):
                    found.append(Exposure(int(cell), low, high, cells.by_figure(held) * question.reach))
        return found

    def _met(self, unseen: Flags) -> tuple[Floats, Floats]:
        """Give the least and the most of each cell in the worlds met so far that fit what is shown now."""
        cells = self.cells
        worlds = np.array(self.worlds)
        shown = worlds[:, ~unseen]
        fits = (shown >= cells.low[~unseen] - EPSILON) & (shown <= cells.high[~unseen] + EPSILON)
        fitting = worlds[fits.all(axis=1)]
        return fitting.min(axis=0), fitting.max(axis=0)


class _Question:
    """One linear program over the counts that nothing shown gives by itself, solved again from where it stood."""

    def __init__(self, cells: LinkedCells, shown: Flags) -> None:
        self.cells = cells
        holds = cells.holds
        size = np.diff(holds.indptr)
        whole = np.zeros(len(size), bool)
        whole[size > 0] = holds.data[holds.indptr[:-1][size > 0]] == 1.0
        single = np.flatnonzero(shown & (size == 1) & whole & (cells.low == cells.high))
        self.told_by = np.full(holds.shape[1], -1)
        self.told_by[holds.indices[holds.indptr[single]]] = single
        self.told = self.told_by >= 0
        self.given = np.where(self.told, cells.low[self.told_by], 0.0)
        rest = holds[:, ~self.told]
        self.rows = np.flatnonzero(shown & (np.diff(rest.indptr) > 0))
        self.turned = holds[self.rows].T.tocsr()
        known = np.asarray(holds @ self.given)[self.rows]
        self.reach = REACH * cells.width.max(initial=1.0) / np.abs(holds.data).min(initial=1.0)
        self.columns = np.arange(rest.shape[1], dtype=np.int32)
        self.program = program(
            rest[self.rows],
            (cells.low[self.rows] - known, cells.high[self.rows] - known),
            (np.zeros(len(self.columns)), cells.counts[~self.told] + self.reach),
            np.zeros(len(self.columns)),
            presolve="off",  # each run starts where the last one ended,
            simplex_strategy=PRIMAL,  # which fits still: only the question changes, not what is known
            simplex_primal_edge_weight_strategy=DANTZIG,  # few steps lie between two questions
        )

    def end(self, cell: int, *, up: bool) -> tuple[Floats, Floats]:
        """Go to one end of a cell's range: the sums of all cells there, and what each shown cell holds it back by."""
        holds = self.cells.holds
        row = slice(*holds.indptr[cell : cell + 2])
        cost = np.zeros(holds.shape[1])
        cost[holds.indices[row]] = holds.data[row] * (-1 if up else 1)
        world, dual = self.given.copy(), np.zeros(len(self.rows))
        if len(self.columns):
            self.program.changeColsCost(len(self.columns), self.columns, cost[~self.told])
            self.program.run()
            solution = self.program.getSolution()
            world[~self.told], dual = solution.col_value, np.asarray(solution.row_dual)
        held = np.zeros(holds.shape[0])
        held[self.rows] = np.abs(dual)
        left = cost - self.turned @ dual
        held[self.told_by[self.told]] = np.abs(left[self.told])
        return np.asarray(holds @ world), held
