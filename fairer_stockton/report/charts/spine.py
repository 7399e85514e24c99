"""The spine chart of an area: on every measure, where it stands among its like, with the borough down the middle."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.report.area_profile import (
    SHORT_AREA_TITLES,
    AreaFigure,
    ProfiledArea,
    can_figure_only_be_yes_or_no,
)
from fairer_stockton.report.rows import SHOWN_STATUSES
from fairer_stockton.report.table import Table, drop_empty_columns
from fairer_stockton.report.words.figures import (
    is_known,
    write_figure,
    write_period,
    write_value_with_unit,
    write_value_without_unit,
)
from fairer_stockton.report.words.narrative import write_measure_title
from fairer_stockton.run.vocabulary import Comparison, Polarity

if TYPE_CHECKING:
    from fairer_stockton.report.edition import Edition

FEWEST_FOR_RANGE = 4  # areas with a figure, lest the range tell no more than their figures do
# Per cent of a row's width: where the borough stands, and how far the furthest mark lies from it.
BOROUGH_AT, FURTHEST_REACH = 50.0, 46.0
MEASURES_NAMED = 2  # measures named in the words for those who do not see the picture, on either side
DIRECTION_WORDS = {True: ("worse", "better"), False: ("lower", "higher")}
NEITHER_TITLE = "Higher is neither good nor bad"
SpreadKey = tuple[str, str, str, str]
Span = tuple[float, float]


@dataclass(frozen=True)
class SpreadAcrossAreas:
    """What all areas of a kind that have a figure come to, on one measure and in one period."""

    lowest: float
    quarter: float
    three_quarters: float
    highest: float
    areas: int


@dataclass(frozen=True)
class SpineChartRow:
    """One measure: its words, and where its marks stand, in per cent of the width from the left."""

    title: str
    here: str
    borough: str
    verdict: str
    dot: float
    interval: Span | None
    england: float | None
    whole: Span | None
    half: Span | None


@dataclass(frozen=True)
class SpineChartPart:
    """The rows of a domain, or those of which no way is better, and what left and right mean in them."""

    title: str
    ways: tuple[str, str]
    rows: tuple[SpineChartRow, ...]


@dataclass(frozen=True)
class SpineChart:
    """An area's chart and its words; `like` names the areas that the ranges are of, where there are ranges."""

    question: str
    alt: str
    parts: tuple[SpineChartPart, ...]
    like: str
    table: Table


def compute_spreads_across_areas(edition: "Edition") -> dict[SpreadKey, SpreadAcrossAreas]:
    """Return the spread of the figures that may be shown, by measure, period, type of area and map."""
    rows = edition.observations
    rows = rows[(rows["breakdown"] == "all") & rows["value"].notna() & rows["status"].isin(SHOWN_STATUSES)]
    rows = rows[rows["area_type"].isin(list(SHORT_AREA_TITLES))]
    grouped = rows.groupby(["measure", "period", "area_type", "vintage"])["value"]
    ends = [grouped.quantile(part) for part in (0.0, 0.25, 0.75, 1.0)]
    sums = zip(grouped.groups, *(end.tolist() for end in ends), grouped.size().tolist(), strict=True)
    return {key: SpreadAcrossAreas(*spread) for key, *spread in sums if spread[-1] >= FEWEST_FOR_RANGE}


def make_spine_chart(
    area: ProfiledArea,
    figures: Sequence[AreaFigure],
    spread_by_key: Mapping[SpreadKey, SpreadAcrossAreas],
    framework: Mapping[str, Domain],
    borough_name: str,
) -> SpineChart | None:
    """Return an area's chart; None where no figure can be compared with the borough's."""
    shown = [
        figure
        for figure in figures
        if is_known(figure.standing.borough_value) and not can_figure_only_be_yes_or_no(area, figure)
    ]
    if not shown:
        return None
    parts = [
        SpineChartPart(
            domain.title,
            DIRECTION_WORDS[True],
            tuple(_make_spine_chart_row(figure, spread_by_key.get(_make_spread_key(figure))) for figure in in_domain),
        )
        for name, domain in framework.items()
        if (
            in_domain := [
                figure for figure in shown if figure.measure.domain == name and _is_higher_or_lower_better(figure)
            ]
        )
    ]
    if neither := [figure for figure in shown if not _is_higher_or_lower_better(figure)]:
        parts.append(
            SpineChartPart(
                NEITHER_TITLE,
                DIRECTION_WORDS[False],
                tuple(_make_spine_chart_row(figure, spread_by_key.get(_make_spread_key(figure))) for figure in neither),
            )
        )
    ranged = any(row.whole for part in parts for row in part.rows)
    like = SHORT_AREA_TITLES[area.area_type] if ranged else ""
    beside = f"{borough_name}, England and the other {like}" if ranged else f"{borough_name} and England"
    return SpineChart(
        question=f"How does {area.name} compare with {beside}?",
        alt=_describe_area_beside_borough(area, shown, borough_name),
        parts=tuple(parts),
        like=like,
        table=_make_spine_chart_table(area, shown, spread_by_key, borough_name),
    )


def _is_higher_or_lower_better(figure: AreaFigure) -> bool:
    return figure.measure.polarity != Polarity.NEUTRAL


def _make_spread_key(figure: AreaFigure) -> SpreadKey:
    row = figure.row
    return row.measure, row.period, row.area_type, row.vintage


def _make_spine_chart_row(figure: AreaFigure, spread: SpreadAcrossAreas | None) -> SpineChartRow:
    """Return a measure's row: the mark that lies furthest from the borough reaches the edge, worse to the left."""
    row, borough = figure.row, figure.standing.borough_value
    sign = -1.0 if figure.measure.polarity == Polarity.LOWER_IS_BETTER else 1.0
    limits = [row.lower_95, row.upper_95] if row.has_interval else []
    england = figure.england.value if figure.england and figure.england.has_value else None
    ends = [spread.lowest, spread.highest] if spread else []
    marks = [row.value, *limits, *ends, *([] if england is None else [england])]
    # 1 where every mark is the borough's figure, so that nothing is divided by zero.
    furthest = max(abs(mark - borough) for mark in marks) or 1.0

    def at(*values: float) -> Span:
        positions = [round(BOROUGH_AT + FURTHEST_REACH * sign * (value - borough) / furthest, 1) for value in values]
        return min(positions), max(positions)

    return SpineChartRow(
        title=write_measure_title(figure.measure, row.synthetic),
        here=write_figure(row),
        borough=write_value_with_unit(borough, row.unit),
        verdict=figure.standing.against_borough,
        dot=at(row.value)[0],
        interval=at(*limits) if limits else None,
        england=None if england is None else at(england)[0],
        whole=at(spread.lowest, spread.highest) if spread else None,
        half=at(spread.quarter, spread.three_quarters) if spread else None,
    )


def _describe_area_beside_borough(area: ProfiledArea, figures: Sequence[AreaFigure], borough_name: str) -> str:
    """Return how often the area fares worse and better than the borough, and on what it does so most."""
    judged = [figure for figure in figures if _is_higher_or_lower_better(figure)]
    counts_by_verdict = Counter(figure.standing.against_borough for figure in judged)
    # A difference too small to matter and one that is not clear are both similar to a reader.
    counts_by_verdict[Comparison.SIMILAR] += counts_by_verdict.pop(Comparison.ABOUT_THE_SAME, 0)
    counts = ", ".join(
        f"{word} on {counts_by_verdict[verdict] or 'none'}"
        for verdict, word in (
            (Comparison.WORSE, "clearly worse"),
            (Comparison.SIMILAR, "similar"),
            (Comparison.BETTER, "clearly better"),
        )
    )
    untested = (
        f"; {counts_by_verdict[Comparison.NOT_COMPARED]} cannot be tested"
        if counts_by_verdict[Comparison.NOT_COMPARED]
        else ""
    )
    words = (
        f"{area.name} compared with {borough_name}, on {len(judged)} measures of which one way is better: "
        f"{counts}{untested}."
    )
    for verdict in (Comparison.WORSE, Comparison.BETTER):
        clear = [figure for figure in judged if figure.standing.against_borough == verdict]
        furthest = [figure for figure in clear if is_known(figure.standing.distance)]
        furthest.sort(
            key=lambda figure: (figure.rests_on_sample_or_low_base, -abs(figure.standing.distance), figure.measure.name)
        )
        if named := "; ".join(_compare_figure_with_borough(figure) for figure in furthest[:MEASURES_NAMED]):
            words += f" Furthest to the {verdict}: {named}."
    return words


def _compare_figure_with_borough(figure: AreaFigure) -> str:
    unit = figure.row.unit
    borough = write_value_without_unit(figure.standing.borough_value, unit)
    title = write_measure_title(figure.measure, figure.row.synthetic)
    return f"{title} {write_value_with_unit(figure.row.value, unit)} against {borough}"


def _make_spine_chart_table(
    area: ProfiledArea,
    figures: Iterable[AreaFigure],
    spread_by_key: Mapping[SpreadKey, SpreadAcrossAreas],
    borough_name: str,
) -> Table:
    like = SHORT_AREA_TITLES[area.area_type]
    header = (
        *("Measure", "Period", "Here", borough_name, "England"),
        *(f"The middle half of the {like}", f"All {like} with a figure", f"How many {like} these are"),
    )
    rows = tuple(_make_spine_table_cells(figure, spread_by_key.get(_make_spread_key(figure))) for figure in figures)
    return drop_empty_columns(Table(f"{area.name} at a glance", header, rows, numbers=tuple(range(2, 8))))


def _make_spine_table_cells(figure: AreaFigure, spread: SpreadAcrossAreas | None) -> tuple[str, ...]:
    row, unit = figure.row, figure.row.unit
    between = ("–", "–", "–")
    if spread:
        pairs = ((spread.quarter, spread.three_quarters), (spread.lowest, spread.highest))
        low, whole = (
            f"{write_value_without_unit(start, unit)} to {write_value_without_unit(end, unit)}" for start, end in pairs
        )
        between = (low, whole, str(spread.areas))
    return (
        write_measure_title(figure.measure, row.synthetic),
        write_period(row.period),
        write_figure(row),
        write_value_with_unit(figure.standing.borough_value, unit),
        write_value_with_unit(figure.england.value, unit) if figure.england else "–",
        *between,
    )
