"""The attacker: from everything shown, linear programming bounds what each hidden cell can be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fairer_stockton.disclosure.linked import EPSILON, Flags, Floats, LinkedCells
from fairer_stockton.disclosure.solver import Basis, make_linear_program

PRIMAL, DEVEX = 4, 1  # HiGHS's numbers for the primal simplex, and for the way to the end that takes the fewest steps
# Widths by which this attacker lets a count be higher than it is. A real one would let it be anything, but a cell is
# safe long before that, and a bounded program always has an end to go to.
REACH = 20.0


@dataclass(frozen=True)
class Exposure:
    """The range of a cell that is known too closely, and the most that hiding each figure would add to it."""

    cell: int
    low: float
    high: float
    opened_by: Floats

    @property
    def width(self) -> float:
        """Return how far apart the ends of the range lie."""
        return self.high - self.low


class Attacker:
    """Knows everything shown, and remembers the worlds it has met: solutions that the counts could be."""

    def __init__(self, cells: LinkedCells) -> None:
        """Take the cells; the only world met so far is the true one."""
        self.cells = cells
        self._worlds = np.empty((0, len(cells.figure)))
        # Of each world, the cells that would show it to be another than the true one.
        self._misfits = np.empty((0, len(cells.figure)), bool)
        self._met = 0
        self._basis = Basis(cells.holds.shape)
        self._remember(cells.sums)

    def find_exposed_cells(
        self, is_hidden_figure: Flags, *, zeros_are_sensitive: bool = False, cells_to_check: Flags | None = None
    ) -> list[Exposure]:
        """List the unseen cells that could be below the threshold and are known too closely, one of each figure.

        The cells of a figure are hidden together, and mostly exposed by the same numbers: while one of them is, the
        others need not be looked at. Nothing is exposed only where the list is empty.

        Args:
            is_hidden_figure: which figures are hidden.
            zeros_are_sensitive: whether it is harm to know that there is nobody.
            cells_to_check: shape (cells,): those to look at; else all.
        """
        cells, true = self.cells, self._worlds[0]
        unseen = cells.mark_unseen_cells(is_hidden_figure)
        # The true value is always possible: a range from as much as this to below the threshold is wide enough.
        could_be_exposed = (cells.width > 0) & (true < cells.threshold + cells.width)
        asked = np.flatnonzero(unseen & could_be_exposed & (True if cells_to_check is None else cells_to_check))
        least, most = self._find_least_and_most_in_fitting_worlds(unseen, asked)
        program_of_ranges = None
        exposures: dict[int, Exposure] = {}
        for cell in asked:
            figure = int(cells.figure[cell])
            owner = figure if figure >= 0 else -1 - int(cell)  # what no figure shows is looked at by itself
            if owner in exposures or most[cell] - least[cell] >= cells.width[cell] - EPSILON:
                continue  # a world met before already shows the range to be wide enough: no program is needed
            program_of_ranges = program_of_ranges or _RangeProgram(cells, ~unseen, self._basis)
            exposure = self._find_exposure(int(cell), program_of_ranges, least, most)
            if exposure and (zeros_are_sensitive or exposure.high > EPSILON):
                exposures[owner] = exposure
        if program_of_ranges:
            program_of_ranges.save_basis(self._basis)
        return [*exposures.values()]

    def _find_exposure(self, cell: int, program: "_RangeProgram", least: Floats, most: Floats) -> Exposure | None:
        """Return how closely a cell is known, if too closely; `least` and `most` take in the worlds that are met."""
        cells = self.cells
        held = np.zeros(len(cells.figure))
        # One end is often enough: that what is small could be large, or that what is larger cannot be small.
        is_small = bool(self._worlds[0, cell] < cells.threshold[cell])
        for upper_end in (is_small, not is_small):
            world = program.solve_for_end_of_range(cell, upper_end=upper_end)
            # The solver's word is not enough: what does not fit all that is shown widens no range.
            if not (self._remember(world) & program.shown).any():
                np.minimum(least, world, out=least)
                np.maximum(most, world, out=most)
            if most[cell] - least[cell] >= cells.width[cell] - EPSILON:
                return None
            if not upper_end and least[cell] >= cells.threshold[cell] - EPSILON:
                return None
            held += program.list_prices()
        return Exposure(cell, float(least[cell]), float(most[cell]), cells.sum_by_figure(held) * program.reach)

    def _remember(self, world: Floats) -> Flags:
        """Add a world to those met, and return the cells that would show it to be another than the true one."""
        if self._met == len(self._worlds):  # room for twice as many: a row at a time would copy all of them each time
            self._worlds, self._misfits = (
                np.concatenate([rows, np.empty((self._met or 1, rows.shape[1]), rows.dtype)])
                for rows in (self._worlds, self._misfits)
            )
        cells = self.cells
        self._worlds[self._met] = world
        self._misfits[self._met] = ~((world >= cells.low - EPSILON) & (world <= cells.high + EPSILON))
        self._met += 1
        return self._misfits[self._met - 1]

    def _find_least_and_most_in_fitting_worlds(
        self, unseen_cells: Flags, asked: NDArray[np.intp]
    ) -> tuple[Floats, Floats]:
        """Return the least and the most of the cells asked for in the worlds met so far that fit what is shown now.

        Of the others, which nobody asks for, it returns the true value.
        """
        fitting = np.flatnonzero(~(self._misfits[: self._met] & ~unseen_cells).any(axis=1))
        worlds = self._worlds[np.ix_(fitting, asked)]
        least, most = self._worlds[0].copy(), self._worlds[0].copy()
        least[asked], most[asked] = worlds.min(axis=0), worlds.max(axis=0)
        return least, most


class _RangeProgram:
    """One linear program over the counts that no shown cell gives by itself, warm-started for each new cell."""

    def __init__(self, cells: LinkedCells, shown: Flags, basis: Basis) -> None:
        self.cells, self.shown = cells, shown
        holds = cells.holds
        self.cost = np.zeros(holds.shape[1])
        # What a shown cell gives by itself is put in as a number: the program then has far fewer columns.
        size = np.diff(holds.indptr)
        whole = np.zeros(len(size), bool)
        whole[size > 0] = holds.data[holds.indptr[:-1][size > 0]] == 1.0
        single = np.flatnonzero(shown & (size == 1) & whole & (cells.low == cells.high))
        self.fixed_by = np.full(holds.shape[1], -1)
        self.fixed_by[holds.indices[holds.indptr[single]]] = single
        self.fixed = self.fixed_by >= 0
        self.fixed_value = np.where(self.fixed, cells.low[self.fixed_by], 0.0)
        rest = holds[:, ~self.fixed]
        self.rows = np.flatnonzero(shown & (np.diff(rest.indptr) > 0))
        self.turned = holds[self.rows].T
        known = np.asarray(holds @ self.fixed_value)[self.rows]
        self.reach = REACH * cells.width.max(initial=1.0) / np.abs(holds.data).min(initial=1.0)
        self.columns = np.arange(rest.shape[1], dtype=np.int32)
        self.program = make_linear_program(
            rest[self.rows],
            (cells.low[self.rows] - known, cells.high[self.rows] - known),
            (np.zeros(len(self.columns)), cells.counts[~self.fixed] + self.reach),
            np.zeros(len(self.columns)),
            presolve="off",  # each run starts where the last one ended,
            simplex_strategy=PRIMAL,  # which fits still: only the question changes, not what is known
            simplex_primal_edge_weight_strategy=DEVEX,
        )
        # The last program was of nearly the same cells: from where it ended few steps lead to an end of this one.
        basis.start(self.program, self.rows, ~self.fixed)

    def save_basis(self, basis: Basis) -> None:
        """Save where the program ended, for the next one to begin there."""
        basis.save(self.program, self.rows, ~self.fixed)

    def solve_for_end_of_range(self, cell_number: int, *, upper_end: bool) -> Floats:
        """Return all cells at one end of a cell's range."""
        holds = self.cells.holds
        row = slice(*holds.indptr[cell_number : cell_number + 2])
        self.cost[:] = 0.0
        self.cost[holds.indices[row]] = holds.data[row] * (-1 if upper_end else 1)
        world = self.fixed_value.copy()
        if len(self.columns):
            self.program.changeColsCost(len(self.columns), self.columns, self.cost[~self.fixed])
            self.program.run()
            world[~self.fixed] = self.program.getSolution().col_value
        return np.asarray(holds @ world)

    def list_prices(self) -> Floats:
        """Return the dual price by which each shown cell holds the last cell at the end that was found."""
        dual = np.asarray(self.program.getSolution().row_dual) if len(self.columns) else np.zeros(len(self.rows))
        held = np.zeros(self.cells.holds.shape[0])
        held[self.rows] = np.abs(dual)
        # Counts that were put in as numbers have no row of their own: their reduced cost is the price of showing them.
        left = self.cost - self.turned @ dual
        held[self.fixed_by[self.fixed]] = np.abs(left[self.fixed])
        return held
