"""Quantities: what is counted or summed, and which of them the figures of a measure show."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import permutations

from fairer_stockton.definitions.measures import MeasureByAge, MeasureOfSums, MeasureSum
from fairer_stockton.run.vocabulary import Statistic

Quantity = tuple[str, str, str]  # table, what is summed, and the condition on its rows: those of a `MeasureSum`
TAKES_ANSWERS = re.compile(r"^(\w+) (?:= ('[^']*')|in \(([^()]*)\)|is not null)$")


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
    """Return whether a quantity's definition makes it a part of another: the same sum with narrower conditions."""
    return _is_within(part, whole) and not _is_within(whole, part)


def _is_within(part: Quantity, whole: Quantity) -> bool:
    """Return whether all that a quantity counts is counted in another too, by their definitions."""
    narrow, wide = (set() if where == "true" else set(where.split(" and ")) for where in (part[2], whole[2]))
    return part[:2] == whole[:2] and all(any(_implies(single, wanted) for single in narrow) for wanted in wide)


def _implies(narrow: str, wide: str) -> bool:
    """Return whether a condition holds only where another does, as far as their words show."""
    own, other = TAKES_ANSWERS.match(narrow), TAKES_ANSWERS.match(wide)
    if narrow == wide or not own or not other or own[1] != other[1]:
        return narrow == wide
    answers, others = _list_answers(own), _list_answers(other)
    return others is None or (answers is not None and answers <= others)


def _list_answers(condition: re.Match[str]) -> set[str] | None:
    """Return the answers that a condition takes; none for any answer."""
    answers = condition[2] or condition[3]
    return {answer.strip() for answer in answers.split(",")} if answers else None


def find_nested_shares(shares: Mapping[str, tuple[Quantity, Quantity]]) -> list[tuple[str, str]]:
    """Return the measures of one base of which the one counts part of what the other counts, the narrower first.

    What lies between them is a count as well, though no figure shows it: where one measure counts who is often lonely,
    and another who ever is, that is who is lonely now and then.

    Args:
        shares: by measure, what its numerator counts, and what that is out of.
    """
    return [
        (inner, outer)
        for (inner, (above, below)), (outer, (other_above, other_below)) in permutations(shares.items(), 2)
        if is_part_of(above, other_above) and _is_within(below, other_below) and _is_within(other_below, below)
    ]


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
