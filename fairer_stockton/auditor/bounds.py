"""The range of every hidden number: all that is published as equations, each end of a range one linear program."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from fairer_stockton.run.errors import DisclosureError

Floats = NDArray[np.float64]
CLOSE = 1e-6
ENDLESS = 1e9  # more than any count; a bound, since a program without an end has no solution to show


@dataclass
class Equations:
    """What is known of unknown counts, none of them below zero: sums of them, each between two numbers.

    Attributes:
        unknowns: how many there are.
        terms: the sums, a row each term: sum, unknown, part.
        low: the least of each sum.
        high: the most of each sum.
    """

    unknowns: int
    terms: pd.DataFrame
    low: Floats
    high: Floats
    solved: dict[int, float] = field(default_factory=dict)

    def substitute_solved_unknowns(self) -> "Equations":
        """Return the equations left when each unknown that one of them gives by itself is put in, until none does."""
        terms, low, high = self.terms, self.low.copy(), self.high.copy()
        solved = dict(self.solved)
        while True:
            sizes = terms.groupby("sum")["unknown"].transform("size")
            exact = (high - low)[terms["sum"]] <= CLOSE * 2
            single = terms[(sizes == 1) & exact & (terms["part"] == 1.0)].drop_duplicates("unknown")
            if single.empty:
                return Equations(self.unknowns, terms, low, high, solved)
            values = pd.Series((low + high)[single["sum"]] / 2, index=single["unknown"])
            solved |= dict(zip(values.index.astype(int), values, strict=True))
            known = terms["unknown"].isin(values.index)
            amounts = terms["part"] * terms["unknown"].map(values).fillna(0.0)
            taken = np.bincount(terms["sum"], weights=amounts, minlength=len(low))
            low, high = low - taken, high - taken
            terms = terms[~known]

    def leave_out_redundant_sums(self, is_exact_sum: NDArray[np.bool_]) -> "Equations":
        """Return the equations without each exact sum that shorter ones add up to already."""
        order = self.terms.groupby("sum")["unknown"].size().sort_values(kind="stable").index
        matrix = coo_array(
            (self.terms["part"], (self.terms["sum"], self.terms["unknown"])), (len(self.low), self.unknowns)
        ).toarray()
        basis = np.zeros((0, self.unknowns))
        sums_left = []
        for number in order:
            row = matrix[number]
            if is_exact_sum[number]:
                rest = row - basis.T @ (basis @ row)
                rest -= basis.T @ (basis @ rest)  # twice: once leaves errors that look like a new direction
                size = np.linalg.norm(rest)
                if size < 1e-7:
                    continue
                basis = np.vstack([basis, rest / size])
            sums_left.append(number)
        return Equations(self.unknowns, self.terms[self.terms["sum"].isin(sums_left)], self.low, self.high, self.solved)


@dataclass(frozen=True)
class Ranges:
    """What is known of each cell: its range, or at least as much of it as was asked for."""

    low: Floats
    high: Floats

    @property
    def width(self) -> Floats:
        """Return how far apart the ends lie."""
        return np.asarray(self.high - self.low)


def bound_cells(
    equations: Equations, cell_matrix: Any, sufficient_widths: Floats, is_count: NDArray[np.bool_]
) -> Ranges:
    """Return how far each cell can range, at least where that is less than enough; the narrowest are exact.

    Every solution of the equations is a world that could be: it shows a part of the range of all cells at once, so
    that only those which no world met so far has shown to be free need a linear program of their own.

    Args:
        equations: what is known.
        cell_matrix: shape (cells, unknowns): what part of each unknown a cell adds up.
        sufficient_widths: shape (cells,): how wide a range has to be to matter no more.
        is_count: shape (cells,): those among which the narrowest range is found exactly, if they may be small.
    """
    matrix, small = csr_array(cell_matrix), sufficient_widths
    solved = np.zeros(equations.unknowns)
    solved[list(equations.solved)] = list(equations.solved.values())
    fixed = np.asarray(matrix @ solved)
    terms, size = equations.terms, equations.unknowns
    joined = coo_array((np.ones(len(terms)), (terms["sum"] + size, terms["unknown"])), (size + len(equations.low),) * 2)
    _, group = connected_components(joined, directed=False)
    free = np.ones(size, bool)
    free[list(equations.solved)] = False
    # Unknowns that share no equation cannot bound each other: each group is a small program of its own.
    programs = []
    for number in np.unique(group[:size][free]):
        members = np.flatnonzero((group[:size] == number) & free)
        programs.append(
            _LinearProgram(members, terms[group[terms["unknown"]] == number], equations, matrix[:, members])
        )
    if not programs:
        return Ranges(fixed, fixed)

    def ranges_so_far() -> Ranges:
        return Ranges(*(sum((getattr(program, end) for program in programs), fixed) for end in ("least", "most")))

    while True:
        exact = np.logical_and.reduce([program.done for program in programs])
        known = ranges_so_far()
        may_be_small = is_count & (~exact | (known.low < small - CLOSE) & (known.high > CLOSE))
        narrowest = known.width[may_be_small & exact].min(initial=np.inf)
        sufficient_widths = np.where(
            is_count & np.isfinite(narrowest), np.maximum(sufficient_widths, narrowest), sufficient_widths
        )
        open_ = np.flatnonzero((known.width < sufficient_widths - CLOSE) & ~exact)
        for cell in open_:
            _widen_known_range_of_cell(programs, int(cell), sufficient_widths[cell])
        if len(open_):
            continue
        unsure = np.flatnonzero(may_be_small & ~exact & (known.width < narrowest - CLOSE))
        if not len(unsure):
            return known
        _widen_known_range_of_cell(programs, int(unsure[known.width[unsure].argmin()]), np.inf)


def _widen_known_range_of_cell(programs: "list[_LinearProgram]", cell_number: int, sufficient_width: float) -> None:
    """Solve for ends of a cell's range until it is known to be wide enough."""
    for program in programs:
        for up in () if program.done[cell_number] else (True, False):
            if sum(float(other.most[cell_number] - other.least[cell_number]) for other in programs) >= sufficient_width:
                return
            program.solve_for_end_of_range(cell_number, upper_end=up)
        program.done[cell_number] = True


class _LinearProgram:
    """One linear program over the unknowns that hang together, and what its solutions have shown of every cell."""

    def __init__(self, members: NDArray[np.int64], terms: pd.DataFrame, equations: Equations, cells: Any) -> None:
        import highspy

        self.cells = csr_array(cells)
        self.done = np.diff(self.cells.indptr) == 0  # a cell that has no part in this is known
        self.columns = np.arange(len(members), dtype=np.int32)
        sums, rows = np.unique(terms["sum"], return_inverse=True)
        matrix = coo_array(
            (terms["part"], (rows, np.searchsorted(members, terms["unknown"]))), (len(sums), len(members))
        ).tocsr()
        self.status = highspy.HighsModelStatus
        self.sense = highspy.ObjSense
        self.solver = highspy.Highs()
        for option, value in {"output_flag": False, "threads": 1, "presolve": "off", "simplex_strategy": 4}.items():
            self.solver.setOptionValue(option, value)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(members), len(sums)
        model.col_cost_, model.col_lower_ = np.zeros(len(members)), np.zeros(len(members))
        model.col_upper_ = np.full(len(members), ENDLESS)
        model.row_lower_, model.row_upper_ = equations.low[sums], equations.high[sums]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
        model.a_matrix_.value_ = matrix.data
        self.solver.passModel(model)
        self.least = self.most = self.solve_and_read_cell_values()

    def solve_for_end_of_range(self, cell_number: int, *, upper_end: bool) -> None:
        """Solve for an end of a cell's range, and widen the ranges of the others by what that world shows."""
        row = slice(*self.cells.indptr[cell_number : cell_number + 2])
        cost = np.zeros(len(self.columns))
        cost[self.cells.indices[row]] = self.cells.data[row]
        self.solver.changeColsCost(len(self.columns), self.columns, cost)
        self.solver.changeObjectiveSense(self.sense.kMaximize if upper_end else self.sense.kMinimize)
        world = self.solve_and_read_cell_values()
        self.least, self.most = np.minimum(self.least, world), np.maximum(self.most, world)

    def solve_and_read_cell_values(self) -> Floats:
        self.solver.run()
        if self.solver.getModelStatus() != self.status.kOptimal:
            raise DisclosureError(
                found="published figures that do not fit each other, so that what they tell cannot be bounded",
                remedy="this is a fault of the pipeline, not of the data: report it",
            )
        return np.asarray(self.cells @ np.asarray(self.solver.getSolution().col_value))
