"""Cells of what was published before of areas and groups that there are no more: still sums of the same counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from fairer_stockton.disclosure.atoms import Atoms
from fairer_stockton.disclosure.linked import EPSILON
from fairer_stockton.disclosure.quantities import MeasureQuantities, Quantity
from fairer_stockton.run.vocabulary import Status

HALF = 0.5  # by which a count that is shared out is rounded


@dataclass(frozen=True)
class EarlierCells:
    """Cells that figures of then showed or hid: which atoms they hold, with what sign in which quantity's block."""

    holds: sparse.csr_array
    sign_by_block: dict[int, float]
    is_shown: bool


def list_cells_of_earlier_figures(
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


def _mark_fractions(holds: sparse.csr_array) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Mark the cells that hold only a part of some atom."""
    parts = sparse.csr_array((holds.data % 1.0 != 0, holds.indices, holds.indptr), holds.shape)
    return np.asarray(parts.sum(axis=1)).ravel() > 0
