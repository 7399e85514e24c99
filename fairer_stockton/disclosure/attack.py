"""The attacker of the protection: everything shown is known, and linear programming says what a hidden cell can be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from fairer_stockton.disclosure.linked import ALWAYS, EPSILON, Flags, Floats, LinkedCells
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
        self.worlds = cells.sums[None, :]

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
        question, met = _Question(cells, ~unseen), []
        guarded = unseen & (cells.width > 0)
        found = []
        for cell in np.flatnonzero(guarded & (True if among is None else among)):
            if most[cell] - least[cell] >= cells.width[cell] - EPSILON:
                continue
            held = np.zeros(len(cells.figure))
            for up in (True, False):
                world, holding = question.end(int(cell), up=up)
                least, most, held = np.minimum(least, world), np.maximum(most, world), held + holding
                met.append(world)
                if most[cell] - least[cell] >= cells.width[cell] - EPSILON:
                    break
            else:
                low, high = float(least[cell]), float(most[cell])
                if low < cells.below[cell] - EPSILON and (zeros or high > EPSILON):
                    found.append(Exposure(int(cell), low, high, cells.by_figure(held) * question.reach))
        self.worlds = np.vstack([self.worlds, *met])
        return found

    def _met(self, unseen: Flags) -> tuple[Floats, Floats]:
        """Give the least and the most of each cell in the worlds met so far that fit what is shown now."""
        cells = self.cells
        shown = self.worlds[:, ~unseen]
        fits = (shown >= cells.low[~unseen] - EPSILON) & (shown <= cells.high[~unseen] + EPSILON)
        fitting = self.worlds[fits.all(axis=1)]
        return fitting.min(axis=0), fitting.max(axis=0)


class _Question:
    """One linear program over the counts that nothing shown gives by itself, solved again from where it stood.

    What is known of one count alone bounds its column, and what other rows say already is no row.
    """

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
        known = np.asarray(holds @ self.given)
        low, high = cells.low - known, cells.high - known
        rest = holds[:, ~self.told]
        self.reach = REACH * cells.width.max(initial=1.0) / np.abs(holds.data).min(initial=1.0)
        self.columns = np.arange(rest.shape[1], dtype=np.int32)
        least, most = np.zeros(rest.shape[1]), cells.counts[~self.told] + self.reach
        terms = np.diff(rest.indptr)
        alone = shown & (terms == 1) & (cells.figure == ALWAYS)
        self.ends = [_bounded(rest, low, np.flatnonzero(alone), end) for end in (least, most)]
        rows = np.flatnonzero(shown & (terms > 0) & ~alone)
        self.rows = rows[~_said_already(rest[rows], cells.figure[rows], low[rows] == high[rows])]
        self.turned = holds.T.tocsr()
        self.program = program(
            rest[self.rows],
            (low[self.rows], high[self.rows]),
            (least, most),
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
        world, held = self.given.copy(), np.zeros(holds.shape[0])
        if len(self.columns):
            self.program.changeColsCost(len(self.columns), self.columns, cost[~self.told])
            self.program.run()
            solution = self.program.getSolution()
            world[~self.told] = solution.col_value
            held[self.rows] = solution.row_dual
            slack = np.asarray(solution.col_dual)
            for (place, size), pushed in zip(self.ends, (slack > 0, slack < 0), strict=True):
                active = pushed & (place >= 0)
                held[place[active]] = slack[active] / size[active]
        left = cost - self.turned @ held
        held[self.told_by[self.told]] = left[self.told]
        return np.asarray(holds @ world), np.abs(held)


def _bounded(
    rest: "sparse.csr_array", low: Floats, rows: "NDArray[np.int64]", end: Floats
) -> tuple["NDArray[np.int64]", Floats]:
    """Move the lower or upper ends of columns to what rows of one term say; give each column its row, and the term."""
    column, term = rest.indices[rest.indptr[rows]], rest.data[rest.indptr[rows]]
    limit = low[rows] / term
    upper = end.any()
    chosen = (term < 0) == upper
    order = np.argsort(limit[chosen] * (-1 if upper else 1), kind="stable")  # the tightest last
    column, term, limit, rows = (one[chosen][order] for one in (column, term, limit, rows))
    tighter = limit < end[column] if upper else limit > end[column]
    place, size = np.full(len(end), -1), np.ones(len(end))
    end[column[tighter]], place[column[tighter]], size[column[tighter]] = limit[tighter], rows[tighter], term[tighter]
    return place, size


def _said_already(rows: "sparse.csr_array", figure: "NDArray[np.int64]", exact: Flags) -> Flags:
    """Mark the third of a figure's exact rows where it says what the second says less what the first says."""
    mixed = np.asarray(rows @ np.random.default_rng(0).random(rows.shape[1]))  # alike only if the rows are
    places = np.flatnonzero(exact & (figure >= 0))
    places = places[np.argsort(figure[places], kind="stable")]
    one, two, three = places[:-2], places[1:-1], places[2:]
    rest = (figure[one] == figure[three]) & np.isclose(mixed[three], mixed[two] - mixed[one], rtol=0, atol=EPSILON)
    said = np.zeros(len(mixed), bool)
    said[three[rest]] = True
    return said
