"""Judging a statement: whether its number is the published one; if not, which is, and what may have gone wrong."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from fairer_stockton.fetch.publishers.periods import YEAR
from fairer_stockton.report.asking.cells import Cell
from fairer_stockton.report.asking.periods import LATEST, PeriodAsked, read_last_year
from fairer_stockton.report.asking.published_figures import Group, Place, PublishedFigures
from fairer_stockton.report.words.figures import write_period, write_value_with_unit
from fairer_stockton.run.vocabulary import AreaType, Status
from fairer_stockton.run.vocabulary_of_uses import Asked, QuoteVerdict
from fairer_stockton.uses.answers.finding import NoCellsError, find_cells
from fairer_stockton.uses.answers.quoted_numbers import QuotedNumber
from fairer_stockton.uses.answers.reading import Reading
from fairer_stockton.uses.answers.statements import Statement
from fairer_stockton.uses.answers.tolerances import agrees
from fairer_stockton.uses.answers.unread import describe_unread, find_unread_month

RATES = ("per_1000", "per_10000", "per_100000")
UNWRITTEN = ("score", "score_out_of_10", "ratio")  # units that a number in prose may leave out
SAME_NUMBER = (QuoteVerdict.AGREES, QuoteVerdict.NOT_JUDGED)
FEW_AREAS = 3  # areas that have a number: it is by chance that one of more has it
NO_MEASURE = "no measure of this report is named with it"


@dataclass(frozen=True, slots=True)
class Target:
    """What a number could be: a published value, or the difference or ratio of two, with what it is in words."""

    value: float
    unit: str
    words: str
    link: str
    asked: str = ""  # its area, group and period, to say in what another one differs
    direction: int = 0  # of two figures, 1 where the one named first is the higher, -1 where it is the lower


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found of a number."""

    verdict: QuoteVerdict
    ours: str = ""
    why: str = ""
    link: str = ""


def judge(
    statement: Statement, figures: PublishedFigures, earlier: Sequence[PublishedFigures] = ()
) -> Judgement | None:
    """Return what was found of a number; None where it is no figure of a kind that the report could have.

    Where a sentence names no area, it is of the borough, or else of an area that is named elsewhere; so with periods.
    """
    first = _judge_as_it_reads(statement, figures, earlier)
    if first and (hidden := _find_hidden(statement, figures, earlier)):
        return hidden
    if not first or first.verdict in SAME_NUMBER:
        return first
    others = [_judge_as_it_reads(other, figures, earlier) for other in _read_otherwise(statement)]
    fitting = [other for other in others if other and other.verdict in SAME_NUMBER]
    if first.verdict == QuoteVerdict.NOT_FOUND:
        fitting += [other for other in others if other and other.verdict == QuoteVerdict.DIFFERS]
    return next(iter(fitting), first)


def _find_hidden(
    statement: Statement, figures: PublishedFigures, earlier: Sequence[PublishedFigures]
) -> Judgement | None:
    """Return that a figure is not shown, where any area that the number may be of has it hidden.

    What the borough has must not be taken for a hidden area's figure.
    """
    for area in statement.areas_here or (*statement.areas[:1], *statement.other_areas):
        judgement = _judge_as_it_reads(replace(statement, areas=(area,)), figures, earlier)
        if judgement and judgement.verdict == QuoteVerdict.NOT_SHOWN:
            return judgement
    return None


def _read_otherwise(statement: Statement) -> Iterator[Statement]:
    """Yield what a number may be of instead: areas, periods or everyone, named further on, before or not at all."""
    every_area = [statement.areas, *([statement.other_areas] if statement.other_areas else [])]
    every_period = [statement.periods, *([statement.other_periods] if statement.other_periods else [])]
    every_group = [statement.groups, *([()] if statement.may_be_of_everyone else [])]
    for areas, periods, groups in product(every_area, every_period, every_group):
        yield replace(statement, areas=areas, periods=periods, groups=groups)
        if statement.other_measures:
            other = replace(statement, groups=(), measures=statement.other_measures)
            yield replace(other, areas=areas, periods=periods, unread=(*statement.unread, *statement.given_up))


def _judge_as_it_reads(
    statement: Statement, figures: PublishedFigures, earlier: Sequence[PublishedFigures]
) -> Judgement | None:
    if statement.is_aim:
        return None
    measures = [name for name in statement.measures if _can_be(statement.number, figures, name)]
    if not measures:
        return _judge_without_measure(statement)
    targets: list[Target] = []
    failures: list[Judgement] = []
    for name in measures:
        try:
            targets += _find_targets(statement, name, figures)
        except NoCellsError as none:
            near = f"; there is: {', '.join(none.near or none.choices)}" if none.near or none.choices else ""
            why = f"{figures.titles[name]}: {none.why or 'it can mean several figures'}{near}"
            failures.append(Judgement(QuoteVerdict.NOT_FOUND, why=why))
        except NotShownError as hidden:
            failures.append(Judgement(QuoteVerdict.NOT_SHOWN, why=str(hidden)))
    if not targets:
        return failures[0]
    return _compare(statement, targets, measures, figures, earlier)


class NotShownError(Exception):
    """The edition has the figure that is meant and does not show it."""


def _judge_without_measure(statement: Statement) -> Judgement | None:
    number = statement.number
    if number.unit in ("", "gbp", "years", "minutes", "score", "ratio") or statement.measures:
        return None  # a count, a sum of money or a time that is no figure of the report's
    return Judgement(QuoteVerdict.NOT_FOUND, why=NO_MEASURE)


def _can_be(number: QuotedNumber, figures: PublishedFigures, measure: str) -> bool:
    """Return whether a number in this unit can be of a measure."""
    unit = figures.observations[measure][0].unit
    if number.is_times:
        return True
    if number.unit in RATES:
        return unit in RATES
    if number.unit == "percentage_points":
        return unit == "percent"
    return number.unit == unit or (number.unit in ("", "score") and unit in UNWRITTEN)


def _compare(
    statement: Statement,
    targets: Sequence[Target],
    measures: Sequence[str],
    figures: PublishedFigures,
    earlier: Sequence[PublishedFigures],
) -> Judgement:
    number, first = statement.number, targets[0]
    for target in targets:
        if agrees(number, target.value):
            if target.unit != number.unit and number.unit in (*RATES, "percentage_points"):
                why = "the number is right and its unit is another"
                return Judgement(QuoteVerdict.DIFFERS, target.words, why, target.link)
            years = (read_last_year(row.period) for name in measures for row in figures.observations[name])
            return _confirm(statement, target, years)
    why = _explain(statement, targets, measures, figures, earlier)
    return Judgement(QuoteVerdict.DIFFERS, first.words, why, first.link)


def _confirm(statement: Statement, target: Target, years: Iterable[int]) -> Judgement:
    """Return that a number agrees, where everything beside it was read; else which words were not."""
    period = statement.periods[0].period if statement.periods else None
    unread = [*statement.unread, *find_unread_month(period, target.asked, years)]
    if statement.number.is_times and target.direction != (1 if statement.number.value >= 1 else -1):
        unread.append(statement.number.words)
    elif statement.is_gap and statement.direction and target.direction != statement.direction:
        unread.append(statement.direction_words)
    if target.unit == "percentage_points" and statement.number.unit == "percent":
        unread.append(statement.number.words)  # a share of the other figure, or percentage points
    if not unread:
        return Judgement(QuoteVerdict.AGREES, target.words, link=target.link)
    return Judgement(QuoteVerdict.NOT_JUDGED, target.words, describe_unread(unread), target.link)


def _find_targets(statement: Statement, measure: str, figures: PublishedFigures) -> list[Target]:
    """Return what a number of a measure can be, under what its sentence names.

    Raises:
        NoCellsError: the edition has no such figure.
        NotShownError: it does not show it.
    """
    if statement.number.is_times:
        return list(_list_ratios(statement, measure, figures))
    if statement.is_change:
        return list(_list_changes(statement, measure, figures))
    if statement.is_gap:
        return list(_list_gaps(statement, measure, figures))
    return [_make_target(cell) for cell in _find_shown(statement, measure, figures)]


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
            return
    except NoCellsError:
        pass
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
        places += [(figures.borough,)] if len(places) < 2 else []
        if len(places) < 2:
            raise NoCellsError("it is not said what it is compared with")
        sides = [_find_shown(statement, measure, figures, area=area) for area in places]
    return sides[0][0], sides[1][0]


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
        for mention in statement.periods or statement.other_periods
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
    change = last.number - first.number
    # What is said to have risen and fell is below zero, and no number agrees with it.
    yield Target(change * statement.direction if statement.direction else abs(change), unit, words, first.link)


def _explain(
    statement: Statement,
    targets: Sequence[Target],
    measures: Sequence[str],
    figures: PublishedFigures,
    earlier: Sequence[PublishedFigures],
) -> str:
    """Return what may have gone wrong: it is of another period, area or group, or of an earlier edition."""
    number, value = statement.number, targets[0].value
    for edition in earlier:
        if any(name in edition.titles and _agrees_in(statement, name, edition) for name in measures):
            return f"it is the figure of the edition {edition.edition.name}, which has changed"
    if not number.is_part and not number.is_times and not (statement.is_gap or statement.is_change):
        rows = [row for name in measures for row in figures.observations[name] if row.is_shown]
        same = [row for row in rows if agrees(number, row.value)]
        where = targets[0].asked
        for words, part in EXPLANATIONS:
            fitting = [row for row in same if part(row.area_name, row.category, write_period(row.period), where)]
            if 0 < len({row.area_name for row in fitting}) <= FEW_AREAS:
                row = fitting[-1]
                return words.format(area=row.area_name, group=row.category, period=write_period(row.period))
    if (
        not number.is_part
        and not number.is_times
        and abs(value - number.value) <= 1.5 * 10 ** -len(number.stated.partition(".")[2])
    ):
        return "it is rounded otherwise"
    return f"our figure is {write_value_with_unit(value, targets[0].unit)}"


def _agrees_in(statement: Statement, measure: str, edition: PublishedFigures) -> bool:
    try:
        return any(agrees(statement.number, target.value) for target in _find_targets(statement, measure, edition))
    except (NoCellsError, NotShownError):
        return False


def _is_only_other(same: Iterable[str], other: str, where: str) -> bool:
    return all(word in where for word in same) and other not in where


Check = Callable[[str, str, str, str], bool]
EXPLANATIONS: tuple[tuple[str, Check], ...] = (
    (
        "it is the figure of {period}",
        lambda area, group, period, where: _is_only_other([area], period, where) and (group == "all" or group in where),
    ),
    (
        "it is the figure of {area}",
        lambda area, group, period, where: _is_only_other([period], area, where) and (group == "all" or group in where),
    ),
    (
        "it is the figure of another group: {group}",
        lambda area, group, period, where: _is_only_other([area, period], group, where),
    ),
)
