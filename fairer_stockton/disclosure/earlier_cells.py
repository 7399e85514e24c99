"""Cells of what was published before of areas and groups that there are no more: still sums of the same counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

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


Signs = tuple[tuple[int, float], ...]  # of blocks that are added up


@dataclass(frozen=True)
class Change:
    """What is counted by one set of files, less the same by another; and of how many people that is."""

    sign_by_block: Signs
    sign_by_block_of_people: Signs

    @classmethod
    def of(cls, counted: Mapping[int, float], people: Mapping[int, float] | None = None) -> "Change":
        """Return a change of a count, or of an amount that is of some people."""
        return cls(tuple(counted.items()), tuple((people or counted).items()))


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
    of_files: dict[str, list[MeasureQuantities]] = {}
    for name, then in parts_of_then.values():
        of_files.setdefault(name, [parts[name]]).append(then)
    # Of files of now and of then, and of two sets of files of then: whoever has all editions takes any two together.
    pairs = (pair for of_measure in of_files.values() for pair in combinations(of_measure, 2))
    changes = (change for pair in pairs for change in _pair_what_is_counted(*pair, block_by_quantity))
    for change in dict.fromkeys(changes):
        yield from _link_counts_of_then(atoms, change, fewest_counted)


def _pair_what_is_counted(
    now: MeasureQuantities, then: MeasureQuantities, block_by_quantity: Mapping[Quantity, int]
) -> Iterator[Change]:
    """Yield what a measure counts by two sets of files: its numerator, its denominator, and what is left of that."""
    people = None
    if now.denominator and then.denominator:
        people = {block_by_quantity[now.denominator]: 1.0, block_by_quantity[then.denominator]: -1.0}
        yield Change.of(people)
    if now.numerator and then.numerator:
        counted = {block_by_quantity[now.numerator]: 1.0, block_by_quantity[then.numerator]: -1.0}
        # Two measures may share an amount and count its people otherwise: few of either must stay open.
        yield Change.of(counted, people if now.amount else None)
        if now.share and people:
            yield Change.of({**people, **{block: -sign for block, sign in counted.items()}})


def _link_counts_of_then(atoms: Atoms, change: Change, fewest_counted: float) -> Iterator[EarlierCells]:
    """Yield what anyone takes for granted of a revised extract, that what it left alone is as it was; and what is few.

    Args:
        atoms: the atoms.
        change: what is counted by one set of files, less the same by another.
        fewest_counted: a difference of fewer people must stay open.
    """
    size, signs = atoms.holds.shape[1], dict(change.sign_by_block)
    every = sparse.csr_array(sparse.vstack([sparse.eye_array(size), atoms.holds]))
    difference = _sum_blocks(every, atoms, change.sign_by_block)
    people = np.abs(_sum_blocks(every, atoms, change.sign_by_block_of_people))
    unchanged = np.flatnonzero(np.abs(difference[:size]) < EPSILON)
    yield EarlierCells(every[unchanged], signs, True)
    for side in (1.0, -1.0):
        few = np.flatnonzero((side * difference > EPSILON) & (people < fewest_counted - EPSILON))
        # Of an amount nobody is to know half of what a single person's may be, whatever its size.
        widths = np.abs(difference[few]) if change.sign_by_block != change.sign_by_block_of_people else None
        yield EarlierCells(every[few], {block: side * sign for block, sign in signs.items()}, False, widths)


def _sum_blocks(cells: sparse.csr_array, atoms: Atoms, sign_by_block: Signs) -> Floats:
    return np.asarray(cells @ sum(sign * atoms.amounts[block] for block, sign in sign_by_block))


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
