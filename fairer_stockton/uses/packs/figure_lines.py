"""The lines of a pack's tables: a figure, what it is compared with, and how the two compare."""

from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.words.figures import (
    LOW_BASE,
    is_known,
    mark_sample,
    write_figure,
    write_limits,
    write_people_count,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.uses.packs.figures import HIDDEN, PackFigure

HEADER = ("What", "When", "There", "In the borough", "Compared")
WIDTHS = (2.6, 0.9, 1.8, 1.8, 1.3)
HOW_TO_READ = (
    "In brackets are the limits between which the true figure is likely to be (95%). A difference is called higher, "
    "lower, better or worse only where chance is not likely to be the cause and it is large enough to matter."
)
ABOUT_PLACES = (
    "The borough’s figure holds these places too. "
    "A figure for a place says nothing about any one person who lives there."
)


def make_line(figure: PackFigure, what: str) -> tuple[str, ...]:
    """Return a figure as a line: what, when, there, beside, and how it compares."""
    england = write_value_with_unit(figure.england_value, figure.unit)
    return (
        mark_sample(what, figure.synthetic),
        _write_when(figure),
        f"{_write_with_limits(figure)}{_write_people(figure)}" if figure.has_value else figure.missing,
        f"{write_value_with_unit(figure.beside_value, figure.unit)}"
        + (f"\nEngland {england}" if is_known(figure.england_value) else ""),
        figure.verdict or "–",
    )


def write_shown(row: ObservationRow) -> str:
    """Write a row's figure, or why it is not shown."""
    return HIDDEN if row.is_suppressed else write_figure(row)


def _write_when(figure: PackFigure) -> str:
    newer = f"\n{write_period(figure.newer_period)}: not shown here" if figure.newer_period else ""
    return f"{write_period(figure.period) or '–'}{newer}"


def _write_people(figure: PackFigure) -> str:
    """Write how many are counted, and of how many, on a line of its own."""
    if not is_known(figure.people) or figure.people < 1:
        return ""
    whole = f" of {write_people_count(figure.out_of)}" if is_known(figure.out_of) else ""
    together = " in all" if figure.is_added_up else ""
    return f"\nabout {write_people_count(figure.people)}{whole}{together}"


def _write_with_limits(figure: PackFigure) -> str:
    limits = write_limits(figure)
    notes = "; ".join(filter(None, (limits, LOW_BASE if figure.is_low_base else "")))
    return f"{write_value_with_unit(figure.value, figure.unit)}{f' ({notes})' if notes else ''}"
