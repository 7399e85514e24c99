"""The explorer's rows as columns: numbers to draw with, and the place of each text among all texts."""

import math
from collections.abc import Sequence
from typing import Any

from fairer_stockton.report.pages.groups import FIFTH_TITLES
from fairer_stockton.report.rows import DIGITS, ObservationRow
from fairer_stockton.report.table import format_value_and_limits
from fairer_stockton.report.words.figures import SAMPLE_MARK, is_known
from fairer_stockton.report.words.narrative import COMPARISONS, choose_comparison_verdict
from fairer_stockton.run.vocabulary import AreaType, Comparison

LISTED_LAST = ("Everyone else", "All pupils")  # groups that stand after those they are compared with
WHOLE_AREAS = (AreaType.BOROUGH, AreaType.REGION, AreaType.ENGLAND, AreaType.UNITED_KINGDOM)
MODELLED_MARK = "[modelled]"


class Texts:
    """Texts, each held once: the data name them by their place."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        """Return the number of a text, a new number where the text is new."""
        return self.numbers.setdefault(text, len(self.numbers))


def convert_rows_to_columns(
    rows: Sequence[ObservationRow], area_text_numbers: Sequence[int], texts: Texts, *, exact: bool = False
) -> dict[str, Any]:
    """Write rows as columns; a column that holds one thing throughout is that thing. `status` is a letter a row.

    Args:
        rows: the rows of a view.
        area_text_numbers: the number of each row's area among all areas.
        texts: the texts of the measure.
        exact: whether the figures and both their sums are written to the last digit, to be compared with a sum.
    """
    cells = [format_value_and_limits(row) for row in rows]
    columns: dict[str, list[Any]] = {
        "area": list(area_text_numbers),
        "value": [(round_to_published_digits if exact else round_for_drawing)(row.value) for row in rows],
        "lower": [round_for_drawing(row.lower_95) for row in rows],
        "upper": [round_for_drawing(row.upper_95) for row in rows],
        "figure": [texts(figure) for figure, _ in cells],
        "limits": [texts(limits) for _, limits in cells],
        "marks": [texts(write_sample_and_modelled_marks(row)) for row in rows],
        "note": [texts(write_note(row)) for row in rows],
        "beside": [texts(write_comparison_with_england(row)) for row in rows],
    }
    if exact:
        columns["above"] = [round_to_published_digits(row.numerator) for row in rows]
        columns["below"] = [round_to_published_digits(row.denominator) for row in rows]
    # Most columns of a view hold the same in every row; written once, the data file stays small.
    once = {name: column[0] for name, column in columns.items() if len(rows) > 1 and len(set(column)) == 1}
    return {**columns, **once, "status": "".join(row.status[0] for row in rows)}


def round_for_drawing(value: float) -> float | None:
    """Return a number to draw with: five digits are finer than a line is wide."""
    return drop_empty_decimals(float(f"{value:.5g}")) if is_known(value) else None


def round_to_published_digits(value: float) -> float | None:
    """Return a number as the CSV files have it."""
    return drop_empty_decimals(float(DIGITS % value)) if is_known(value) else None


def drop_empty_decimals(number: float) -> float:
    """Return a whole number without decimals, which JSON would write as two more letters."""
    return int(number) if number.is_integer() else number


def write_sample_and_modelled_marks(row: ObservationRow) -> str:
    """Write what a figure is marked with wherever it is shown, other than a low base."""
    return " ".join([SAMPLE_MARK] * row.synthetic + [MODELLED_MARK] * (row.breakdown == "modelled"))


def write_note(row: ObservationRow) -> str:
    """Write the note on a figure."""
    fitted = f"fitted to this map from the neighbourhoods of {row.converted_from}" if row.converted_from else ""
    text = "; ".join(filter(None, (row.note, fitted)))
    return f"{text[:1].upper()}{text[1:]}"


def write_comparison_with_england(row: ObservationRow) -> str:
    """Write how a figure compares with England's."""
    word = choose_comparison_verdict(row, None)
    return "–" if word == Comparison.NOT_COMPARED else COMPARISONS[word]


def make_sort_key_by_value(row: ObservationRow) -> tuple[bool, float, str, str]:
    """Order areas from the highest figure to the lowest; those without one by name alone."""
    shown = row.has_value
    return not shown, -row.value if shown else math.inf, row.area_name, row.area_code


def make_sort_key_by_group(row: ObservationRow) -> tuple[bool, str, int]:
    """Order groups of people by name, in each the borough, the region and England."""
    return row.category in LISTED_LAST, row.category, WHOLE_AREAS.index(row.area_type)


def write_title_of_group(row: ObservationRow) -> str:
    """Write the name of the group of people that a row is of."""
    if row.breakdown == "deprivation_fifth":
        return FIFTH_TITLES.get(row.category, f"Fifth {row.category}")
    return row.category
