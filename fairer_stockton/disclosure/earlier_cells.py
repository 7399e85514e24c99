"""Cells of what was published before of areas and groups that there are no more: still sums of the same counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from fairer_stockton.disclosure.atoms import Atoms
from fairer_stockton.disclosure.linked import EPSILON, Floats
from fairer_stockton.disclosure.quantities import (
    MeasureQuantities,
    Quantity,
    find_quantities_of_other_files,
    name_measure_of_other_files,
)
from fairer_stockton.disclosure.versions import EarlierFigures
from fairer_stockton.run.vocabulary import Status

HALF = 0.5  # by which a count that is shared out is rounded


@dataclass(frozen=True)
class EarlierCells:
    """Cells that are known since then, or guarded: which atoms they hold, with what sign in which quantity's block."""

    holds: sparse.csr_array
    sign_by_block: dict[int, float]
    is_known: bool
    widths: Floats | None = None  # of amounts: how wide their ranges must stay; counts keep the rule's


def _list_cells_of_earlier_figures(
    measure_quantities: MeasureQuantities,
    earlier: pd.DataFrame,
    atoms: Atoms,
    block_by_quantity: Mapping[Quantity, int],
) -> Iterator[EarlierCells]:
    """Yield the cells of the figures of one measure.

    Args:
        measure_quantities: of the measure.
        earlier: its figures, by their positions in the atoms' `earlier`.
        atoms: the atoms, with their true counts.
        block_by_quantity: the number of each quantity among the atoms' amounts.
    """
    holds = atoms.earlier[earlier.index.to_numpy(int)]
    hidden = np.flatnonzero((earlier["status"] == Status.SUPPRESSED).to_numpy())
    for part in ("numerator", "denominator"):
        quantity = getattr(measure_quantities, part)
        if quantity is None:
            continue
        block = block_by_quantity[quantity]
        difference = np.abs(np.asarray(holds @ atoms.amounts[block]) - earlier[part].to_numpy(float))
        # A number that these counts do not make is of a measure that was defined otherwise: nothing follows from it.
        shown = np.flatnonzero(difference <= np.where(_mark_fractions(holds), HALF, 0.0) + EPSILON)
        yield EarlierCells(holds[shown], {block: 1.0}, True)
        if not (measure_quantities.amount and part == "numerator"):
            yield EarlierCells(holds[hidden], {block: 1.0}, False)
    if measure_quantities.share and measure_quantities.numerator and measure_quantities.denominator:
        above, below = (
            block_by_quantity[quantity] for quantity in (measure_quantities.numerator, measure_quantities.denominator)
        )
        yield EarlierCells(holds[hidden], {below: 1.0, above: -1.0}, False)


def list_earlier_cells(
    parts: Mapping[str, MeasureQuantities],
    parts_of_then: Mapping[str, tuple[str, MeasureQuantities]],
    earlier: pd.DataFrame,
    atoms: Atoms,
    block_by_quantity: Mapping[Quantity, int],
    fewest_counted: float,
) -> Iterator[EarlierCells]:
    """Yield all that is known, and all that is to be guarded, since something was published before.

    Args:
        parts: the quantities of each measure.
        parts_of_then: those of measures as other files count them, as `list_measures_of_other_files` returns them.
        earlier: the figures of then of both, by their positions in the atoms' `earlier`.
        atoms: the atoms, with their true counts.
        block_by_quantity: the number of each quantity among the atoms' amounts.
        fewest_counted: a difference below this tells of few people.
    """
    for name, quantities in (*parts.items(), *((name, of) for name, (_, of) in parts_of_then.items())):
        yield from _list_cells_of_earlier_figures(
            quantities, earlier[earlier["measure"] == name], atoms, block_by_quantity
        )
    linked: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    for measure_name, then in parts_of_then.values():
        now = parts[measure_name]
        for quantity, before in ((now.numerator, then.numerator), (now.denominator, then.denominator)):
            if quantity is None or before is None:
                continue
            counted = blocks = block_by_quantity[quantity], block_by_quantity[before]
            if now.amount and quantity == now.numerator and now.denominator and then.denominator:
                counted = block_by_quantity[now.denominator], block_by_quantity[then.denominator]
            # Two measures may share an amount and count its people otherwise: few of either must stay open.
            if (blocks, counted) not in linked:
                linked.add((blocks, counted))
                yield from _link_counts_of_then(atoms, blocks, counted, fewest_counted)


def _link_counts_of_then(
    atoms: Atoms, blocks: tuple[int, int], blocks_of_count: tuple[int, int], fewest_counted: float
) -> Iterator[EarlierCells]:
    """Yield what anyone takes for granted of a revised extract, that what it left alone is as it was; and what is few.

    Args:
        atoms: the atoms.
        blocks: those of a quantity now, and as files of then count it.
        blocks_of_count: those of how many people it is of: the same, but for an amount.
        fewest_counted: a difference of fewer people must stay open.
    """
    size, (now, then) = atoms.holds.shape[1], blocks
    every = sparse.csr_array(sparse.vstack([sparse.eye_array(size), atoms.holds]))
    difference = np.asarray(every @ (atoms.amounts[now] - atoms.amounts[then]))
    people = np.abs(np.asarray(every @ (atoms.amounts[blocks_of_count[0]] - atoms.amounts[blocks_of_count[1]])))
    unchanged = np.flatnonzero(np.abs(difference[:size]) < EPSILON)
    yield EarlierCells(every[unchanged], {now: 1.0, then: -1.0}, True)
    for sign in (1.0, -1.0):
        few = np.flatnonzero((sign * difference > EPSILON) & (people < fewest_counted - EPSILON))
        # Of an amount nobody is to know half of what a single person's may be, whatever its size.
        widths = np.abs(difference[few]) if blocks != blocks_of_count else None
        yield EarlierCells(every[few], {now: sign, then: -sign}, False, widths)


def list_measures_of_other_files(
    earlier: EarlierFigures, quantities_by_measure: Mapping[str, MeasureQuantities]
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, tuple[str, MeasureQuantities]]]:
    """Return figures and counts of then under measures of their own, where other files count otherwise.

    Returns:
        The figures; the counts of those measures; and of each which measure it is, and its quantities.
    """
    names = [
        name_measure_of_other_files(*pair)
        for pair in zip(earlier.counts["measure"], earlier.counts["files"], strict=True)
    ]
    pairs = earlier.counts[["measure", "files"]].drop_duplicates().itertuples(index=False, name=None)
    parts = {
        name_measure_of_other_files(measure, files): (
            measure,
            find_quantities_of_other_files(quantities_by_measure[measure], files),
        )
        for measure, files in pairs
        if measure in quantities_by_measure
    }
    counts = earlier.counts.assign(measure=names).drop(columns="files")
    figures = earlier.figures.assign(measure=_name_measures(earlier.figures))
    return figures, counts[counts["measure"].isin(parts)], parts


def _name_measures(rows: pd.DataFrame) -> "pd.Series[str]":
    names = [name_measure_of_other_files(*pair) for pair in zip(rows["measure"], rows["files"], strict=True)]
    return pd.Series(names, rows.index, dtype=object)


def _mark_fractions(holds: sparse.csr_array) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Mark the cells that hold only a part of some atom."""
    parts = sparse.csr_array((holds.data % 1.0 != 0, holds.indices, holds.indptr), holds.shape)
    return np.asarray(parts.sum(axis=1)).ravel() > 0
