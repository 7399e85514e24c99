"""Values that a number of a paper can be compared with: published ones, and differences, ratios and changes of two."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from fairer_stockton.fetch.publishers.periods import YEAR
from fairer_stockton.report.asking.cells import Cell
from fairer_stockton.report.asking.periods import LATEST, PeriodAsked
from fairer_stockton.report.asking.published_figures import Group, Place, PublishedFigures
from fairer_stockton.report.words.figures import write_period
from fairer_stockton.run.vocabulary import AreaType, Status
from fairer_stockton.run.vocabulary_of_uses import Asked
from fairer_stockton.uses.answers.clauses import POINTS
from fairer_stockton.uses.answers.finding import NoCellsError, find_cells
from fairer_stockton.uses.answers.reading import Reading
from fairer_stockton.uses.answers.statements import Statement


@dataclass(frozen=True, slots=True)
class Target:
    """What a number could be: a published value, or the difference or ratio of two, with what it is in words."""

    value: float
    unit: str
    words: str
    link: str
    asked: str = ""  # its area, group and period, to say in what another one differs
    direction: int = 0  # of two figures, 1 where the one named first is the higher, -1 where it is the lower


NOT_COMPARED = "it is not said what it is compared with"
Finder = Callable[[Statement, str, PublishedFigures], Iterator[Target]]


class NotShownError(Exception):
    """The edition has the figure that is meant and does not show it."""


def find_targets(statement: Statement, measure: str, figures: PublishedFigures) -> list[Target]:
    """Return what a number of a measure can be, under what its sentence names.

    Raises:
        NoCellsError: the edition has no such figure.
        NotShownError: it does not show it.
    """
    targets = list(_choose_finder(statement, measure, figures)(statement, measure, figures))
    if not targets:
        raise NoCellsError(NOT_COMPARED)
    return targets


def _choose_finder(statement: Statement, measure: str, figures: PublishedFigures) -> Finder:
    """Return what lists the values that a number can be: a change, a ratio, a gap or a figure."""
    number = statement.number
    if number.is_change or (statement.is_change and not number.is_times):
        return _list_changes
    if number.is_times:
        return _list_ratios
    is_points = number.unit in POINTS and figures.observations[measure][0].unit == "percent"
    return _list_gaps if statement.is_gap or is_points else _list_figures


def _list_figures(statement: Statement, measure: str, figures: PublishedFigures) -> Iterator[Target]:
    yield from map(_make_target, _find_shown(statement, measure, figures))


def _find_shown(
    statement: Statement,
    measure: str,
    figures: PublishedFigures,
    area: Sequence[Place] = (),
    group: Sequence[Group] = (),
) -> list[Cell]:
    places = area or (statement.areas[0].places if statement.areas else (figures.borough,))
    groups = group or (statement.groups[0].groups if statement.groups else ())
    reading = Reading(measure, areas=(tuple(places),), groups=(tuple(groups),) if groups else ())
    cells = _find_for_period(reading, statement, figures)
    shown = [cell for cell in cells if cell.is_shown]
    if not shown:
        hidden = any(cell.status == Status.SUPPRESSED for cell in cells)
        raise NotShownError(cells[0].write()) if hidden else NoCellsError("no figure is published")
    return shown


def _find_for_period(reading: Reading, statement: Statement, figures: PublishedFigures) -> tuple[Cell, ...]:
    """Return the cells of the period that a number is of; the latest where none is named.

    Of the two years between which a figure has moved, each number has its own.
    """
    period = (statement.periods[0].period if statement.periods else None) or LATEST
    if period.words.startswith("since") and not statement.is_start:
        period = LATEST
    try:
        return _find_in_period(reading, period, figures)
    except NoCellsError as none:
        years = re.findall(YEAR, period.words)
        if none.choices or len(years) != 2:
            raise
        year = years[0] if statement.is_start else years[1]
        return _find_in_period(reading, PeriodAsked(year, (year,)), figures)


def _find_in_period(reading: Reading, period: PeriodAsked, figures: PublishedFigures) -> tuple[Cell, ...]:
    """Return the cells of a period; a year that lies in several periods means any of these."""
    try:
        return find_cells(replace(reading, period=period), figures)
    except NoCellsError as none:
        if not none.choices or not all(re.search(YEAR, choice) for choice in none.choices):
            raise
        named = (PeriodAsked(choice, (choice,)) for choice in none.choices)
        return tuple(cell for each in named for cell in find_cells(replace(reading, period=each), figures))


def _make_target(cell: Cell) -> Target:
    assert cell.number is not None
    where = ", ".join(filter(None, (cell.area, cell.group, write_period(cell.period))))
    return Target(cell.number, cell.unit, cell.write(), cell.link, where)


def _list_gaps(statement: Statement, measure: str, figures: PublishedFigures) -> Iterator[Target]:
    """Yield the gaps that a difference can be: published ones, else between the two areas or groups named."""
    places = [mention.places[0] for mention in statement.areas]
    reading = Reading(
        measure,
        asked=Asked.GAP,
        areas=tuple((place,) for place in places),
        groups=tuple(mention.groups for mention in statement.groups),
        gap=statement.gap,
    )
    try:
        if all(place.area_type in (AreaType.BOROUGH, AreaType.ENGLAND, AreaType.TARGET_AREA) for place in places):
            cells = _find_for_period(reading, statement, figures)
            yield from (replace(_make_target(cell), value=abs(cell.number or 0.0)) for cell in cells if cell.is_shown)
    except NoCellsError:
        pass
    if not places and not statement.groups:
        return
    first, second = _find_two_sides(statement, measure, figures)
    words = f"the difference between {first.write()} and {second.write()}"
    unit = "percentage_points" if first.unit == "percent" else first.unit
    decimals = len(statement.number.stated.partition(".")[2])
    one, other = first.number or 0.0, second.number or 0.0
    # A reader subtracts what is printed: the difference of two rounded figures is right too.
    for value in (one - other, round(one, decimals) - round(other, decimals)):
        yield Target(abs(value), unit, words, first.link, direction=1 if one > other else -1)


def _find_two_sides(statement: Statement, measure: str, figures: PublishedFigures) -> tuple[Cell, Cell]:
    """Return the two figures that a sentence compares, in its order: of two groups or two areas; else of the borough.

    An area or group without another is compared with the borough, whose figure comes second.
    """
    if len(statement.groups) > 1:
        named = sorted(statement.groups[:2], key=lambda mention: mention.start)
        sides = [_find_shown(statement, measure, figures, group=mention.groups) for mention in named]
    else:
        named = sorted(statement.areas[:2], key=lambda mention: mention.start)
        places = [mention.places for mention in named]
        if len(places) < 2:
            places = _add_other_side(statement, places, figures)
        sides = [_find_shown(statement, measure, figures, area=area) for area in places]
    return sides[0][0], sides[1][0]


def _add_other_side(
    statement: Statement, places: Sequence[tuple[Place, ...]], figures: PublishedFigures
) -> list[tuple[Place, ...]]:
    """Return the area that is compared beside the one that is named: the borough, or what the text before is about."""
    borough = (figures.borough,)
    if places and places[0] != borough:
        return [places[0], borough]
    before = (each[0].places for each in statement.others.areas if each and each[0].places != borough)
    other = next(before, None)
    if not places or other is None:
        raise NoCellsError(NOT_COMPARED)
    return [other, borough]


def _list_ratios(statement: Statement, measure: str, figures: PublishedFigures) -> Iterator[Target]:
    """Yield the ratio of the two figures that a sentence compares, the higher first, or the lower for half."""
    first, second = _find_two_sides(statement, measure, figures)
    lower, higher = sorted((first, second), key=lambda cell: cell.number or 0.0)
    if not lower.number or not higher.number:
        raise NoCellsError("one of the two figures is zero")
    ratio = higher.number / lower.number
    ratio = 1 / ratio if statement.number.value < 1 else ratio
    words = f"{ratio:.1f} times: {higher.write()} and {lower.write()}"
    yield Target(ratio, "ratio", words, higher.link, direction=1 if first is higher else -1)


def _list_changes(statement: Statement, measure: str, figures: PublishedFigures) -> Iterator[Target]:
    """Yield how far the figure has moved since the period that is named, or between the two."""
    years = [
        year
        for mention in statement.periods or [each for others in statement.others.periods for each in others]
        for year in re.findall(YEAR, mention.period.words if mention.period else "")
    ]
    if not years:
        raise NoCellsError("it is not said since when")
    ends = [
        PeriodAsked(min(years), (min(years),)),
        PeriodAsked(max(years), (max(years),)) if len(set(years)) > 1 else LATEST,
    ]
    places = statement.areas[0].places if statement.areas else (figures.borough,)
    groups = (statement.groups[0].groups,) if statement.groups else ()
    reading = Reading(measure, areas=(places,), groups=groups)
    first, last = (_find_in_period(reading, end, figures)[0] for end in ends)
    if first.number is None or last.number is None:
        raise NotShownError(f"{first.write()} … {last.write()}")
    unit = "percentage_points" if first.unit == "percent" else first.unit
    words = f"from {first.text} in {first.period} to {last.text} in {last.period}"
    if statement.number.is_change:
        yield Target(last.number / first.number if first.number else 0.0, "ratio", words, first.link)
        return
    change = last.number - first.number
    # What is said to have risen and fell is below zero, and no number agrees with it.
    yield Target(change * statement.direction if statement.direction else abs(change), unit, words, first.link)
