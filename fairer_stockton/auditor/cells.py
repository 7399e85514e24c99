"""The hidden numbers of a puzzle: those of figures, of what no figure shows, and of what changed between files."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fairer_stockton.auditor.puzzle import MILLION, Integers

CELL = ["figure", "quantity"]  # what names a cell
CHANGED = ", less what it was in the files of an earlier edition"


def gather_cells(
    rows: pd.DataFrame,
    terms: pd.DataFrame,
    single_unknowns: pd.DataFrame,
    quantities: pd.DataFrame,
    changes: Sequence[tuple[int, int]],
    unknowns_of_quantity: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the cells of a puzzle, and their terms.

    Args:
        rows: the statements' rows.
        terms: their terms: row, quantity, unknown, `least` and `most`, and whether the row is `broken`.
        single_unknowns: the unknowns that may be guarded though no figure shows them: figure (a number of its own),
            quantity, unknown, `least`, `most`, label, and `narrow`, whether their own width holds.
        quantities: the statements' quantities.
        changes: the numbers of a quantity, and of what it was in other files.
        unknowns_of_quantity: how many unknowns each quantity has in each wave.

    Returns:
        The cells as `Puzzle` describes them, and terms by cell.
    """
    of_rows = terms.merge(rows.drop_duplicates("row")[["row", "figure", "cell", "hidden", "label"]], on="row")
    alone = single_unknowns.assign(hidden=False, broken=False, cell=True)
    every = pd.concat([of_rows.assign(narrow=False), alone], ignore_index=True)
    every["signed"] = False
    guarded = every[every["cell"].astype(bool)]
    together = pd.concat([guarded, *_list_changes(every, changes, unknowns_of_quantity)], ignore_index=True)
    together["number"] = together.groupby([*CELL, "signed"], sort=False).ngroup()
    cells = together.drop_duplicates("number").reset_index(drop=True)
    rules = quantities.loc[cells["quantity"]].reset_index(drop=True)
    unit = np.where(cells["broken"].astype(bool), MILLION, 1)
    width = rules["width"].mask(cells["narrow"].astype(bool), rules["single_width"])
    secret_below = rules["secret_below"].mask(cells["narrow"].astype(bool), rules["single_width"])
    table = pd.DataFrame({
        "figure": cells["figure"],
        "quantity": cells["quantity"],
        "label": cells["label"],
        "hidden": cells["hidden"].astype(bool) & ~cells["signed"].astype(bool),
        "counted": rules["counted"],
        "width": np.ceil(width * unit).astype(np.int64),
        "secret_below": np.ceil(secret_below * unit).astype(np.int64),
        "unit": unit,
        "nobody": True,
        "signed": cells["signed"].astype(bool),
    })  # fmt: skip
    return table, together[["number", "unknown", "least", "most"]].rename(columns={"number": "cell"})


def pair_cells_of_sides(cells: pd.DataFrame, sides: Sequence[tuple[int, int]]) -> Integers:
    """Return the numbers of each cell of a side of a question, and of the cell of all who answered it.

    A quantity may be a side of several questions: those who said yes, asked again among more or fewer.

    Returns:
        Shape (pairs, 2).
    """
    plain = cells.loc[~cells["signed"], CELL].reset_index(names="number")
    pairs = pd.DataFrame(sides, columns=["quantity", "whole"], dtype=np.int64)
    both = plain.merge(pairs, on="quantity").merge(
        plain, left_on=["figure", "whole"], right_on=CELL, suffixes=("", "_of_whole")
    )
    return both[["number", "number_of_whole"]].to_numpy(np.int64)


def _list_changes(terms: pd.DataFrame, changes: Sequence[tuple[int, int]], step: int) -> list[pd.DataFrame]:
    """Return the terms of how much each area's number, and each single unknown, changed between two files.

    The same area of the other files has the same unknowns, so that those of either are enough: where both have rows of
    it, the cells are the same, and solved once.
    """
    tables: list[pd.DataFrame] = []
    if not changes:
        return tables
    for now, before in changes:
        for own, other, side in ((now, before, 0), (before, now, 1)):
            mine = terms[terms["quantity"] == own]
            theirs = mine.assign(unknown=mine["unknown"] + (other - own) * step)
            new, old = (theirs, mine) if side else (mine, theirs)
            # Named by both, since the same figure of now is compared with each of several other files.
            figure = mine["figure"].astype(str) + f", {own} beside {other}"
            label = mine["label"] + CHANGED
            new, old = (rows.assign(figure=figure, quantity=now, signed=True, label=label) for rows in (new, old))
            tables += [new, old.assign(least=-old["most"], most=-old["least"])]
    return tables
