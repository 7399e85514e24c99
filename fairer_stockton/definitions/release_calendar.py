"""When a publisher brings its releases: from the end of a period, so that it holds for the next without an edit."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fairer_stockton.run.vocabulary import NextRelease

MONTHS = 12
RHYTHMS = {1: "monthly", 3: "quarterly", 12: "yearly"}
DAYS_OF_YEAR = 365.25  # on average


@dataclass(frozen=True, slots=True)
class ReleaseCalendar:
    """How often a source has a new period, how long after its end that is published, and what that rests on.

    A rhythm without the months after a period names no day. Without a rhythm it is declared why there is none.
    """

    basis: str
    every_months: int | None = None
    months_after: int | None = None
    next_release: NextRelease = NextRelease.EXPECTED

    def find_due_day(self, period: str) -> date | None:
        """Return the last day of the month in which the release after that of a period is due.

        None where no months are declared, or the name of the period does not show its end.
        """
        end = find_last_day_of_period(period)
        if end is None or self.every_months is None or self.months_after is None:
            return None
        return _find_last_day_of_month(end.year, end.month + self.every_months + self.months_after)

    @property
    def rhythm(self) -> str:
        """How often there is a release, in a word or two; empty where there is no rhythm."""
        if self.every_months is None:
            return ""
        years, months = divmod(self.every_months, MONTHS)
        return RHYTHMS.get(self.every_months) or (
            f"every {self.every_months} months" if months else f"every {years} years"
        )


def read_calendar(entry: Mapping[str, Any]) -> ReleaseCalendar:
    """Take a calendar out of its table in a source's file.

    Raises:
        ValueError: a key is unknown, a number of months is none, or it has not one of a rhythm and a reason why not.
    """
    found_calendar = ReleaseCalendar(**{**entry, "next_release": NextRelease(entry.get("next_release", "expected"))})
    for key, least in (("every_months", 1), ("months_after", 0)):
        months = getattr(found_calendar, key)
        if months is not None and (type(months) is not int or not least <= months <= 10 * MONTHS):
            raise ValueError(f"calendar.{key} = {months!r} is not a number of months from {least} to {10 * MONTHS}")
    has_rhythm = found_calendar.every_months is not None
    if has_rhythm != (found_calendar.next_release == NextRelease.EXPECTED):
        raise ValueError(f"calendar has to have every_months, or next_release, one of {', '.join([*NextRelease][1:])}")
    if found_calendar.months_after is not None and not has_rhythm:
        raise ValueError("calendar.months_after needs every_months")
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
