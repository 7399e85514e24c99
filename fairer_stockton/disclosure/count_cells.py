"""Linked cells of counts: those of numerators, denominators and the rest, over maps, groups and measures."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.definitions.measures import MeasureOfSums
from fairer_stockton.disclosure.atoms import (
    Atoms,
    LinkedSystem,
)
from fairer_stockton.disclosure.dominance import breaks_dominance_rule, list_largest_amounts_of_figures
from fairer_stockton.disclosure.earlier_cells import EarlierCells, list_earlier_cells
from fairer_stockton.disclosure.linked import (
    BY_SUBTRACTION,
    NEVER_NEGATIVE,
    SHOWN_BEFORE,
    Flags,
    Floats,
    LinkedCells,
)
from fairer_stockton.disclosure.linked_tables import gather_linked_tables
from fairer_stockton.disclosure.quantities import (
    MeasureQuantities,
    Quantity,
    is_part_of,
)
from fairer_stockton.disclosure.versions import NOTHING_EARLIER, EarlierFigures

# Added to the range that a hidden count must keep: a linear program lets counts be fractions, and an attacker, who
# knows that they are whole, can do a little better.
MARGIN = 1.0


def link_cells_of_count_measures(
    measures: Sequence[MeasureOfSums],
    figures: pd.DataFrame,
    smallest_area_counts: pd.DataFrame,
    membership: pd.DataFrame,
    largest_contributions: pd.DataFrame,
    rules: DisclosureRules,
    earlier: EarlierFigures = NOTHING_EARLIER,
) -> Iterator[LinkedSystem]:
    """Yield the linked cells of the counts of measures in one period: over maps, and over each characteristic.

    Args:
        measures: as for `gather_linked_tables`, and so are figures, counts and membership.
        figures: rows of observations.
        smallest_area_counts: of the smallest areas and groups.
        membership: which areas hold them.
        largest_contributions: as `counts.find_largest_contributions` returns it, for sums of amounts.
        rules: those in force.
        earlier: what was published before.
    """
    for tables in gather_linked_tables(measures, figures, smallest_area_counts, membership, earlier):
        builder = _CellBuilder(tables.atoms, tables.quantities)
        largest_amounts = list_largest_amounts_of_figures(tables.figures, largest_contributions)
        for name, parts in tables.parts.items():
            mine, unplaced = tables.find_figure_positions_of_measure(name), tables.mark_unplaced_figures
            builder.add_cells_of_figures(parts, mine[~unplaced[mine]], rules, largest_amounts)
            if unplaced[mine].any():
                builder.add_cells_of_unplaced_figures(parts, mine[unplaced[mine]], rules, largest_amounts)
        builder.add_earlier_cells(
            list_earlier_cells(
                tables.parts, tables.parts_of_then, tables.earlier, tables.atoms, builder.block_of, rules.fewest_counted
            ),
            rules,
        )
        builder.add_constraints_of_parts_and_wholes(of for _, of in tables.parts_of_then.values())
        dominated = np.isin(np.arange(len(tables.figures)), list(builder.dominated))
        yield LinkedSystem(builder.cells(), tables.figures.index, dominated)


def link_cells_of_one_count(atoms: Atoms, rules: DisclosureRules) -> LinkedCells:
    """Return the linked cells of figures that all show the same count, each of its own atoms."""
    count: Quantity = ("list", "count(*)", "true")
    builder = _CellBuilder(atoms, [count])
    shown = MeasureQuantities(numerator=count, denominator=None, share=False, amount=False)
    builder.add_cells_of_figures(shown, np.arange(atoms.holds.shape[0]), rules, [])
    return builder.cells()


class _CellBuilder:
    """Collects the cells of several quantities over the same atoms: a block of columns for each quantity."""

    def __init__(self, atoms: Atoms, quantities: list[Quantity]) -> None:
        self.atoms = atoms
        self.amounts: list[Floats] = list(atoms.amounts)
        self.block_of: dict[Quantity, int] = {quantity: number for number, quantity in enumerate(quantities)}
        self.rows: list[tuple[sparse.csr_array, dict[int, float]]] = []  # which atoms, with what sign in each block
        self.figure: list[Any] = []
        self.width: list[Any] = []
        self.threshold: list[Any] = []
        self.dominated: set[int] = set()
        self.derived: set[Any] = set()
        self.ordered: set[tuple[int, int]] = set()

    def add_cells_of_figures(
        self,
        measure_quantities: MeasureQuantities,
        figure_positions: Any,
        rules: DisclosureRules,
        largest_amounts: list[Any],
    ) -> None:
        """Add the cells that figures of one measure show: numerator, denominator, and the one less the other."""
        holds = self.atoms.holds[figure_positions]
        for quantity in (measure_quantities.numerator, measure_quantities.denominator):
            if quantity is None:
                continue
            block = self.block_of[quantity]
            if measure_quantities.amount and quantity == measure_quantities.numerator:
                self._add_cells_of_amounts(
                    holds,
                    block,
                    figure_positions,
                    rules,
                    [largest_amounts[number] for number in figure_positions],
                )
                continue
            self._add_cells_of_counts(holds, {block: 1.0}, figure_positions, rules)
            self._add_cells_derivable_by_subtraction({block: 1.0}, rules)
        if measure_quantities.share and measure_quantities.numerator and measure_quantities.denominator:
            above, below = self.block_of[measure_quantities.numerator], self.block_of[measure_quantities.denominator]
            rest = {below: 1.0, above: -1.0}
            if self._constrain_part_within_whole(above, below):
                self._add_cells_of_counts(holds, rest, figure_positions, rules)
                self._add_cells_derivable_by_subtraction(rest, rules)

    def add_cells_of_unplaced_figures(
        self,
        measure_quantities: MeasureQuantities,
        figure_positions: Any,
        rules: DisclosureRules,
        largest_amounts: list[Any],
    ) -> None:
        """Add the cells of what has no neighbourhood: a note gives the number of rows, subtraction the rest."""
        holds = self.atoms.holds[figure_positions]
        for quantity in filter(None, (measure_quantities.numerator, measure_quantities.denominator)):
            block = self.block_of[quantity]
            if measure_quantities.amount and quantity == measure_quantities.numerator:
                largest_amounts = [largest_amounts[number] for number in figure_positions]
                self._add_cells_of_amounts(
                    holds, block, np.full(len(figure_positions), BY_SUBTRACTION), rules, largest_amounts
                )
            else:
                self._add_cells_of_counts(
                    holds,
                    {block: 1.0},
                    figure_positions if quantity == measure_quantities.rows else BY_SUBTRACTION,
                    rules,
                )
        if measure_quantities.share and measure_quantities.numerator and measure_quantities.denominator:
            above, below = self.block_of[measure_quantities.numerator], self.block_of[measure_quantities.denominator]
            self._add_cells_of_counts(holds, {below: 1.0, above: -1.0}, BY_SUBTRACTION, rules)

    def add_earlier_cells(self, earlier_cells: Iterable[EarlierCells], rules: DisclosureRules) -> None:
        """Add what was published before, and how it hangs together with now: some is known, the rest is guarded."""
        for cells in earlier_cells:
            if cells.is_known:
                self._add_cells(cells.holds, cells.sign_by_block, SHOWN_BEFORE, 0.0, 0.0)
            elif cells.widths is not None:
                self._add_cells(cells.holds, cells.sign_by_block, BY_SUBTRACTION, cells.widths, np.inf)
            else:
                self._add_cells_of_counts(cells.holds, cells.sign_by_block, BY_SUBTRACTION, rules)

    def add_constraints_of_parts_and_wholes(self, measures_of_then: Iterable[MeasureQuantities]) -> None:
        """Add that a quantity is no more than another whose conditions it has, with more of its own; of then too."""
        for of in measures_of_then:
            if of.share and of.numerator and of.denominator:
                self._constrain_part_within_whole(self.block_of[of.numerator], self.block_of[of.denominator])
        for part in self.block_of:
            for whole in self.block_of:
                if part != whole and is_part_of(part, whole):
                    self._constrain_part_within_whole(self.block_of[part], self.block_of[whole])

    def cells(self) -> LinkedCells:
        """Return all rows together as linked cells."""
        blocks = range(len(self.amounts))
        stacked = [sparse.kron([[signs.get(block, 0.0) for block in blocks]], holds) for holds, signs in self.rows]
        holds = sparse.csr_array(sparse.vstack(stacked))
        holds.eliminate_zeros()
        figure = np.concatenate(self.figure)
        shared = np.concatenate([self._mark_rows_with_fractions(rows) for rows, _ in self.rows])
        return LinkedCells.of(
            holds,
            np.concatenate(self.amounts),
            figure,
            np.concatenate(self.width),
            threshold=np.concatenate(self.threshold),
            rounded=shared
            & ((figure >= 0) | (figure == SHOWN_BEFORE)),  # what is apportioned is shown as a whole number
        )

    @staticmethod
    def _mark_rows_with_fractions(atom_shares: sparse.csr_array) -> Flags:
        """Mark the rows that hold only a part of some atom."""
        parts = sparse.csr_array(
            (atom_shares.data % 1.0 != 0, atom_shares.indices, atom_shares.indptr), atom_shares.shape
        )
        return np.asarray(parts.sum(axis=1)).ravel() > 0

    def _add_cells_of_counts(
        self,
        atom_shares: sparse.csr_array,
        sign_by_block: dict[int, float],
        figure_positions: Any,
        rules: DisclosureRules,
    ) -> None:
        self._add_cells(
            atom_shares, sign_by_block, figure_positions, rules.fewest_counted + MARGIN, rules.fewest_counted
        )

    def _add_cells(
        self,
        atom_shares: sparse.csr_array,
        sign_by_block: dict[int, float],
        figure_positions: Any,
        required_width: Any,
        threshold: Any,
    ) -> None:
        size = atom_shares.shape[0]
        self.rows.append((atom_shares, sign_by_block))
        self.figure.append(np.broadcast_to(figure_positions, size))
        self.width.append(np.broadcast_to(np.asarray(required_width, float), size))
        self.threshold.append(np.broadcast_to(np.asarray(threshold, float), size))

    def _add_cells_derivable_by_subtraction(self, sign_by_block: dict[int, float], rules: DisclosureRules) -> None:
        """Add the single atoms that no figure shows, but that subtracting figures could give."""
        rows, name = self.atoms.atoms_derivable_by_subtraction, tuple(sign_by_block.items())
        if name not in self.derived and rows.shape[0]:
            self.derived.add(name)
            self._add_cells_of_counts(rows, sign_by_block, BY_SUBTRACTION, rules)

    def _constrain_part_within_whole(self, part_block: int, whole_block: int) -> bool:
        """Add that one quantity is a part of another in each atom, and return whether it is."""
        # Extracts err: where more is counted above the line than below it, the inequality would leave no solution.
        inside = bool((self.amounts[whole_block] >= self.amounts[part_block]).all())
        if inside and (part_block, whole_block) not in self.ordered:
            self.ordered.add((part_block, whole_block))
            everyone = sparse.csr_array(sparse.eye_array(self.atoms.holds.shape[1]))
            self._add_cells(everyone, {whole_block: 1.0, part_block: -1.0}, NEVER_NEGATIVE, 0.0, 0.0)
        return inside

    def _add_cells_of_amounts(
        self,
        atom_shares: sparse.csr_array,
        quantity_block: int,
        figure_positions: Any,
        rules: DisclosureRules,
        largest_amounts_by_row: list[Any],
    ) -> None:
        sums = np.asarray(atom_shares @ self.amounts[quantity_block])
        # Money has no number of people to fall below: it is guarded by dominance, and must stay open to p % of the sum.
        dominated = np.array(
            [
                breaks_dominance_rule(total, amounts, rules)
                for total, amounts in zip(sums, largest_amounts_by_row, strict=True)
            ],
            bool,
        )
        self._add_cells(
            atom_shares, {quantity_block: 1.0}, figure_positions, np.where(dominated, rules.p_ratio * sums, 0.0), np.inf
        )
        self.dominated |= set(figure_positions[dominated & (figure_positions != BY_SUBTRACTION)])
