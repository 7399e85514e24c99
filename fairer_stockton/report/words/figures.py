"""How figures are written, in sentences, tables and charts: units, intervals, periods, and signs spelled out."""

import math
import re
from typing import Any

from fairer_stockton.definitions.units import UNITS, write_with_unit
from fairer_stockton.report.rows import Amount, FigureRow

NOT_AVAILABLE = "not available"
SUPPRESSED_CELL = "suppressed"
LOW_BASE = "low base"
SAMPLE_MARK = "[sample]"
SAMPLE_WORDS = "Figures marked “sample” rest on generated data: their values are invented."
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def is_known(value: Any) -> bool:
    """Return whether there is a number: neither None nor nan."""
    return value is not None and not math.isnan(value)


def write_value_with_unit(value: float, unit: str) -> str:
    """Write a figure with its unit; whole pounds without pence."""
    if not is_known(value):
        return NOT_AVAILABLE
    text = write_with_unit(value, unit)
    return text.removesuffix(".00") if unit == "gbp" else text


def write_figure(row: FigureRow) -> str:
    """Write a row's figure where nothing else explains it: with the mark of a low base, or that it is suppressed."""
    if not row.has_value:
        return SUPPRESSED_CELL if row.is_suppressed else NOT_AVAILABLE
    mark = f" ({LOW_BASE})" if row.is_low_base else ""
    return f"{write_value_with_unit(row.value, row.unit)}{mark}"


def begin_with_capital(text: str) -> str:
    """Return a text as the beginning of a sentence or a line."""
    return f"{text[:1].upper()}{text[1:]}"


def lower_first_letter(text: str) -> str:
    """Return a text as within a sentence; what begins with an abbreviation stays."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def mark_sample(text: str, rests_on_sample: bool) -> str:
    """Mark what rests on the generated sample."""
    return f"{text} {SAMPLE_MARK}" if rests_on_sample else text


def write_value_without_unit(value: float, unit: str) -> str:
    """Write a figure without the words of its unit, for use next to a figure that has them."""
    return _strip_unit(write_value_with_unit(value, unit))


def write_axis_tick(value: float, unit: str) -> str:
    """Write a figure as a mark on an axis: no more digits than it needs."""
    if math.isclose(value, round(value)):
        number = f"{abs(value):,.0f}"
    elif abs(value) >= 1:
        number = f"{abs(value):,.1f}"
    else:  # a scale that lies within one whole number, as quality of life does
        number = f"{abs(value):.3f}".rstrip("0").rstrip(".")
    sign = "−" if value < 0 else ""
    return f"{sign}£{number}" if unit == "gbp" else f"{sign}{number}{'%' if unit == 'percent' else ''}"


def write_axis_title(unit: str) -> str:
    """Return the words for what an axis counts."""
    return UNITS[unit].axis or UNITS[unit].words


def write_limits(amount: Amount) -> str:
    """Write a figure's 95 % limits: `16.6% to 17.7%`; nothing where it has none."""
    if not amount.has_interval:
        return ""
    lower, upper = (write_value_without_unit(limit, amount.unit) for limit in (amount.lower_95, amount.upper_95))
    return f"{lower} to {upper}"


def write_difference_size(value: float, unit: str) -> str:
    """Write the size of a difference, without its sign."""
    if words := UNITS[unit].difference:
        return f"{_write_value_without_sign(value, unit, without_unit=True)} {words}"
    return _write_value_without_sign(value, unit, without_unit=False)


def write_difference(value: float, unit: str) -> str:
    """Write a difference with its sign in words: `12.7 percentage points more`."""
    return f"{write_difference_size(value, unit)} {choose_more_or_less(value, unit)}"


def write_difference_limits(difference: Amount) -> str:
    """Write the limits of a difference without a minus: `12.1 to 13.4`, or `from 7.0 less to 3.2 more`."""
    unit, low, high = difference.unit, difference.lower_95, difference.upper_95
    if difference.interval_contains(0.0):
        ends = [
            f"{_write_value_without_sign(end, unit, without_unit=True)} {choose_more_or_less(end, unit)}"
            for end in (low, high)
        ]
        return f"from {ends[0]} to {ends[1]}"
    near, far = sorted((abs(low), abs(high)))
    return f"{write_value_without_unit(near, unit)} to {write_value_without_unit(far, unit)}"


def choose_more_or_less(difference: float, unit: str) -> str:
    """Return the word for a difference's sign."""
    return UNITS[unit].signs[difference < 0]


def write_people_count(count: float) -> str:
    """Write a count of people or homes to three figures: what a rate implies is never known to the last one."""
    if count < 1:
        return "fewer than 1"
    # Negative places round to tens and hundreds; they never add decimals to a small count.
    places = min(0, 2 - math.floor(math.log10(count)))
    return f"{round(count, places):,.0f}"


def write_period(period: str) -> str:
    """Write a period as people say it: `2025-04` is April 2025."""
    month = re.fullmatch(r"(\d{4})-(\d\d)", period)
    return f"{MONTHS[int(month[2]) - 1]} {month[1]}" if month and 1 <= int(month[2]) <= 12 else period


def write_short_period(period: str) -> str:
    """Write a period as an axis has room for it: `2011 to 2013` is 2011–13."""
    span = re.fullmatch(r"(\d{4}) to \d\d(\d\d)", period)
    if span:
        return f"{span[1]}–{span[2]}"
    words = write_period(period).split()
    return f"{words[0][:3]} {words[1]}" if len(words) == 2 else period


def read_start_of_period(period: str) -> float:
    """Return when a period begins, in years and twelfths of a year: its position on an axis of time."""
    month = re.fullmatch(r"(\d{4})-(\d\d)", period)
    return float(period[:4]) + (int(month[2]) - 1) / 12 if month and 1 <= int(month[2]) <= 12 else float(period[:4])


def write_count_with_noun(count: int, singular: str, plural: str) -> str:
    """Write a count with its word, or words, for one or for more."""
    return f"{count} {singular if count == 1 else plural}"


def write_ordinal(rank: float) -> str:
    """Write a place in a list: 1st, 2nd, 3rd, 11th."""
    whole = int(rank)
    ending = "th" if 10 <= whole % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole:,}{ending}"


def _write_value_without_sign(value: float, unit: str, without_unit: bool) -> str:
    text = write_value_with_unit(abs(value), unit)
    number = _strip_unit(text)
    # A size that rounds to 0.0 would read as no difference at all: write the smallest that the unit can show.
    if not re.search("[1-9]", number):
        smallest = re.sub("0$", "1", number.rstrip("%"))
        text, number = f"under {text.replace(number, smallest)}", f"under {smallest}"
    return number if without_unit else text


def _strip_unit(text: str) -> str:
    number = re.match(r"under [−£\d,.]+%?|[−£\d,.]+%?", text)
    return number[0] if number else text
