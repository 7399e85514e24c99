"""Whole-number tables that agree with all that is published: a solver proposes them, adding up decides.

Nothing rests on the solver's word. A table that it proposes counts only if its whole numbers add up; a bound of its own
counts only if its multipliers prove it in exact arithmetic.
"""

import math
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from fairer_stockton.auditor.bounds import CLOSE
from fairer_stockton.auditor.puzzle import (
    MILLION,
    MOST_COUNTED,
    Component,
    Ends,
    Integers,
    Puzzle,
    narrow_unknowns,
)
from fairer_stockton.run.errors import DisclosureError

Floats = NDArray[np.float64]
LONGEST = 1200.0  # seconds of the processor's that the puzzle of one table and period may take
CORES = os.cpu_count() or 1
STEPS = 5040  # into which a solver's multipliers are cut: halves, thirds and the like stay what they are
SEEDED = 16  # tables that are looked for in any direction, before single cells are,
SEEDED_CORNERS = 8  # the same, where cells are looked for soon in any case
FEW = 8  # as long as there are more cells than this to look for
NEAR = 0.3  # of the best, what a table is that serves as well
AT_ROOT, ANY_NODES = 1, 2**31 - 1  # how far a search over whole numbers goes


class DoNotFitError(DisclosureError):
    """Published figures of which no table is known with which all of them agree."""

    def __init__(self) -> None:
        """Start with what to do about it."""
        super().__init__(
            found="published figures that do not fit each other, so that what they tell cannot be bounded",
            remedy="this is a fault of the pipeline, not of the data: report it",
        )


class OutOfTimeError(DisclosureError):
    """A puzzle that could not be solved in the time that it has: nobody knows whether it hides what it should."""


class Clock:
    """The seconds that are left for a puzzle."""

    def __init__(self, seconds: float | None = None) -> None:
        """Start, with all the seconds that a puzzle may take."""
        self._ends = time.process_time() + (LONGEST if seconds is None else seconds)
        self._is_left_until = -math.inf  # by the clock on the wall

    def require_time(self) -> None:
        """Check that some seconds are left, without asking for the processor's at each of many small steps.

        A system may take longer to answer that than a step takes. No more of them can pass than each core has had.

        Raises:
            OutOfTimeError: there are none.
        """
        if time.monotonic() >= self._is_left_until:
            self.read_seconds_left()

    def read_seconds_left(self) -> float:
        """Return the seconds left.

        Raises:
            OutOfTimeError: there are none.
        """
        if (left := self._ends - time.process_time()) > 0:
            self._is_left_until = time.monotonic() + left / CORES
            return left
        raise OutOfTimeError(
            audit="of what this edition would publish",
            found=f"no end of the search for what is hidden within {LONGEST:,.0f} seconds",
            expected="two tables for each hidden number, which show how far it may lie from what it seems",
            remedy="nothing was published; hide more of the extract, or give its measures fewer breakdowns",
        )


class TableSearch:
    """The tables of one component that were seen so far, by how far they let each of its cells reach.

    Cells are numbered as the component lists them.
    """

    def __init__(self, component: Component, clock: Clock) -> None:
        """Look for a first table.

        Raises:
            DoNotFitError: there is none.
        """
        self.component, self.clock = component, clock
        self.first: Integers | None = None
        self._solver = make_solver(component)
        self._whole_solver: Any = None
        count = len(component.cells)
        self.low, self.high = np.full(count, np.iinfo(np.int64).max), np.full(count, np.iinfo(np.int64).min)
        if not self.find_first_table():
            raise DoNotFitError

    def find_first_table(self) -> bool:
        """Look for any table; return whether there is one."""
        return self._look_for_table(np.zeros(len(self.component.members)))

    @property
    def spread(self) -> Integers:
        """Return how far apart two tables show each cell to be."""
        return self.high - self.low

    def widen_cell(self, cell: int, *, upward: bool) -> Callable[[], int]:
        """Look for a table in which a cell is as great, or as small, as it can be, without searching whole numbers.

        Returns:
            What proves, by the solver's multipliers, which number the cell surely never is above, or below.
        """
        cost = self.read_objective(cell, upward=upward)
        self._see_corner(cost)
        multipliers = _read_multipliers(self._solver, self.component)
        sign = -1 if upward else 1
        return lambda: sign * prove_least(self.component, cost.astype(np.int64), multipliers)

    def push_cell(self, cell: int, *, upward: bool) -> float:
        """Look for a table at a corner where a cell is greatest, or smallest; return which the solver takes it to be.

        The smallest is returned below zero, so that both add up to how far a cell may range.
        """
        cost = self.read_objective(cell, upward=upward)
        proposed = self._see_corner(cost)
        return math.inf if proposed is None else float(-cost @ proposed)

    def _see_corner(self, cost: Floats) -> Floats | None:
        """Return the corner at which an objective is least, and keep what it shows if it is whole."""
        self.clock.require_time()
        proposed = propose(self._solver, cost)
        if proposed is not None:
            self.see(round_table(proposed))
        return proposed

    def search_whole_numbers(self, cell: int, *, upward: bool, width: int) -> None:
        """Look for a table, among whole numbers, in which a cell is as far from its other end as is wanted."""
        target = self.find_target(cell, upward=upward, width=width)
        self._look_for_table(self.read_objective(cell, upward=upward), target)

    def read_objective(self, cell: int, *, upward: bool) -> Floats:
        """Return the costs by which a cell is the greater, or the smaller, the less a table costs."""
        return -_read_row(self.component.most, cell) if upward else _read_row(self.component.least, cell)

    def find_target(self, cell: int, *, upward: bool, width: int) -> float:
        """Return the cost at which a cell is as far from its other end as is wanted."""
        return float(-(self.low[cell] + width) if upward else self.high[cell] - width)

    def _look_for_table(self, cost: Floats, target: float | None = None) -> bool:
        """Look for the table at which an objective is least, and keep what it shows; return whether there was one.

        Args:
            cost: the objective.
            target: at which the objective is little enough.
        """
        self.clock.require_time()
        proposed = propose(self._solver, cost)
        if proposed is None:
            return False
        return (
            self.see(round_table(proposed)) or self._repair(cost, proposed, target) or self._repair(cost, None, target)
        )

    def _repair(self, cost: Floats, proposed: Floats | None, target: float | None) -> bool:
        """Search whole numbers: with what a corner has whole already as it is, or among all."""
        if self._whole_solver is None:
            self._whole_solver = make_solver(self.component)
            set_whole_columns(self._whole_solver, np.ones(len(cost), bool))
        ends = self.component.ends
        if proposed is not None:
            near = round_table(proposed)
            whole = np.abs(proposed - near) < CLOSE
            ends = Ends(np.where(whole, near, ends.low), np.where(whole, near, ends.high))
        found = self.search(self._whole_solver, cost, ends, target, AT_ROOT if proposed is not None else ANY_NODES)
        return found is not None and self.see(round_table(found))

    def search(
        self, solver: Any, cost: Floats, ends: Ends, target: float | None = None, nodes: int = ANY_NODES
    ) -> Floats | None:
        """Return what a solver of whole numbers takes for a table between some ends that costs little enough."""
        columns = np.arange(len(cost), dtype=np.int32)
        solver.changeColsBounds(len(cost), columns, ends.low.astype(float), ends.high.astype(float))
        solver.setOptionValue("time_limit", solver.getRunTime() + self.clock.read_seconds_left())
        # Any table will do that shows a cell to be far enough off, and some table far off where none is asked for.
        solver.setOptionValue("objective_target", -math.inf if target is None else target)
        solver.setOptionValue("mip_rel_gap", NEAR if target is None else 0.0)
        solver.setOptionValue("mip_max_nodes", nodes)
        return propose(solver, cost)

    def see(self, table: Integers) -> bool:
        """Keep what a table shows of the cells, if its whole numbers add up; return whether they do."""
        if not self.component.agrees(table):
            return False
        self.first = table if self.first is None else self.first
        self.low = np.minimum(self.low, self.component.least @ table)
        self.high = np.maximum(self.high, self.component.most @ table)
        return True

    def seed(self, wanted: Integers, *, corners_alone: bool = False) -> None:
        """Look for tables in any direction, before single cells are looked at: most need no table of their own then.

        Args:
            wanted: how far apart tables must show each cell to be.
            corners_alone: whether to pass over a corner that is not whole, since cells are looked for soon in any case.
        """
        directions = np.random.default_rng(20260301)  # the same at every run
        for _ in range(SEEDED_CORNERS if corners_alone else SEEDED):
            wanting = np.flatnonzero(self.spread < wanted)
            if len(wanting) < FEW:
                return
            signs = np.zeros(len(self.low), np.int64)
            signs[wanting] = directions.choice([-1, 1], len(wanting))
            cost = -(signs @ self.component.most).astype(float)
            if corners_alone:
                self._see_corner(cost)
            else:
                self._look_for_table(cost)

    def look_further(self, wanted: Integers) -> None:
        """Look for tables near which many cells that no two tables open yet have room: where hubs tie them together."""

    def widen_near(self, cell: int, width: int) -> None:
        """Look for the ends of a cell near tables that were met: where hubs tie unknowns together."""


def round_table(proposed: Floats) -> Integers:
    """Return the whole numbers next to what a solver proposes; what is no number is below every end."""
    return np.nan_to_num(np.clip(np.rint(proposed), -1, MOST_COUNTED), nan=-1).astype(np.int64)


def propose(solver: Any, cost: Floats) -> Floats | None:
    """Return what a solver takes for the least of an objective; None where it has nothing to propose."""
    import highspy

    columns = np.arange(len(cost), dtype=np.int32)
    solver.changeColsCost(len(cost), columns, cost)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kTimeLimit:
        Clock(0.0).require_time()
    values = np.asarray(solver.getSolution().col_value)
    return values if len(values) == len(cost) and solver.getInfo().primal_solution_status == PROPOSED else None


def _read_multipliers(solver: Any, component: Component) -> Floats:
    """Return the multipliers by which a solver argues its bound; nought for each where it has none."""
    multipliers = np.asarray(solver.getSolution().row_dual)
    return multipliers if len(multipliers) == len(component.low) else np.zeros(len(component.low))


PROPOSED = 2  # the solver's word for a solution that it takes for right


def _read_row(matrix: csr_array, number: int) -> Floats:
    row = np.zeros(matrix.shape[1])
    inside = slice(*matrix.indptr[number : number + 2])
    row[matrix.indices[inside]] = matrix.data[inside]
    return row


def prove_least(component: Component, cost: Integers, multipliers: Floats) -> int:
    """Return a whole number that an objective is surely never below, from a solver's multipliers.

    Whatever the multipliers of the sums are, the objective is the sums multiplied by them and a remainder of each
    unknown, and each is at least what its end makes it (weak duality). So they may be rounded, or be wrong: what they
    prove holds, only less closely. All is added up in whole numbers without an end.
    """
    sizes = _measure_rows(component)
    unit = STEPS * int(sizes.max(initial=1))
    used = np.flatnonzero(np.nan_to_num(multipliers))
    by_sum = np.array([round(unit / sizes[row] * multipliers[row]) for row in used.tolist()], object)
    terms = csr_array(component.sums[used]).tocoo()
    remainder = unit * cost.astype(object)
    np.subtract.at(remainder, terms.coords[1], by_sum[terms.coords[0]] * terms.data.astype(object))
    low, high = (ends[used].astype(object) for ends in (component.low, component.high))
    least, most = (ends.astype(object) for ends in (component.ends.low, component.ends.high))
    total = np.where(by_sum > 0, by_sum * low, by_sum * high).sum()
    total += np.where(remainder > 0, remainder * least, remainder * most).sum()
    return -((-int(total)) // unit)


def _measure_rows(component: Component) -> Integers:
    """Return by what each sum is divided for the solver: a million where it counts in millionths."""
    sums, sizes = component.sums, np.ones(len(component.low), np.int64)
    if (is_large := np.abs(sums.data) > MILLION // 1000).any():
        sizes[np.repeat(np.arange(len(sizes)), np.diff(sums.indptr))[is_large]] = MILLION
    return sizes


def make_solver(component: Component) -> Any:
    """Return a solver that knows the component; with sums in millionths divided, so that its numbers are alike."""
    import highspy

    solver = highspy.Highs()
    options = {"output_flag": False, "threads": 1, "presolve": "off", "simplex_strategy": 4}
    for option, value in options.items():
        solver.setOptionValue(option, value)
    size = _measure_rows(component).astype(float)
    matrix = component.sums
    parts = matrix.data / np.repeat(size, np.diff(matrix.indptr))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(component.members), len(size)
    model.col_cost_ = np.zeros(len(component.members))
    model.col_lower_, model.col_upper_ = component.ends.low.astype(float), component.ends.high.astype(float)
    model.row_lower_, model.row_upper_ = component.low / size, component.high / size
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, parts
    solver.passModel(model)
    return solver


def set_whole_columns(solver: Any, is_whole: NDArray[np.bool_]) -> None:
    """Make a solver look for tables in which these unknowns are whole numbers."""
    import highspy

    columns = np.flatnonzero(is_whole).astype(np.int32)
    solver.changeColsIntegrality(len(columns), columns, np.full(len(columns), highspy.HighsVarType.kInteger))
    solver.setOptionValue("presolve", "choose")


def find_amid(component: Component, cost: Floats | None = None) -> Floats | None:
    """Return unknowns that lie amid all that are possible, or amid those that cost least.

    A method of the interior comes to them by itself.
    """
    solver = make_solver(component)
    for option, value in {"solver": "ipm", "run_crossover": "off", "presolve": "on"}.items():
        solver.setOptionValue(option, value)
    return propose(solver, np.zeros(len(component.members)) if cost is None else cost)


def propose_and_prove_least(puzzle: Puzzle) -> Iterator[int]:
    """Yield a whole number that each cell of a puzzle is surely never below, as close as a linear program proves."""
    ends = narrow_unknowns(puzzle)
    if ends is None:
        raise DoNotFitError
    no_hubs = np.zeros(puzzle.unknowns, bool)
    cells = np.arange(puzzle.least.shape[0])
    whole = Component(
        np.arange(puzzle.unknowns),
        puzzle.sums,
        puzzle.low,
        puzzle.high,
        ends,
        cells,
        puzzle.least,
        puzzle.most,
        no_hubs,
    )
    solver = make_solver(whole)
    for cell in cells.tolist():
        cost = _read_row(puzzle.least, cell)
        propose(solver, cost)
        yield prove_least(whole, cost.astype(np.int64), _read_multipliers(solver, whole))
