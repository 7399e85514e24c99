"""What an attacker makes of a few published figures."""

import numpy as np
import pandas as pd

from fairer_stockton.auditor.counts import make_count_puzzle
from fairer_stockton.auditor.quantities import RequiredRangeWidths
from fairer_stockton.auditor.verdict import judge
from tests.unit.disclosure.frames import DAMP, figures, membership, together

NO_FACTS = {"base": np.nan, "rounded_to": np.nan, "left_out": np.nan, "leaves_out": "none"}


def published(shown: dict[str, tuple[float, float]], hidden: str) -> pd.DataFrame:
    """Figures of areas, some of them hidden."""
    rows = together(figures(" ".join(shown)), figures(hidden)) if shown else figures(hidden)
    counts = [shown.get(code, (np.nan, np.nan)) for code in rows["area_code"]]
    status = ["suppressed" if code in hidden.split() else "published" for code in rows["area_code"]]
    return rows.assign(
        numerator=[one for one, _ in counts], denominator=[one for _, one in counts],
        status=status, statistic="proportion", **NO_FACTS,
    )  # fmt: skip


def ranges(rows: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """The range of each hidden count of damp homes, by area."""
    puzzle = make_count_puzzle([DAMP], {"homes"}, rows, membership(), RequiredRangeWidths(5, 30))
    found = judge(puzzle)
    ends = zip(puzzle.cells["label"], puzzle.cells["hidden"], found.low, found.high, strict=True)
    return {
        said.split(", ")[1].split()[1]: (round(low), round(high))
        for said, hidden, low, high in reversed([*ends])
        if hidden and "rest" not in said
    }


def test_two_hidden_neighbourhoods_of_a_ward_can_each_be_all_of_it():
    found = ranges(published({"W": (12, 40), "W3": (18, 50), "B": (30, 90)}, "L1 L2 L3"))
    assert found["L1"] == found["L2"] == (0, 12)


def test_a_neighbourhood_without_a_row_is_known_to_hold_nobody():
    found = ranges(published({"W": (12, 40), "W3": (18, 50), "B": (30, 90)}, "L1 L3"))
    assert found["L1"] == (12, 12)
