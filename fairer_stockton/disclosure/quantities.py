"""Quantities: what is counted or summed, and which of them the figures of a measure show."""

from dataclasses import dataclass, replace

from fairer_stockton.definitions.measures import MeasureByAge, MeasureOfSums, MeasureSum
from fairer_stockton.run.vocabulary import Statistic

Quantity = tuple[str, str, str]  # table, what is summed, and the condition on its rows: those of a `MeasureSum`


@dataclass(frozen=True)
class MeasureQuantities:
    """The quantities that one measure's figures show."""

    numerator: Quantity | None
    denominator: Quantity | None
    share: bool  # whether the numerator is a part of the denominator
    amount: bool  # whether the numerator is no count but a sum of money or minutes

    @property
    def rows(self) -> Quantity | None:
        """Return the quantity that counts a figure's rows: what a note gives of rows without a neighbourhood."""
        return self.denominator or self.numerator


def find_confidential_quantities(measure: MeasureOfSums, own_parts: set[tuple[str, str]]) -> MeasureQuantities:
    """Return those of a measure's quantities that are counts, or sums of amounts, of the council's own extracts."""
    above, below = (
        _convert_sum_to_quantity(part_sum) if (measure.name, part) in own_parts else None
        for part, part_sum in measure.parts.items()
    )
    if isinstance(measure, MeasureByAge):
        below = None  # population estimates are public: they need no guard and can be no lever
    return MeasureQuantities(
        above,
        below,
        measure.statistic == Statistic.PROPORTION and bool(above and below),
        measure.statistic == Statistic.WEIGHTED_MEAN,
    )


def _convert_sum_to_quantity(measure_sum: MeasureSum) -> Quantity:
    return measure_sum.table, measure_sum.sum, measure_sum.where


def is_part_of(part: Quantity, whole: Quantity) -> bool:
    """Return whether a quantity's definition makes it a part of another: the same sum with more conditions."""
    more, less = (set() if where == "true" else set(where.split(" and ")) for where in (part[2], whole[2]))
    return part[:2] == whole[:2] and more > less


def find_quantities_of_other_files(measure_quantities: MeasureQuantities, files: str) -> MeasureQuantities:
    """Return the quantities of a measure as files of then count them."""
    above, below = (
        None if quantity is None else (f"{quantity[0]} of {files}", *quantity[1:])
        for quantity in (measure_quantities.numerator, measure_quantities.denominator)
    )
    return replace(measure_quantities, numerator=above, denominator=below)


def name_measure_of_other_files(measure_name: str, files: str) -> str:
    """Return the name under which a measure of files of then is linked beside its own; of those of now, its own."""
    return f"{measure_name} of {files}" if files else measure_name
