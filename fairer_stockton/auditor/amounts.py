"""Amounts of money or minutes: a sum of them is audited for being told exactly, over all real numbers."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.sparse import coo_array

from fairer_stockton.auditor.bounds import CLOSE, Equations, Ranges, bound_cells
from fairer_stockton.auditor.counts import AMOUNT_STEPS
from fairer_stockton.auditor.puzzle import Puzzle

EXACT = 1e-6  # of an amount, so near that it is known


def bound_amounts(puzzle: Puzzle) -> Ranges:
    """Return between which amounts each cell of a puzzle of amounts lies."""
    terms = coo_array(puzzle.sums)
    table = pd.DataFrame({"sum": terms.coords[0], "unknown": terms.coords[1], "part": terms.data.astype(float)})
    low, high = (ends / AMOUNT_STEPS for ends in (puzzle.low, puzzle.high))
    # Fewer equations of the same meaning: the solver meets no redundant rows, on which it loses accuracy and time.
    equations = Equations(puzzle.unknowns, table, low, high).substitute_solved_unknowns()
    equations = equations.leave_out_redundant_sums(equations.high - equations.low < 2 * CLOSE)
    count = len(puzzle.cells)
    return bound_cells(equations, puzzle.most, np.full(count, 1000 * CLOSE), np.zeros(count, bool))


def find_exposed_amounts(puzzle: Puzzle) -> Iterator[str]:
    """Yield the hidden amounts that can be worked out exactly."""
    ranges = bound_amounts(puzzle)
    for number in np.flatnonzero(ranges.width < EXACT * ranges.high):
        ends = f"{ranges.low[number]:,.1f} and {ranges.high[number]:,.1f}"
        yield f"{puzzle.cells['label'].iloc[number]} can be worked out to within {ends}"
