"""When a publisher brings its releases: from the end of a period, so that it holds for the next without an edit."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

MONTHS = 12
DAYS_OF_YEAR = 365.25  # on average


@dataclass(frozen=True, slots=True)
class ReleaseCalendar:
    """How often a source has a new period, how long after its end that is published, and what that rests on."""

    every_months: int
    months_after: int
    basis: str

    def find_due_day(self, period: str) -> date | None:
        """Return the last day of the month in which the release after that of a period is due.

        None of a period whose end its name does not show.
        """
        end = find_last_day_of_period(period)
        return end and _find_last_day_of_month(end.year, end.month + self.every_months + self.months_after)


def read_calendar(entry: Mapping[str, Any]) -> ReleaseCalendar:
    """Take a calendar out of its table in a source's file.

    Raises:
        ValueError: a key is unknown, or a number of months is none.
    """
    found_calendar = ReleaseCalendar(**entry)
    for key in ("every_months", "months_after"):
        months = getattr(found_calendar, key)
        least = 1 if key == "every_months" else 0
        if type(months) is not int or not least <= months <= 10 * MONTHS:
            raise ValueError(f"calendar.{key} = {months!r} is not a number of months from {least} to {10 * MONTHS}")
    return found_calendar


def find_last_day_of_period(period: str) -> date | None:
    """Return the last day of a period: of 2023, 2021-2025, 2024-02 (a month), 2024-25 or 2013/14 (to the end of March).

    None where it is of another form.
    """
    numbers = re.fullmatch(r"((?:19|20)\d{2})(?:[-/](\d{4}|\d{2}))?", period)
    if not numbers:
        return None
    year, last = int(numbers[1]), numbers[2] or ""
    if len(last) == 2 and int(last) == (year + 1) % 100:
        return date(year + 1, 3, 31)
    if len(last) == 2:
        return _find_last_day_of_month(year, int(last)) if 1 <= int(last) <= MONTHS else None
    return date(int(last or year), MONTHS, 31) if (last or "9999") >= "1900" else None


def _find_last_day_of_month(year: int, month: int) -> date:
    """Return the last day of a month; one after the twelfth is of a later year."""
    year, month = year + (month - 1) // MONTHS, (month - 1) % MONTHS + 1
    return date(year, month, calendar.monthrange(year, month)[1])
