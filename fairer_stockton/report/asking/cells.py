"""Cells: one published number each, with all that is needed to quote it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fairer_stockton.editions.cells import read_period_code
from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.area_profile import SEVERAL_MAPS
from fairer_stockton.report.asking.published_figures import EVERYBODY, PositionRow, PublishedFigures
from fairer_stockton.report.place_rows import StandingRow
from fairer_stockton.report.rows import FigureRow, GapRow, ObservationRow
from fairer_stockton.report.words.figures import write_ordinal, write_period, write_value_with_unit
from fairer_stockton.run.vocabulary import Comparison, Direction, GapType, Status, Trend

COMPARISON_WORDS = {
    Comparison.BETTER: "better",
    Comparison.WORSE: "worse",
    Comparison.HIGHER: "higher",
    Comparison.LOWER: "lower",
    Comparison.SIMILAR: "no clear difference",
    Comparison.ABOUT_THE_SAME: "about the same",
}
MOVED = {
    Direction.MOVED_CLOSER: "the gap has narrowed",
    Direction.MOVED_APART: "the gap has widened",
    Direction.MOVED_ACROSS: "the gap has changed sides",
    Direction.LITTLE_CHANGED: "the gap has changed little",
    Direction.NO_CLEAR_CHANGE: "no clear change of the gap",
}
NO_FIGURE_IS_PUBLISHED = "no figure is published"


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of an edition: of what, where, when and of whom, its limits, why it is missing, and where it is from.

    `number` and its limits are None where the edition shows none; `note` says why. `about` says what the number is:
    a figure, a gap between whom, or a rank among how many.
    """

    measure: str
    title: str
    about: str
    area: str
    area_code: str
    area_kind: str
    period: str
    group: str
    number: float | None
    lower_95: float | None
    upper_95: float | None
    unit: str
    text: str
    status: Status
    note: str
    remark: str
    synthetic: bool
    sources: tuple[str, ...]
    link: str

    @property
    def is_shown(self) -> bool:
        """Whether the edition shows the number."""
        return self.number is not None

    def write(self) -> str:
        """Return the cell in a line: what it is of, the number with its interval, the period and what may be said."""
        who = ", ".join(filter(None, (f"{self.area} ({self.area_kind})" if self.area else "", self.group)))
        about = "" if self.about == "figure" else f", {self.about}"
        head = "; ".join(filter(None, (f"{self.title}{about}", who, write_period_in_words(self.period))))
        remarks = [self.note, self.remark, "sample: an invented figure" if self.synthetic else ""]
        return ". ".join([f"{head}: {self.text}", *filter(None, remarks)])


def make_figure_cell(row: ObservationRow, figures: PublishedFigures, remark: str = "") -> Cell:
    """Return a figure as a cell."""
    standing = figures.standings.get((row.measure, row.area_code, row.vintage, row.period))
    compared = _compare(row, standing if (row.breakdown, row.category) == EVERYBODY else None)
    return _make_cell(
        row,
        figures,
        about="figure",
        area=row.area_name,
        area_code=row.area_code,
        area_kind=write_kind_of_area(row),
        group=_write_group(row.breakdown, row.category),
        remark="; ".join(filter(None, (remark, *compared))),
        link=figures.link(row),
    )


def make_gap_cell(row: GapRow, figures: PublishedFigures) -> Cell:
    """Return a gap as a cell; of a gap over time, how it has moved."""
    since = f" since {write_period_in_words(row.change_from)}" if row.change_from else ""
    moved = f"{MOVED[row.direction]}{since}" if row.direction in MOVED else ""
    return _make_cell(
        row,
        figures,
        about=describe_gap(row),
        area="",
        area_code=row.area_code,
        area_kind="",
        group="",
        remark=moved,
        link=figures.link_to_measure(row.measure),
    )


def write_period_in_words(period: str) -> str:
    """Write a period of an edition, or of its published tables, as its pages do: `2025-M04` is April 2025."""
    return write_period(read_period_code(period))


def describe_gap(row: GapRow) -> str:
    """Return which gap it is, and between whom."""
    return f"{GAP_WORDS[row.gap_type]}: {row.group_a} compared with {row.group_b}"


def make_rank_cell(row: ObservationRow, standing: StandingRow, figures: PublishedFigures) -> Cell:
    """Return the rank of an area among its like as a cell, whose figure is its remark."""
    cell = make_figure_cell(row, figures)
    limits = (standing.rank_lower_95, standing.rank_upper_95)
    between = "" if limits[0] != limits[0] else f" (between {limits[0]:.0f} and {limits[1]:.0f})"
    return _change_to_rank(
        cell,
        f"rank among {standing.areas:.0f}, 1st is best",
        standing.rank,
        f"{write_ordinal(standing.rank)}{between}",
        f"its figure is {cell.text}",
    )


def make_position_cell(row: ObservationRow, position: PositionRow, figures: PublishedFigures) -> Cell:
    """Return the position of the authority among councils as a cell."""
    cell, councils = make_figure_cell(row, figures), figures.definitions.comparators[position.comparators]
    about = f"position among {position.councils} councils ({councils.title}), 1st is best"
    rank = float(position.position)
    return _change_to_rank(cell, about, rank, write_ordinal(rank), f"its figure is {cell.text}")


def _change_to_rank(cell: Cell, about: str, rank: float, text: str, remark: str) -> Cell:
    number = None if rank != rank else float(rank)
    text = text if number is not None else NO_FIGURE_IS_PUBLISHED
    return replace(
        cell, about=about, number=number, lower_95=None, upper_95=None, unit="rank", text=text, remark=remark
    )


def _make_cell(row: FigureRow, figures: PublishedFigures, **words: str) -> Cell:
    return Cell(
        measure=row.measure,
        title=figures.titles[row.measure],
        period=row.period,
        number=row.value if row.has_value else None,
        lower_95=row.lower_95 if row.has_interval else None,
        upper_95=row.upper_95 if row.has_interval else None,
        unit=row.unit,
        text=_write_number(row),
        status=row.status,
        note=row.note,
        synthetic=row.synthetic,
        sources=figures.list_publishers(row.sources),
        **words,
    )


def _write_number(row: FigureRow) -> str:
    if not row.has_value:
        return "not shown" if row.is_suppressed else NO_FIGURE_IS_PUBLISHED
    limits = [write_value_with_unit(limit, row.unit) for limit in (row.lower_95, row.upper_95)]
    interval = f" (95% interval {limits[0]} to {limits[1]})" if row.has_interval else ""
    return f"{write_value_with_unit(row.value, row.unit)}{interval}{', rests on few cases' if row.is_low_base else ''}"


def _compare(row: ObservationRow, standing: StandingRow | None) -> Iterator[str]:
    if row.comparison in COMPARISON_WORDS:
        yield f"compared with England: {COMPARISON_WORDS[row.comparison]}"
    if standing and standing.against_borough in COMPARISON_WORDS:
        yield f"compared with the borough: {COMPARISON_WORDS[standing.against_borough]}"
    if row.trend != Trend.NOT_CALCULATED:
        yield f"trend: {row.trend.replace('_', ' ')}"


def write_kind_of_area(row: ObservationRow) -> str:
    """Return what kind of area a row is of, with its map where there are several."""
    kind = AREA_TYPE_NAMES[row.area_type]
    return f"{kind}, {row.vintage} map" if row.area_type in SEVERAL_MAPS else kind


def _write_group(breakdown: str, category: str) -> str:
    if (breakdown, category) == EVERYBODY:
        return ""
    return f"{breakdown.replace('_', ' ')} {category}" if category.isdigit() else category


GAP_WORDS = {
    GapType.SLOPE_INDEX: "slope index of inequality",
    GapType.RELATIVE_INDEX: "relative index of inequality",
    GapType.MOST_V_LEAST_FIFTH: "gap between fifths of neighbourhoods",
    GapType.TARGET_AREA_V_REST: "gap with the rest of the borough",
    GapType.AREA_RANGE: "range between wards",
    GapType.BOROUGH_V_ENGLAND: "gap with England",
    GapType.BREAKDOWN: "gap between groups",
    GapType.COMMUNITY: "gap between a community and everyone else",
}
