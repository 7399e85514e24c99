"""The auditor's ranges against another solver's, cell by cell, on small systems of sums."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from fairer_stockton.auditor.bounds import ENDLESS, Equations, bound_cells

ENOUGH, UNKNOWNS = 5.0, 6


def true_ranges(sums: np.ndarray, total: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Both ends of every cell over all unknowns that add up."""
    limits = [(0, ENDLESS)] * sums.shape[1]
    ends = [
        [linprog(sign * cell, A_eq=sums, b_eq=total, bounds=limits).fun * sign for sign in (1, -1)] for cell in cells
    ]
    return np.array(ends)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_narrow_is_found_exactly_and_so_is_the_narrowest(seed: int) -> None:
    random = np.random.default_rng(seed)
    sums = (random.random((random.integers(1, 5), UNKNOWNS)) < 0.5).astype(float)
    sums[0] = 1.0  # so that nothing is endless
    total = sums @ random.integers(0, 12, UNKNOWNS)
    cells = (random.random((random.integers(1, 6), UNKNOWNS)) < 0.4).astype(float)
    cells[cells.sum(axis=1) == 0, 0] = 1.0
    rows, columns = np.nonzero(sums)
    equations = Equations(UNKNOWNS, pd.DataFrame({"sum": rows, "unknown": columns, "part": 1.0}), total, total)
    found = bound_cells(
        equations.substitute_solved_unknowns(), cells, np.full(len(cells), ENOUGH), np.ones(len(cells), bool)
    )
    low, high = true_ranges(sums, total, cells).T
    narrow = high - low < ENOUGH - 1e-6
    np.testing.assert_allclose(
        np.stack([found.low, found.high])[:, narrow], np.stack([low, high])[:, narrow], atol=1e-6
    )
    assert (found.width > ENOUGH - 1e-5)[~narrow].all()
    assert (found.low >= low - 1e-6).all()
    assert (found.high <= high + 1e-6).all()
    truly_small = (low < ENOUGH - 1e-6) & (high > 1e-6)
    narrowest = (high - low)[truly_small].min(initial=np.inf)
    for small in (found.low < ENOUGH - 1e-6) & (found.high > 1e-6), truly_small:
        assert found.width[small].min(initial=np.inf) == pytest.approx(narrowest, abs=1e-5)
