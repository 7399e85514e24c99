"""What is counted: each quantity once, however many measures show it, and which of them are parts of which."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from fairer_stockton.auditor.conditions import Condition, is_part_of

INEQUALITY = -1  # stands for the number of what is left where nothing guards or shows it


@dataclass(frozen=True)
class RequiredRangeWidths:
    """How wide the range of a hidden number must stay.

    Attributes:
        counted: that of a count.
        answered: that of how many answered a question.
        fewest_answers: that of how many answered it in one way, or in any other.
    """

    counted: float
    answered: float
    fewest_answers: float = 5.0


class Quantities:
    """The quantities of a puzzle by what they count: the files they are of, a table, a sum and a condition."""

    def __init__(self) -> None:
        """Start with none."""
        self._numbers: dict[tuple[int, str, str, Condition], int] = {}
        self._rules: list[dict[str, object]] = []
        self._rests: dict[tuple[int, int], int] = {}
        self._sides: dict[tuple[int, int], None] = {}  # a set in the order in which they were added

    def number(self, files: int, table: str, summed: str, condition: Condition) -> int:
        """Return the number of a quantity; one of which every row is counted in the other, both ways, is the same."""
        for (other_files, *other), number in self._numbers.items():
            if files == other_files and _count_the_same((table, summed, condition), tuple(other)):
                return number
        self._numbers[files, table, summed, condition] = self._add(files)
        return len(self._rules) - 1

    def number_rest(self, whole: int, part: int) -> int:
        """Return the number of what is left of a whole without a part."""
        if (whole, part) not in self._rests:
            self._rests[whole, part] = self._add(int(str(self._rules[whole]["files"])))
        return self._rests[whole, part]

    def _add(self, files: int) -> int:
        self._rules.append(
            {
                "files": files,
                "counted": "",
                "width": 0.0,
                "single_width": 0.0,
                "secret_below": 0.0,
                "single": False,
                "label": "",
            }  # fmt: skip
        )
        return len(self._rules) - 1

    def guard(
        self,
        number: int,
        counted: str,
        width: float,
        label: str,
        single_width: float | None = None,
        secret_below: float = 0.0,
    ) -> None:
        """Guard a quantity's hidden numbers; the first label stays, and the widest range is kept.

        Args:
            number: the quantity's.
            counted: what it counts.
            width: how wide the range of a hidden number must stay.
            label: of what no figure shows.
            single_width: how wide that of what no figure shows must stay, where that is another.
            secret_below: a hidden number is no secret if it may be this or more, where that is more than its width.
        """
        rule = self._rules[number]
        alone = width if single_width is None else single_width
        rule["single_width"] = max(float(str(rule["single_width"])), alone)
        if not rule["counted"]:
            rule |= {"counted": counted, "label": label, "single": True}
        rule["width"] = max(float(str(rule["width"])), width)
        rule["secret_below"] = max(float(str(rule["secret_below"])), secret_below, width)

    def add_side(self, side: int, whole: int) -> None:
        """Add that one quantity answered in one way a question that the other answered; it may be a side of several."""
        self._sides[side, whole] = None

    def list_sides(self) -> list[tuple[int, int]]:
        """Return the numbers of each side of a question, and of those who answered that question."""
        return list(self._sides)

    @property
    def table(self) -> pd.DataFrame:
        """Return a row for each quantity, as `links.Statements` describes it."""
        return pd.DataFrame(self._rules)

    def list_parts(self) -> list[tuple[int, int, int]]:
        """Return the numbers of each whole, of a part of it, and of what is left, where that is guarded or shown."""
        contained = {*self._rests, *self._find_pairs_by_condition()}
        by_part: dict[int, set[int]] = {}
        for whole, part in contained:
            by_part.setdefault(part, set()).add(whole)
        # A part of a part need not be compared with the whole, unless what it leaves of it matters.
        direct = [
            (whole, part)
            for whole, part in sorted(contained)
            if (whole, part) in self._rests
            or not any(whole in by_part.get(between, ()) for between in by_part[part] if between != whole)
        ]
        return [(whole, part, self._rests.get((whole, part), INEQUALITY)) for whole, part in direct]

    def _find_pairs_by_condition(self) -> Iterator[tuple[int, int]]:
        for part, number in self._numbers.items():
            for whole, number_of_whole in self._numbers.items():
                if number != number_of_whole and part[:3] == whole[:3] and is_part_of(part[3], whole[3]):
                    yield number_of_whole, number

    def list_changes(self) -> list[tuple[int, int]]:
        """Return the numbers of the guarded quantities of the files of now, and of the same in other files."""
        pairs = [
            (number, other)
            for (files, *counted), number in self._numbers.items()
            for (other_files, *other_counted), other in self._numbers.items()
            if files < other_files and _count_the_same(tuple(counted), tuple(other_counted))
        ]
        same = set(pairs)
        rests = [
            (rest, other)
            for (whole, part), rest in self._rests.items()
            for (other_whole, other_part), other in self._rests.items()
            if (whole, other_whole) in same and (part, other_part) in same
        ]
        return [pair for pair in [*pairs, *rests] if self._rules[pair[0]]["counted"]]


def _count_the_same(first: tuple[Any, ...], second: tuple[Any, ...]) -> bool:
    """Return whether a table, a sum and a condition count the same rows as others, however the condition is written."""
    (*summed, condition), (*other_summed, other) = first, second
    return summed == other_summed and is_part_of(condition, other) and is_part_of(other, condition)
