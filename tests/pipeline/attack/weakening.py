"""What an edition would show were it protected less well: attacks must then succeed."""

from dataclasses import replace

import pandas as pd

from tests.pipeline.attack.counts import EVERYONE, CountPuzzle
from tests.pipeline.attack.published import Published
from tests.pipeline.attack.truth import Truth


def leave_out_rows_of_nobody(published: Published, source: str, truth: Truth) -> Published:
    """Return an edition without the hidden rows of areas where nobody is counted."""
    rows = published.observations
    return replace(published, observations=rows[~(_count_rows(published, source, truth) == 0)])


def show_small_counts(published: Published, source: str, truth: Truth, limit: int) -> Published:
    """Return an edition that shows each hidden count of `limit` cases or more, as if no others hung on it."""
    rows, counts = published.observations.copy(), _count_rows(published, source, truth)
    shown = counts[(counts >= limit) & (rows["breakdown"] == EVERYONE[0])].index
    rows.loc[shown, ["status", "leaves_out"]] = ["published", "hidden"]
    for row in shown:
        for part, number in _count_parts(published, source, truth, rows.loc[row]).items():
            rows.loc[row, part] = number
    return replace(published, observations=rows)


def _count_rows(published: Published, source: str, truth: Truth) -> "pd.Series[float]":
    """Return of each hidden row how many cases it counts, or what its share is out of."""
    rows = published.list_rows(source)
    hidden = rows[rows["status"] == "suppressed"]
    counts = {}
    for label, row in hidden.iterrows():
        parts = _count_parts(published, source, truth, row)
        counts[label] = parts.get("denominator", parts.get("numerator"))
    return pd.Series(counts, dtype=float).reindex(published.observations.index)


def _count_parts(published: Published, source: str, truth: Truth, row: "pd.Series") -> dict[str, float]:
    puzzle = CountPuzzle(published, source, row["period"])
    return {
        part: sum(share * truth(puzzle.unknown(quantity, *where)) for where, share in puzzle.find_terms(row).items())
        for part, quantity in puzzle.quantities[row["measure"]].items()
    }
