"""What a shown share of a survey tells of the number of answers behind it."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, hstack, vstack

from fairer_stockton.auditor.layout import Layout
from fairer_stockton.auditor.links import Statements, link_in_layout
from fairer_stockton.auditor.puzzle import Puzzle
from fairer_stockton.run.vocabulary import AreaType

# A share is of weights, and the number behind it is not shown. With weights that vary by a quarter of their mean, as
# those of a survey drawn by ward and sex do, it lies within a percentage point of the share of respondents more often
# than not, and seldom further away than five. So an attacker takes it to be within a point of the base; the closer it
# is taken to be, the more is found.
POINT = 0.01
# Where no table agrees with that (the weights vary more), twice the least blur of a question by which one does.
MORE = 2.0
ONE = 1.0  # an answer, however small the base: shares are shown to one decimal, and answers are whole


def narrow_shares(
    sides: pd.DataFrame,
    bases: pd.DataFrame,
    quantities: pd.DataFrame,
    questions: list[tuple[int, int, int]],
    layout: Layout,
    waves: int,
) -> pd.DataFrame:
    """Return what is known of the sides of questions: between which numbers the shown shares put them."""
    shown = sides["value"].notna() & sides["base"].notna()
    whole = (sides["area_type"] == AreaType.BOROUGH) & (sides["breakdown"] == "all")
    share = np.where(sides["is_yes"], sides["value"] / 100.0, 1.0 - sides["value"] / 100.0)
    middle = share * sides["base"]
    # The halves of both sides are rounded so that they still add up to the base.
    exact = np.where(sides["is_yes"], np.floor(middle + 0.5), np.ceil(middle - 0.5))
    behind = pd.DataFrame({"middle": middle, "exact": exact, "whole": whole})
    blur, is_whole_exact = _find_least_blur(sides.join(behind)[shown], bases, quantities, questions, layout, waves)
    whole &= is_whole_exact
    of_question = sides["quantity"].map(blur).fillna(0.0)
    reach = ONE + sides["base"] * np.maximum(POINT, MORE * of_question)
    low, high = np.ceil(middle - reach), np.floor(middle + reach)
    low, high = np.where(whole, exact, low), np.where(whole, exact, high)
    fewest, most = sides["fewest"], sides["base"] - sides["fewest"]
    low, high = np.clip(low, fewest, most), np.clip(high, fewest, most)
    return sides.assign(low=np.where(shown, low, sides["low"]), high=np.where(shown, high, sides["high"]))


def _find_least_blur(
    sides: pd.DataFrame,
    bases: pd.DataFrame,
    quantities: pd.DataFrame,
    questions: list[tuple[int, int, int]],
    layout: Layout,
    waves: int,
) -> tuple[dict[int, float], bool]:
    """Return by what part of a base the answers of each question must differ from its shown shares at the least.

    Besides, whether the borough's own can be the nearest whole numbers: not where its areas, with as many on both sides
    as the rule asks for, have more or fewer than that together.

    Only how much an attacker is taken to know rests on it, so a solver's word is enough.
    """
    yes = sides["is_yes"].to_numpy()
    rows = pd.concat([
        bases.assign(cell=False),
        sides[yes].assign(low=np.nan, high=np.nan, cell=True),
    ], ignore_index=True)  # fmt: skip
    rows["row"] = rows.groupby(["figure", "quantity"], sort=False).ngroup()
    plain = quantities.assign(single=False, counted=np.where(quantities["counted"] == "sides", "sides", ""))
    puzzle = link_in_layout(Statements(rows, plain, questions, (), waves), layout)
    table = sides.loc[yes, ["figure", "quantity", "middle", "exact", "whole", "base", "fewest"]]
    if table.empty:
        return {}, True
    table = puzzle.cells[["figure", "quantity"]].merge(table.drop_duplicates(["figure", "quantity"]))
    names = sorted(table["quantity"].unique())
    for is_whole_exact in (True, False):
        solved = _solve_for_blur(puzzle, table, names, table["whole"].to_numpy(bool) & is_whole_exact)
        if solved is not None:
            blur = dict(zip(names, solved, strict=True))
            return blur | {no: blur.get(yes_number, 0.0) for _, yes_number, no in questions}, is_whole_exact
    return dict.fromkeys(names, 0.0), True


def _solve_for_blur(
    puzzle: Puzzle, table: pd.DataFrame, names: list[int], is_exact: "np.ndarray[Any, np.dtype[np.bool_]]"
) -> "np.ndarray[Any, np.dtype[np.float64]] | None":
    """Return the least blur of each question, or None where no table agrees with the exact numbers."""
    sums = puzzle.most.astype(float)
    blurred = np.flatnonzero(~is_exact)
    number = np.searchsorted(names, table["quantity"].to_numpy()[blurred])
    bases_of_rows = table["base"].to_numpy(float)[blurred]
    column = csr_array(coo_array((bases_of_rows, (np.arange(len(blurred)), number)), (len(blurred), len(names))))
    values = table["middle"].to_numpy(float)[blurred]
    above = hstack([sums[blurred], -column])
    below = hstack([-sums[blurred], -column])
    fixed = np.flatnonzero(is_exact)
    known = puzzle.sums.astype(float)
    equal = np.flatnonzero(puzzle.low == puzzle.high)
    nothing = csr_array((len(equal) + len(fixed), len(names)))
    fewest, base = (table[name].to_numpy(float) for name in ("fewest", "base"))
    both_sides = hstack([vstack([-sums, puzzle.least.astype(float)]), csr_array((2 * len(table), len(names)))])
    program: dict[str, Any] = {
        "c": np.concatenate([np.zeros(puzzle.unknowns), np.ones(len(names))]),
        "A_ub": vstack([above, below, both_sides]),
        "b_ub": np.concatenate([values + ONE, ONE - values, -fewest, base - fewest]),
        "A_eq": hstack([vstack([known[equal], sums[fixed]]), nothing]),
        "b_eq": np.concatenate([puzzle.low[equal], table["exact"].to_numpy(float)[fixed]]),
    }
    solved = linprog(**program)
    return None if solved.x is None else np.asarray(solved.x[puzzle.unknowns :])
