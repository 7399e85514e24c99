"""Finding cells: the rows of an edition that a reading of a question means."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.asking.cells import (
    Cell,
    describe_gap,
    make_figure_cell,
    make_gap_cell,
    make_position_cell,
    make_rank_cell,
)
from fairer_stockton.report.asking.periods import LATEST, PeriodAsked, list_near_periods
from fairer_stockton.report.asking.published_figures import EVERYBODY, Place, PublishedFigures, list_periods
from fairer_stockton.report.asking.rules import (
    INSIDE,
    MOST_GAPS,
    NAMED_WITH_KIND,
    PLAIN_GAPS,
    SINGLE_AREAS,
    SMALL_AREAS,
    WHOLE,
)
from fairer_stockton.report.rows import GapRow, ObservationRow
from fairer_stockton.run.vocabulary import AreaType, GapType, Polarity
from fairer_stockton.run.vocabulary_of_uses import AnswerStatus, Asked
from fairer_stockton.uses.answers.reading import Reading

ORDER = attrgetter("period", "vintage", "area_code", "breakdown", "category")
NEAR = 4  # groups that are named where there is no such group


class NoCellsError(Exception):
    """A reading leads to no cell: it may mean several things, or there is no such figure; `near` is what there is."""

    status = AnswerStatus.NOT_KNOWN

    def __init__(self, why: str = "", choices: Iterable[str] = (), near: Iterable[str] = ()) -> None:
        super().__init__(why)
        self.why, self.choices, self.near = why, tuple(choices), tuple(near)


class NoneShownError(NoCellsError):
    """The edition has such figures and shows none of them, so that no area is to be named either."""

    status = AnswerStatus.NOT_SHOWN


def find_cells(reading: Reading, figures: PublishedFigures) -> tuple[Cell, ...]:
    """Return the cells that a reading of a question means.

    Raises:
        NoCellsError: there are none, or the reading may mean several things.
    """
    if reading.asked == Asked.GAP:
        return tuple(_find_gap(reading, figures))
    if reading.asked in (Asked.LOWEST, Asked.HIGHEST):
        return tuple(_find_extreme(reading, figures))
    finder = {Asked.FIGURE: _find_figures, Asked.CHANGE: _find_change, Asked.RANK: _find_ranks}[reading.asked]
    return tuple(cell for places in list_areas(reading, figures) for cell in finder(reading, places, figures))


def choose_end(reading: Reading, figures: PublishedFigures) -> Reading:
    """Return a reading that asks for the best or the worst as one for the highest or the lowest.

    Raises:
        NoCellsError: of this measure neither is better.
    """
    ends = {Asked.BEST: Asked.HIGHEST, Asked.WORST: Asked.LOWEST}
    if reading.asked not in ends:
        return reading
    polarity = figures.find_polarity(reading.measure)
    if polarity == Polarity.NEUTRAL:
        raise NoCellsError("neither higher nor lower is better; ask for the highest or the lowest")
    if polarity == Polarity.LOWER_IS_BETTER:
        ends = {Asked.BEST: Asked.LOWEST, Asked.WORST: Asked.HIGHEST}
    end = ends[reading.asked]
    return replace(reading, asked=end, every_asked=reading.every_asked - {reading.asked} | {end})


def has_rows(reading: Reading, figures: PublishedFigures) -> bool:
    """Return whether the measure has any row, shown or not, for what a reading asks about."""
    if reading.asked == Asked.GAP:
        try:
            return bool(find_cells(reading, figures))
        except NoCellsError as none:
            return bool(none.choices)
    if reading.asked in (Asked.LOWEST, Asked.HIGHEST, Asked.BEST, Asked.WORST):
        return bool(_select_rows_of_kind(reading, figures))
    try:
        return all(select_rows(reading, places, figures) for places in list_areas(reading, figures))
    except NoCellsError:
        return False


def list_areas(reading: Reading, figures: PublishedFigures) -> list[tuple[Place, ...]]:
    """Return the areas that are asked about, each as what its name can mean; the borough where none is named."""
    return [_keep_kinds(places, reading.kinds) for places in reading.areas] or [(figures.borough,)]


def _keep_kinds(places: tuple[Place, ...], kinds: Sequence[AreaType]) -> tuple[Place, ...]:
    """Return those places of a name that are of the kind named with it; without one, a ward before a neighbourhood."""
    fitting = tuple(place for place in places if place.area_type in kinds)
    wanted = [kind for kind in kinds if kind in NAMED_WITH_KIND]
    if not fitting and wanted and places[0].area_type not in SINGLE_AREAS:
        raise NoCellsError(f"there is no {AREA_TYPE_NAMES[wanted[0]].lower()} called {places[0].name}")
    larger = tuple(place for place in places if place.area_type not in SMALL_AREAS)
    return fitting or larger or places


def select_rows(reading: Reading, places: Iterable[Place], figures: PublishedFigures) -> list[ObservationRow]:
    """Return the rows of a measure for an area and the groups asked about, of every period and map."""
    codes = {(place.area_type, code, vintage) for place in places for vintage, code in place.codes}
    by_area = figures.observations_by_area[reading.measure]
    rows = sorted((row for code in codes for row in by_area.get(code, [])), key=ORDER)
    if reading.groups:
        return _keep_groups(rows, reading)
    everyone = [row for row in rows if (row.breakdown, row.category) == EVERYBODY]
    # Else all groups of one characteristic; of a single group, such as all pupils, the question must name it.
    is_one_split = len({row.breakdown for row in rows}) == 1 < len({row.category for row in rows})
    return everyone or (rows if is_one_split else [])


def _keep_groups(rows: Iterable[ObservationRow], reading: Reading) -> list[ObservationRow]:
    """Return the rows of the groups asked about; none where one of them has none, since it would go unanswered."""
    of_groups = [row for row in rows if any((row.breakdown, row.category) in groups for groups in reading.groups)]
    present = {(row.breakdown, row.category) for row in of_groups}
    return of_groups if all(present.intersection(groups) for groups in reading.groups) else []


def choose_rows(reading: Reading, places: Sequence[Place], figures: PublishedFigures) -> list[ObservationRow]:
    """Return the rows of the period asked about, on the latest map that has it.

    Raises:
        NoCellsError: there is no row, or the area, the group or the period may be one of several.
    """
    rows = select_rows(reading, places, figures)
    if not rows:
        raise _explain_missing_rows(reading, places, figures)
    kinds = sorted({(row.area_type, row.area_name) for row in rows})
    if len({kind for kind, _ in kinds}) > 1:
        raise NoCellsError(choices=(f"{name} ({AREA_TYPE_NAMES[kind]})" for kind, name in kinds))
    if len({row.breakdown for row in rows}) > len(reading.groups) > 0:
        raise NoCellsError(choices=sorted({f"{row.category} ({row.breakdown.replace('_', ' ')})" for row in rows}))
    period = _choose_period(reading.period, list_periods(rows))
    return _keep_latest_map(_select_rows_of_period(reading, rows, period))


def _select_rows_of_period(reading: Reading, rows: Iterable[ObservationRow], period: str) -> list[ObservationRow]:
    of_period = [row for row in rows if row.period == period]
    if reading.groups and not (of_period := _keep_groups(of_period, reading)):
        raise NoCellsError(f"there is no figure of each of these groups for {period}")
    return of_period


def _choose_period(asked: PeriodAsked, periods: Sequence[str]) -> str:
    chosen = asked.choose(periods)
    if len(chosen) > 1:
        raise NoCellsError(choices=chosen)
    if not chosen:
        raise NoCellsError(
            f"there is no figure for {asked.words.strip() or 'any period'}", near=list_near_periods(periods, asked)
        )
    return chosen[0]


def _keep_latest_map(rows: Sequence[ObservationRow]) -> list[ObservationRow]:
    latest = max((row.vintage for row in rows), default="")
    return [row for row in rows if row.vintage == latest]


def _explain_missing_rows(reading: Reading, places: Sequence[Place], figures: PublishedFigures) -> NoCellsError:
    rows, name = figures.observations[reading.measure], places[0].name
    if reading.groups:
        groups = sorted({row.category for row in rows if not row.category.isdigit()} - {"all"})
        return NoCellsError(f"this measure has no figure for that group in {name}", near=groups[:NEAR])
    kinds = dict.fromkeys(AREA_TYPE_NAMES[kind] for kind in sorted({row.area_type for row in rows}))
    return NoCellsError(f"this measure has no figure for {name}", near=kinds)


def _find_figures(reading: Reading, places: Sequence[Place], figures: PublishedFigures) -> Iterator[Cell]:
    yield from (make_figure_cell(row, figures) for row in choose_rows(reading, places, figures))


def _find_change(reading: Reading, places: Sequence[Place], figures: PublishedFigures) -> Iterator[Cell]:
    """Yield the figure of the period named, else of the first, and the latest, whose remark has the trend."""
    latest = choose_rows(replace(reading, period=LATEST), places, figures)
    # Two maps are no series: where an area began with the latest map, so do its figures.
    every = [row for row in select_rows(reading, places, figures) if row.vintage == latest[0].vintage]
    periods = list_periods(every)
    for period in _choose_two_periods(reading, periods):
        yield from (make_figure_cell(row, figures) for row in _select_rows_of_period(reading, every, period))


def _choose_two_periods(reading: Reading, periods: Sequence[str]) -> tuple[str, str]:
    """Return the period since which something has changed, the first where none is named, and the latest."""
    first = periods[0] if reading.period.is_latest else _choose_period(reading.period, periods)
    if first == periods[-1]:
        raise NoCellsError(f"there is no change to show: the latest period is {first}", near=periods[:-1][-NEAR:])
    return first, periods[-1]


def _find_ranks(reading: Reading, places: Sequence[Place], figures: PublishedFigures) -> Iterator[Cell]:
    rows = choose_rows(reading, places, figures)
    cells = [cell for row in rows for cell in _list_ranks(row, figures)]
    if not cells:
        hidden = [row.note for row in rows if row.is_suppressed]
        raise NoneShownError(hidden[0]) if hidden else NoCellsError("this edition has no rank for it")
    yield from cells


def _list_ranks(row: ObservationRow, figures: PublishedFigures) -> Iterator[Cell]:
    standing = figures.standings.get((row.measure, row.area_code, row.vintage, row.period))
    if standing and standing.rank == standing.rank and (row.breakdown, row.category) == EVERYBODY:
        yield make_rank_cell(row, standing, figures)
    for position in figures.positions:
        same = (position.measure, position.period, position.breakdown, position.category)
        if row.area_type == AreaType.BOROUGH and same == (row.measure, row.period, row.breakdown, row.category):
            yield make_position_cell(row, position, figures)


def _kind_asked(reading: Reading) -> AreaType:
    """Return the kind of area that is asked for: wards where none is named."""
    return next((kind for kind in reading.kinds if kind in INSIDE), AreaType.WARD)


def _find_extreme(reading: Reading, figures: PublishedFigures) -> Iterator[Cell]:
    """Yield the area of a kind with the highest or lowest figure among those that are shown; several share it."""
    rows = _select_rows_of_kind(reading, figures)
    if not rows:
        raise _explain_missing_kind(reading, figures)
    period = _choose_period(reading.period, list_periods(rows))
    rows = _keep_latest_map([row for row in rows if row.period == period])
    shown = [row for row in rows if row.is_shown]
    if not shown:
        suppressed = [row for row in rows if row.is_suppressed]
        raise NoneShownError(suppressed[0].note) if suppressed else NoCellsError("no figure is published")
    value = (max if reading.asked == Asked.HIGHEST else min)(row.value for row in shown)
    count_of_hidden = len(rows) - len(shown)
    hidden = f"; {count_of_hidden} {'is' if count_of_hidden == 1 else 'are'} not shown" if count_of_hidden else ""
    remark = f"the {reading.asked} of {len(shown)} that are shown{hidden}"
    yield from (make_figure_cell(row, figures, remark) for row in shown if row.value == value)


def _select_rows_of_kind(reading: Reading, figures: PublishedFigures) -> list[ObservationRow]:
    """Return the rows of all areas of the kind asked for, of the group asked about."""
    kind, groups = _kind_asked(reading), [*reading.groups] or [(EVERYBODY,)]
    every = figures.observations[reading.measure]
    return [row for row in every if row.area_type == kind and (row.breakdown, row.category) in groups[0]]


def _explain_missing_kind(reading: Reading, figures: PublishedFigures) -> NoCellsError:
    every = figures.observations[reading.measure]
    groups = reading.groups[0] if reading.groups else (EVERYBODY,)
    kinds = {row.area_type for row in every if (row.breakdown, row.category) in groups}
    whom = " for that group" if reading.groups else ""
    why = f"this measure has no figure of the kind “{AREA_TYPE_NAMES[_kind_asked(reading)]}”{whom}"
    return NoCellsError(why, near=[AREA_TYPE_NAMES[kind] for kind in sorted(kinds)] or ["everyone"])


def _find_gap(reading: Reading, figures: PublishedFigures) -> Iterator[Cell]:
    """Yield gaps of the borough; of other areas, their figures and the borough's, which the edition compares."""
    places = [alternatives[0] for alternatives in list_areas(reading, figures)]
    if any(place.area_type not in WHOLE for place in places):
        yield from _compare_areas(reading, places, figures)
        return
    with_england = any(place.area_type == AreaType.ENGLAND for place in places)
    every = figures.gaps.get(reading.measure, [])
    rows = [row for row in every if _is_gap_asked(row, reading, with_england)]
    if not rows and not reading.gap and not reading.groups and not with_england:
        raise NoCellsError(choices=list(dict.fromkeys(map(describe_gap, every)))[:MOST_GAPS])
    yield from _choose_gaps(reading, rows, figures)


def _choose_gaps(reading: Reading, rows: Sequence[GapRow], figures: PublishedFigures) -> Iterator[Cell]:
    if not rows:
        raise NoCellsError("this edition has no such gap of this measure")
    periods = sorted(list_periods(rows))
    is_change = Asked.CHANGE in reading.every_asked
    wanted = _choose_two_periods(reading, periods) if is_change else (_choose_period(reading.period, periods),)
    yield from (make_gap_cell(row, figures) for period in wanted for row in rows if row.period == period)


def _is_gap_asked(row: GapRow, reading: Reading, with_england: bool) -> bool:
    groups = {group for alternatives in reading.groups for group in alternatives}
    if with_england:
        whom = groups or {EVERYBODY}
        return row.gap_type == GapType.BOROUGH_V_ENGLAND and (row.breakdown, row.category) in whom
    if not groups:
        return row.gap_type == reading.gap if reading.gap else row.gap_type in PLAIN_GAPS
    of_groups = row.gap_type in (GapType.BREAKDOWN, GapType.COMMUNITY, GapType.MOST_V_LEAST_FIFTH)
    if not of_groups or row.breakdown not in {breakdown for breakdown, _ in groups}:
        return False
    if row.gap_type == GapType.MOST_V_LEAST_FIFTH:
        return True
    sides = {row.group_a, row.group_b} & {category for _, category in groups}
    return len(sides) == len(reading.groups)


def _compare_areas(reading: Reading, places: Sequence[Place], figures: PublishedFigures) -> Iterator[Cell]:
    """Yield a target area's gap with the rest; else the figures of the areas, one alone beside the borough's."""
    if len(places) == 1 and places[0].area_type == AreaType.TARGET_AREA:
        codes = {code for _, code in places[0].codes}
        gaps = [gap for gap in figures.gaps.get(reading.measure, []) if gap.area_code in codes]
        yield from _choose_gaps(reading, gaps, figures)
        return
    first, *others = places if len(places) > 1 else [*places, figures.borough]
    rows = choose_rows(reading, (first,), figures)
    yield from (make_figure_cell(row, figures) for row in rows)
    same = replace(reading, period=PeriodAsked(rows[0].period, (rows[0].period,)))
    for place in others:
        yield from _find_figures(same, (place,), figures)
