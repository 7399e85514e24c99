"""Periods as publishers write them in titles and this project in entries: which is the later."""

import calendar
import re

PeriodKey = tuple[int, ...]  # the last year and month: the later, the larger
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS_OF_YEAR = 12
YEAR = r"(?:19|20)\d\d"
PERIOD_PATTERN = rf"(?:(?:{'|'.join(MONTHS)})\s+)?{YEAR}(?:\s*(?:-|–|/|\bto\b)\s*(?:{YEAR}|\d\d)(?!\d))?"
_PARTS = re.compile(
    rf"(?:(?P<month>[a-z]+)\s+)?(?P<year>{YEAR})(?:\s*(?:-|–|/|to)\s*(?P<last>{YEAR}|\d\d))?", re.IGNORECASE
)


def read_period_key(period: str) -> PeriodKey:
    """Return the last year of a period and, where it names one, the month: 2023-24 is (2024,), 2024-02 is (2024, 2).

    Empty where it names no year.
    """
    parts = _PARTS.search(period)
    if parts is None:
        return ()
    year, last = int(parts["year"]), parts["last"] or ""
    month = (MONTHS[parts["month"].lower()],) if (parts["month"] or "").lower() in MONTHS else ()
    if len(last) == len("2024"):
        return (int(last), *month)
    if last and int(last) == (year + 1) % 100:
        return (year + 1, *month)
    if last and 1 <= int(last) <= MONTHS_OF_YEAR:
        return (year, int(last))
    return (year, *month)


def move_to_next_year(text: str, period: str) -> str:
    """Return a text with a year that it holds moved on by one; only periods of one year can be moved.

    Raises:
        ValueError: the period is of another form, or the text does not hold it.
    """
    if not re.fullmatch(YEAR, period) or period not in text:
        raise ValueError(f"{text!r} does not hold a year {period!r}")
    return text.replace(period, str(int(period) + 1))
