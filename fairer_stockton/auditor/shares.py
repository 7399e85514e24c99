"""What a shown share of a survey tells of the number of answers behind it."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, hstack, vstack

from fairer_stockton.auditor.links import Statements, link
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
    held: pd.DataFrame,
    waves: int,
) -> pd.DataFrame:
    """Return what is known of the sides of questions: between which numbers the shown shares put them."""
    shown = sides["value"].notna() & sides["base"].notna()
    whole = (sides["area_type"] == AreaType.BOROUGH) & (sides["breakdown"] == "all")
    share = np.where(sides["is_yes"], sides["value"] / 100.0, 1.0 - sides["value"] / 100.0)
    middle = share * sides["base"]
    # The halves of both sides are rounded so that they still add up to the base.
    exact = np.where(sides["is_yes"], np.floor(middle + 0.5), np.ceil(middle - 0.5))
    blur = _find_least_blur(
        sides[shown], middle[shown], exact[shown], whole[shown], bases, quantities, questions, held, waves
    )
    of_question = sides["quantity"].map(blur).fillna(0.0)
    reach = ONE + sides["base"] * np.maximum(POINT, MORE * of_question)
    low, high = np.ceil(middle - reach), np.floor(middle + reach)
    low, high = np.where(whole, exact, low), np.where(whole, exact, high)
    fewest, most = sides["fewest"], sides["base"] - sides["fewest"]
    low, high = np.clip(low, fewest, most), np.clip(high, fewest, most)
    return sides.assign(low=np.where(shown, low, sides["low"]), high=np.where(shown, high, sides["high"]))


def _find_least_blur(
    sides: pd.DataFrame,
    middle: "pd.Series[float]",
    exact: np.ndarray,
    whole: "pd.Series[bool]",
    bases: pd.DataFrame,
    quantities: pd.DataFrame,
    questions: list[tuple[int, int, int]],
    held: pd.DataFrame,
    waves: int,
) -> dict[int, float]:
    """Return by what part of a base the answers of each question must differ from its shown shares at the least.

    Only how much an attacker is taken to know rests on it, so a solver's word is enough.
    """
    yes = sides["is_yes"].to_numpy()
    rows = pd.concat([
        bases.assign(cell=False),
        sides[yes].assign(low=np.nan, high=np.nan, cell=True),
    ], ignore_index=True)  # fmt: skip
    rows["row"] = rows.groupby(["figure", "quantity"], sort=False).ngroup()
    plain = quantities.assign(single=False, counted=np.where(quantities["counted"] == "sides", "sides", ""))
    puzzle = link(Statements(rows, plain, questions, (), waves), held)
    table = pd.DataFrame({"figure": sides["figure"][yes], "quantity": sides["quantity"][yes]}).assign(
        middle=middle[yes], exact=exact[yes], whole=whole[yes], base=sides["base"][yes]
    )
    if table.empty:
        return {}
    table = puzzle.cells[["figure", "quantity"]].merge(table.drop_duplicates(["figure", "quantity"]))
    sums = puzzle.most.astype(float)
    names = sorted(table["quantity"].unique())
    blurred = np.flatnonzero(~table["whole"].to_numpy(bool))
    number = np.searchsorted(names, table["quantity"].to_numpy()[blurred])
    bases_of_rows = table["base"].to_numpy(float)[blurred]
    column = csr_array(coo_array((bases_of_rows, (np.arange(len(blurred)), number)), (len(blurred), len(names))))
    values = table["middle"].to_numpy(float)[blurred]
    above = hstack([sums[blurred], -column])
    below = hstack([-sums[blurred], -column])
    fixed = np.flatnonzero(table["whole"].to_numpy(bool))
    known = puzzle.sums.astype(float)
    equal = np.flatnonzero(puzzle.low == puzzle.high)
    nothing = csr_array((len(equal) + len(fixed), len(names)))
    program: dict[str, Any] = {
        "c": np.concatenate([np.zeros(puzzle.unknowns), np.ones(len(names))]),
        "A_ub": vstack([above, below]),
        "b_ub": np.concatenate([values + ONE, ONE - values]),
        "A_eq": hstack([vstack([known[equal], sums[fixed]]), nothing]),
        "b_eq": np.concatenate([puzzle.low[equal], table["exact"].to_numpy(float)[fixed]]),
    }
    solved = linprog(**program)
    if solved.x is None:
        return dict.fromkeys(names, 0.0)
    blur = dict(zip(names, solved.x[puzzle.unknowns :], strict=True))
    return blur | {no: blur.get(yes_number, 0.0) for _, yes_number, no in questions}
