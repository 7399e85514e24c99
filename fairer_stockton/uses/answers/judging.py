"""Judging a statement: whether its number is the published one; if not, which is, and what may have gone wrong."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from fairer_stockton.report.asking.periods import read_last_year
from fairer_stockton.report.asking.published_figures import PublishedFigures
from fairer_stockton.report.asking.tokens import Tokens
from fairer_stockton.report.words.figures import write_period, write_value_with_unit
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.run.vocabulary_of_uses import QuoteVerdict
from fairer_stockton.uses.answers.comparable_values import NotShownError, Target, find_targets
from fairer_stockton.uses.answers.finding import NoCellsError
from fairer_stockton.uses.answers.quoted_numbers import OTHER_TIMES, QuotedNumber
from fairer_stockton.uses.answers.statements import Statement
from fairer_stockton.uses.answers.tolerances import agrees
from fairer_stockton.uses.answers.unread import describe_unread, find_unread_month

RATES = ("per_1000", "per_10000", "per_100000")
UNWRITTEN = ("score", "score_out_of_10", "ratio")  # units that a number in prose may leave out
SAME_NUMBER = (QuoteVerdict.AGREES, QuoteVerdict.NOT_JUDGED)
FEW_AREAS = 3  # areas that have a number: it is by chance that one of more has it
OTHER_UNIT = "the number is right and its unit is another"
NO_MEASURE = "no measure of this report is named with it"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found of a number."""

    verdict: QuoteVerdict
    ours: str = ""
    why: str = ""
    link: str = ""
    unread: tuple[str, ...] = ()  # of a number that is not judged


def judge(
    statement: Statement, figures: PublishedFigures, earlier: Sequence[PublishedFigures] = ()
) -> Judgement | None:
    """Return what was found of a number; None where it is no figure of a kind that the report could have.

    Where a sentence names no area, it is of the borough, or else of an area that is named elsewhere; so with periods.
    """
    first = _judge_as_it_reads(statement, figures, earlier)
    if first and (hidden := _find_hidden(statement, figures, earlier)):
        return hidden
    if (first and first.verdict in SAME_NUMBER) or not (statement.measures or statement.others.weak_measures):
        return first
    others = (_judge_as_it_reads(other, figures, earlier) for other in _read_otherwise(statement))
    fitting = next((other for other in others if other and other.verdict in SAME_NUMBER), None)
    return fitting or (_doubt(first, statement) if first else None)


def _doubt(judgement: Judgement, statement: Statement) -> Judgement | None:
    """Return that a number differs only where it is clear what it is of: else it is not found, with what we have."""
    if not statement.is_certain and not statement.number.unit and not _is_of_somebody(statement):
        return None  # without a unit and a measure of its own it may be a count
    if judgement.verdict != QuoteVerdict.DIFFERS:
        return judgement
    unread = statement.telling
    if statement.is_certain and (not unread or judgement.why == OTHER_UNIT):
        return judgement
    why = describe_unread(unread) if unread else "it is not clear which measure it is of"
    return replace(judgement, verdict=QuoteVerdict.NOT_FOUND, why=f"{judgement.why}; {why}")


def _is_of_somebody(statement: Statement) -> bool:
    """Return whether a number without a unit is said of an area, a group or a period, as a figure is."""
    return "." in statement.number.stated and bool(statement.areas_here or statement.groups or statement.periods)


def _find_hidden(
    statement: Statement, figures: PublishedFigures, earlier: Sequence[PublishedFigures]
) -> Judgement | None:
    """Return that a figure is not shown, where any area that the number may be of has it hidden.

    What the borough has must not be taken for a hidden area's figure.
    """
    for area in dict.fromkeys(statement.areas_here or (*statement.areas[:1], *statement.near_areas)):
        judgement = _judge_as_it_reads(replace(statement, areas=(area,)), figures, earlier)
        if judgement and judgement.verdict == QuoteVerdict.NOT_SHOWN:
            return judgement
    return None


def _read_otherwise(statement: Statement) -> Iterator[Statement]:
    """Yield what a number may be of instead, as far as its own clause leaves it open, the likeliest first.

    What makes another reading doubtful is among its words that were not read, so that it is not said to agree.
    """
    others, unread = statement.others, statement.unread
    own, no_words = (statement.measures, statement.groups), Tokens()
    every_measure = [(*own, no_words), *((each, statement.groups, no_words) for each in others.measures)]
    every_measure += [(others.weak_measures, (), others.given_up)] if others.weak_measures else []
    every_period = [(statement.periods, no_words), *((each, no_words) for each in others.periods)]
    every_period += [((each,), (each.period.words,)) for each in others.past_periods if each.period]
    for (measures, groups, given_up), (periods, past) in product(every_measure, every_period):
        for areas, own_groups in product((statement.areas, *others.areas), dict.fromkeys((groups, *others.groups))):
            is_borough = not areas or areas[0].places[0].area_type == AreaType.BOROUGH
            named = tuple(place.name for each in others.headings for place in each.places[:1] if is_borough)
            doubts = (*unread, *given_up, *past, *named)
            yield replace(statement, areas=areas, periods=periods, groups=own_groups, measures=measures, unread=doubts)


def _judge_as_it_reads(
    statement: Statement, figures: PublishedFigures, earlier: Sequence[PublishedFigures]
) -> Judgement | None:
    if statement.is_aim:
        return None
    measures = [name for name in statement.measures if can_be(statement.number, figures, name)]
    if not measures:
        return _judge_other_unit(statement, figures) or _judge_without_measure(statement)
    targets: list[Target] = []
    failures: list[Judgement] = []
    for name in measures:
        try:
            targets += find_targets(statement, name, figures)
        except NoCellsError as none:
            near = f"; there is: {', '.join(none.near or none.choices)}" if none.near or none.choices else ""
            why = f"{figures.titles[name]}: {none.why or 'it can mean several figures'}{near}"
            failures.append(Judgement(QuoteVerdict.NOT_FOUND, why=why))
        except NotShownError as hidden:
            failures.append(Judgement(QuoteVerdict.NOT_SHOWN, why=str(hidden)))
    if not targets:
        return failures[0]
    return _compare(statement, targets, measures, figures, earlier)


def _judge_other_unit(statement: Statement, figures: PublishedFigures) -> Judgement | None:
    """Return that a number is right and in another unit; else, of a share or rate, that ours is in another."""
    number = statement.number
    if not number.unit or number.is_times or not statement.measures:
        return None
    if not statement.is_certain:
        is_figure = number.unit in (*RATES, "percent", *OTHER_TIMES)
        return Judgement(QuoteVerdict.NOT_FOUND, why=NO_MEASURE) if is_figure else None
    plain = replace(statement, number=replace(number, unit=""))
    for name in statement.measures:
        try:
            targets = find_targets(plain, name, figures)
        except (NoCellsError, NotShownError):
            continue
        if fitting := [target for target in targets if agrees(number, target.value)]:
            return Judgement(QuoteVerdict.DIFFERS, fitting[0].words, OTHER_UNIT, fitting[0].link)
        if number.unit in (*RATES, "percent", *OTHER_TIMES):
            return Judgement(QuoteVerdict.NOT_FOUND, targets[0].words, "ours is in another unit", targets[0].link)
    return None


def _judge_without_measure(statement: Statement) -> Judgement | None:
    number = statement.number
    is_exact = number.is_each or ("." in number.stated and number.unit in ("gbp", "years", "minutes"))
    if number.unit in ("", "gbp", "years", "minutes", "score", "ratio") and not is_exact:
        return None  # a count, a sum of money or a time that is no figure of the report's
    return Judgement(QuoteVerdict.NOT_FOUND, why=NO_MEASURE)


def can_be(number: QuotedNumber, figures: PublishedFigures, measure: str) -> bool:
    """Return whether a number in this unit can be of a measure."""
    unit = figures.observations[measure][0].unit
    if number.is_times:
        return True
    if number.unit in RATES:
        return unit in RATES
    if number.unit in ("percentage_points", "score") and unit == "percent":
        return True  # points
    if not number.unit:  # as in "against 24.2 nationally": a whole number may be a count
        return unit in UNWRITTEN or not number.stated.isdigit()
    return number.unit == unit or (number.unit == "score" and unit in UNWRITTEN)


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
                return Judgement(QuoteVerdict.DIFFERS, target.words, OTHER_UNIT, target.link)
            years = (read_last_year(row.period) for name in measures for row in figures.observations[name])
            return _confirm(statement, target, years)
    why = _explain(statement, targets, measures, figures, earlier)
    return Judgement(QuoteVerdict.DIFFERS, first.words, why, first.link)


def _confirm(statement: Statement, target: Target, years: Iterable[int]) -> Judgement:
    """Return that a number agrees, where everything beside it was read; else which words were not."""
    period = statement.periods[0].period if statement.periods else None
    unread = [*statement.unread, *statement.doubts, *find_unread_month(period, target.asked, years)]
    if statement.number.is_times and target.direction != (1 if statement.number.value >= 1 else -1):
        unread.append(statement.number.words)
    elif statement.is_gap and statement.direction and target.direction != statement.direction:
        unread.append(statement.direction_words)
    if target.unit == "percentage_points" and statement.number.unit == "percent":
        unread.append(statement.number.words)  # a share of the other figure, or percentage points
    if not unread:
        return Judgement(QuoteVerdict.AGREES, target.words, link=target.link)
    return Judgement(QuoteVerdict.NOT_JUDGED, target.words, describe_unread(unread), target.link, tuple(unread))


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
        return any(agrees(statement.number, target.value) for target in find_targets(statement, measure, edition))
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
