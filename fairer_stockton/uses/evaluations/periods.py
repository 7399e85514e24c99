"""Periods before and after a start: those that can be compared with each other, and no others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fairer_stockton.definitions.evaluations import Evaluation
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.release_calendar import find_last_day_of_period

APRIL = 4


@dataclass(frozen=True)
class ComparedPeriods:
    """The periods of an outcome, oldest first, by what they can show.

    Attributes:
        before: those that ended before the start.
        after: those that began on the day of the start or later, and after the day on which the file was registered.
        known_before: those after the start that had begun when the file was registered. A figure may be of a day early
            in its period (claimants of 2025 are those of March), so that its author could know it.
        other_definition: those after the start that lie beyond a break in the series.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    known_before: tuple[str, ...] = ()
    other_definition: tuple[str, ...] = ()

    @property
    def used(self) -> tuple[str, ...]:
        """Those that are compared."""
        return (*self.before, *self.after)


def find_span(period: str) -> tuple[date, date] | None:
    """Return the first and the last day of a period; None where its name does not show them."""
    last = find_last_day_of_period(period.replace(" to ", "-"))
    if last is None:
        return None
    year, rest = int(period[:4]), period[4:].replace(" to ", "-")
    if not rest or len(rest) > len("-25"):
        return date(year, 1, 1), last
    return date(year, APRIL if last.year > year else last.month, 1), last


def split_periods(periods: Iterable[str], measure: Measure, evaluation: Evaluation) -> ComparedPeriods:
    """Return the periods on either side of the start that lie on one definition and share no day.

    Args:
        periods: those that the outcome has figures of.
        measure: the outcome: only periods on the same side of its breaks as those after the start are compared.
        evaluation: with a start and a day of registration.
    """
    start, registered = evaluation.first_day, evaluation.registered_on
    spans = {period: span for period in sorted(periods) if (span := find_span(period))}
    begun = [period for period, (first, _) in spans.items() if start and first >= start]
    after = [period for period in begun if registered and spans[period][0] > registered]
    known = tuple(period for period in begun if period not in after)
    before = [period for period, (_, last) in spans.items() if start and last < start]
    beyond: tuple[str, ...] = ()
    if begun:
        stretch = measure.count_breaks_before((after or begun)[0])
        before = [period for period in before if measure.count_breaks_before(period) == stretch]
        beyond = tuple(period for period in after if measure.count_breaks_before(period) != stretch)
        after = [period for period in after if period not in beyond]
    return ComparedPeriods(_keep_latest(before, spans), _keep_earliest(after, spans), known, beyond)


def _keep_latest(periods: list[str], spans: dict[str, tuple[date, date]]) -> tuple[str, ...]:
    """Return the latest of periods that share days, so that two rolling averages are not taken for two."""
    kept: list[str] = []
    for period in reversed(periods):
        if not kept or spans[period][1] < spans[kept[-1]][0]:
            kept.append(period)
    return tuple(kept[::-1])


def _keep_earliest(periods: list[str], spans: dict[str, tuple[date, date]]) -> tuple[str, ...]:
    """Return the earliest of periods that share days: which ones count is settled before any later one is known."""
    kept: list[str] = []
    for period in periods:
        if not kept or spans[period][0] > spans[kept[-1]][1]:
            kept.append(period)
    return tuple(kept)


def list_needs_of_periods(periods: ComparedPeriods, evaluation: Evaluation) -> list[str]:
    """Return what the periods of an outcome lack."""
    fewest = 2 if evaluation.chosen_on_outcome else 1
    needs = []
    if len(periods.before) < fewest:
        count = len(periods.before)
        are = "is" if count == 1 else "are"
        needs.append(_write_need_before(evaluation, evaluation.start, f"; there {are} {count}"))
    if not periods.after:
        known = (
            f" {', '.join(periods.known_before)} had begun by then, so its figures could be known."
            if periods.known_before
            else ""
        )
        needs.append(
            f"A period that began after the start ({evaluation.start}) and after the day on which the file was "
            f"registered ({evaluation.registered}): there is none yet.{known}"
        )
    return needs


def list_needs_without_days(evaluation: Evaluation) -> list[str]:
    """Return which periods are needed, where the days that part them are not all declared."""
    return [
        _write_need_before(evaluation, evaluation.start or "the start", ""),
        "A period that begins after the start and after the day of registration.",
    ]


def _write_need_before(evaluation: Evaluation, start: str, count: str) -> str:
    if not evaluation.chosen_on_outcome:
        return f"At least 1 comparable period that ended before {start}{count}."
    return (
        f"At least 2 comparable periods that ended before {start}{count}. The areas were chosen by this outcome: "
        "places that are worst in one year do better in the next whatever is done, and one "
        "year does not show by how much."
    )
