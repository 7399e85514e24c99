"""The figures of a pack: each a figure of the report, with what it is compared with, or two of them added up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.observe.comparing import CLEAR, differs_enough
from fairer_stockton.report.area_profile import ProfiledArea
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.areas import PROFILED_LSOAS
from fairer_stockton.report.questions import find_gap_with_england
from fairer_stockton.report.rows import (
    Amount,
    ObservationRow,
    find_latest_row_with_value,
)
from fairer_stockton.report.words.figures import (
    NOT_AVAILABLE,
    is_known,
)
from fairer_stockton.report.words.narrative import COMPARISONS, choose_comparison_verdict
from fairer_stockton.run.vocabulary import AreaType, Comparison, Statistic
from fairer_stockton.statistics.comparison import compare_interval_with_point
from fairer_stockton.statistics.proportions import compute_wilson_proportion

NAN = float("nan")
TOGETHER = "All these places"
OF_LARGER_AREAS = "not published for a place like this"
NOT_ADDED_UP = "not added up: see each place"
HIDDEN = "not shown, so that nobody can be recognised"
NOT_IN_REPORT = "no figure on the area pages"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFigure(Amount):
    """A figure for a place or a group, beside that of the borough or of everyone else, and England's.

    Attributes:
        about: what it tells of: a protected characteristic or a domain.
        who: the place or the group, and `detail` what of it, where the publisher has another group or area.
        newer_period: the borough's latest period with a figure, where that is later than `period`.
        people: how many are counted, and `out_of` how many; nan where that is not published.
        beside: the name of what it is compared with, whose figure is `beside_value`.
        verdict: how it compares, in words.
        missing: why there is no figure.
        is_added_up: whether it is worked out here, from the report's counts of several places.
    """

    about: str
    measure: str
    title: str
    who: str
    code: str
    period: str
    newer_period: str = ""
    people: float = NAN
    out_of: float = NAN
    beside: str = ""
    beside_value: float = NAN
    england_value: float = NAN
    verdict: str = ""
    missing: str = ""
    detail: str = ""
    is_low_base: bool = False
    is_added_up: bool = False
    synthetic: bool = False
    sources: str = ""


def make_figure_of_place(edition: Edition, measure: Measure, about: str, area: ProfiledArea) -> PackFigure:
    """Return a measure's latest figure for a place; without a number where it has none."""
    row = find_latest_row_with_value(_list_rows_of_place(edition, measure, area))
    figure = start_figure(measure, about, area.name, area.code)
    if row is None:
        return _set_beside_borough(edition, measure, replace(figure, missing=OF_LARGER_AREAS))
    standing = find_standing(edition, row)
    if row.has_value and standing is None:  # then its page shows no figure either
        return _set_beside_borough(edition, measure, replace(figure, missing=NOT_IN_REPORT))
    verdict = COMPARISONS[standing].lower() if standing and row.has_value else ""
    return _set_beside_borough(edition, measure, replace(fill_figure(figure, row), verdict=verdict))


def find_standing(edition: Edition, row: ObservationRow) -> Comparison | None:
    """Return how the report compares an area's figure with the borough's; None where it does not rank the area."""
    rows = edition.select_standings(row.measure, row.area_type, row.vintage, row.period)
    words = rows.loc[rows["area_code"] == row.area_code, "against_borough"]
    return Comparison(words.iloc[0]) if len(words) else None


def make_figure_of_borough(edition: Edition, measure: Measure, about: str) -> PackFigure:
    """Return a measure's latest figure for the borough, compared with England's."""
    row = find_latest_row_with_value(_list_rows_of_period(edition, measure, AreaType.BOROUGH, ""))
    figure = start_figure(measure, about, edition.borough_name, edition.authority)
    if row is None:
        return replace(figure, missing=NOT_AVAILABLE)
    england = find_latest_row_with_value(_list_rows_of_period(edition, measure, AreaType.ENGLAND, row.period))
    is_compared = england is not None and england.has_value and row.has_value
    word = choose_comparison_verdict(row, find_gap_with_england(edition, row))
    return replace(
        fill_figure(figure, row),
        beside="England",
        beside_value=england.value if england else NAN,
        verdict=COMPARISONS[word].lower() if is_compared else "",
        synthetic=row.synthetic or bool(england and england.synthetic),
    )


def make_figure_of_all_places(
    edition: Edition, measure: Measure, about: str, areas: Sequence[ProfiledArea]
) -> PackFigure:
    """Return a measure's figure for places together: their counts added up, where nothing keeps them apart.

    Counts are added up that anybody may see and add up: of published sources, in the latest period that every place
    has. A neighbourhood that lies in several of the places counts once.
    """
    if len(areas) == 1:
        return make_figure_of_place(edition, measure, about, areas[0])
    figure = start_figure(measure, about, TOGETHER, " ".join(area.code for area in areas))
    rows = _list_rows_to_add_up(edition, measure, areas)
    if not rows:
        has_any = any(_list_rows_of_place(edition, measure, area) for area in areas)
        why = NOT_ADDED_UP if has_any else OF_LARGER_AREAS
        return _set_beside_borough(edition, measure, replace(figure, missing=why))
    people, out_of = (sum(getattr(row, part) for row in rows) for part in ("numerator", "denominator"))
    share = compute_wilson_proportion(people, out_of)
    # Where chance gives the parts no interval, as of an index, it gives none to their sum.
    has_interval = all(row.has_interval for row in rows)
    figure = replace(
        fill_figure(figure, rows[0]),
        value=float(share.value),
        lower_95=float(share.lower_95) if has_interval else NAN,
        upper_95=float(share.upper_95) if has_interval else NAN,
        people=people,
        out_of=out_of,
        is_added_up=True,
        synthetic=any(row.synthetic for row in rows),
    )
    figure = _set_beside_borough(edition, measure, figure)
    return replace(figure, verdict=_judge_sum(edition, measure, figure, rows))


def share_neighbourhoods(areas: Sequence[ProfiledArea]) -> bool:
    """Return whether some neighbourhood lies in two of these places, all of it or a part."""
    return any(set(first.neighbourhoods) & set(second.neighbourhoods) for first, second in combinations(areas, 2))


def _list_rows_of_place(edition: Edition, measure: Measure, area: ProfiledArea) -> list[ObservationRow]:
    cells = {"area_type": area.area_type, "area_code": area.code, "vintage": area.vintage, "breakdown": "all"}
    return edition.select_observations(measure.name, **cells)


def _list_rows_to_add_up(edition: Edition, measure: Measure, areas: Sequence[ProfiledArea]) -> list[ObservationRow]:
    """Return a row a part of the latest period that all parts have; none where they must not or cannot be added up.

    Parts are the places themselves; where they share neighbourhoods, these, each once.
    """
    is_open = not edition.definitions.supplied & set(measure.tables)
    if not is_open or measure.statistic != Statistic.PROPORTION:
        return []
    by_period = [
        {row.period: row for row in rows if row.is_shown and row.has_value}
        for rows in _list_rows_of_parts(edition, measure, areas)
    ]
    common = set.intersection(*map(set, by_period)) if by_period else set()
    rows = [rows[max(common)] for rows in by_period] if common else []
    return rows if all(is_known(row.numerator) and is_known(row.denominator) for row in rows) else []


def _list_rows_of_parts(
    edition: Edition, measure: Measure, areas: Sequence[ProfiledArea]
) -> list[list[ObservationRow]]:
    if not share_neighbourhoods(areas):
        return [_list_rows_of_place(edition, measure, area) for area in areas]
    codes = [area.code for area in areas]
    held = edition.memberships[edition.memberships["area_code"].isin(codes)]
    held = held[held["lsoa_vintage"] == PROFILED_LSOAS]
    if (held["share"] < 1).any():  # of a neighbourhood that is cut nobody knows who lives in which part
        return []
    own = {"area_type": AreaType.LSOA, "vintage": PROFILED_LSOAS, "breakdown": "all"}
    by_code: dict[str, list[ObservationRow]] = {code: [] for code in sorted(set(held["lsoacd"]))}
    for row in edition.select_observations(measure.name, **own):
        if row.area_code in by_code:
            by_code[row.area_code].append(row)
    return list(by_code.values())


def start_figure(measure: Measure, about: str, who: str, code: str) -> PackFigure:
    """Return a measure's figure without a number yet."""
    return PackFigure(
        value=NAN, lower_95=NAN, upper_95=NAN, unit=measure.unit,
        about=about, measure=measure.name, title=measure.title, who=who, code=code, period="",
    )  # fmt: skip


def fill_figure(figure: PackFigure, row: ObservationRow) -> PackFigure:
    """Return a figure with the numbers of a row, or why it has none."""
    return replace(
        figure,
        value=row.value,
        lower_95=row.lower_95,
        upper_95=row.upper_95,
        period=row.period,
        people=row.numerator if row.statistic == Statistic.PROPORTION else NAN,
        out_of=row.denominator if row.statistic == Statistic.PROPORTION else NAN,
        is_low_base=row.is_low_base,
        missing="" if row.has_value else HIDDEN if row.is_suppressed else NOT_AVAILABLE,
        synthetic=row.synthetic,
        sources=row.sources,
    )


def _set_beside_borough(edition: Edition, measure: Measure, figure: PackFigure) -> PackFigure:
    """Return a figure beside the borough's and England's of the same period, or of their latest where it has none."""
    borough, england = (
        find_latest_row_with_value(_list_rows_of_period(edition, measure, area_type, figure.period))
        for area_type in (AreaType.BOROUGH, AreaType.ENGLAND)
    )
    return replace(
        figure,
        period=figure.period or (borough.period if borough else ""),
        newer_period=find_newer_period(edition, measure, figure.period),
        beside=edition.borough_name,
        beside_value=borough.value if borough else NAN,
        england_value=england.value if england else NAN,
        sources=figure.sources or (borough.sources if borough else ""),
        synthetic=figure.synthetic or bool(borough and borough.synthetic),
    )


def find_newer_period(edition: Edition, measure: Measure, period: str) -> str:
    """Return the latest period with a figure of the borough, where it is later than one; else nothing."""
    latest = find_latest_row_with_value(_list_rows_of_period(edition, measure, AreaType.BOROUGH, ""))
    return latest.period if latest and latest.has_value and period and latest.period > period else ""


def _list_rows_of_period(edition: Edition, measure: Measure, area_type: str, period: str) -> list[ObservationRow]:
    same = {"period": period} if period else {}
    return edition.select_observations(measure.name, area_type=area_type, breakdown="all", **same)


def _judge_sum(edition: Edition, measure: Measure, figure: PackFigure, parts: Sequence[ObservationRow]) -> str:
    """Return how places together compare, where the report compares each part: by their interval, and what matters."""
    is_compared = all(find_standing(edition, row) not in (None, Comparison.NOT_COMPARED) for row in parts)
    if not is_compared or not is_known(figure.beside_value):
        return COMPARISONS[Comparison.NOT_COMPARED].lower()
    benchmark = figure.beside_value
    word = Comparison(str(compare_interval_with_point(figure.lower_95, figure.upper_95, benchmark, measure.polarity)))
    is_small = word in CLEAR and not differs_enough(figure.value, benchmark, measure)
    return COMPARISONS[Comparison.ABOUT_THE_SAME if is_small else word].lower()
