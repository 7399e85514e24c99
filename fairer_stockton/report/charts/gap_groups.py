"""The figures of the two groups that a gap compares, in every period that both have, and the panel that shows them."""

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.charts.lines import FIRST, SECOND
from fairer_stockton.report.charts.model import ChartPanel, ChartSeries
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.gap_courses import GapOverTime
from fairer_stockton.report.questions import FIFTHS_BREAKDOWN
from fairer_stockton.report.rows import GapRow, ObservationRow
from fairer_stockton.report.words.figures import is_known
from fairer_stockton.report.words.narrative import write_measure_title
from fairer_stockton.run.vocabulary import AreaType, GapType

FEWEST_POINTS = 2  # of a line


def select_figures_of_groups(
    edition: Edition, measure: Measure, gap: GapRow
) -> tuple[list[ObservationRow], list[ObservationRow]]:
    """Return the figures of both groups of a gap, in all periods, oldest first."""
    of_borough = {"area_type": AreaType.BOROUGH}
    if gap.gap_type == GapType.BOROUGH_V_ENGLAND:
        same = {"breakdown": gap.breakdown, "category": gap.category}
        cells = (of_borough | same, {"area_type": AreaType.ENGLAND} | same)
    elif gap.gap_type == GapType.MOST_V_LEAST_FIFTH:
        same = of_borough | {"breakdown": FIFTHS_BREAKDOWN}
        cells = (same | {"category": "1"}, same | {"category": "5"})
    elif gap.gap_type == GapType.TARGET_AREA_V_REST:
        cells = ({"area_code": gap.area_code, "category": "all"}, of_borough | {"breakdown": gap.area_code})
    else:
        same = of_borough | {"breakdown": gap.breakdown}
        cells = (same | {"category": gap.group_a}, same | {"category": gap.group_b})
    first, second = (
        [row for row in edition.select_observations(measure.name, **wanted) if row.has_value] for wanted in cells
    )
    return first, second


def has_figures_of_both_groups(edition: Edition, course: GapOverTime) -> bool:
    """Return whether both groups of a gap have figures in two periods or more, so that there are two lines."""
    first, second = select_figures_of_groups(edition, course.measure, course.last)
    return len({row.period for row in first} & {row.period for row in second}) >= FEWEST_POINTS


def make_gap_panel(edition: Edition, course: GapOverTime, words: str) -> ChartPanel:
    """Return the panel of a gap over the years: both groups, and England's own gap where it is known."""
    gap = course.last
    first, second = select_figures_of_groups(edition, course.measure, gap)
    if gap.gap_type == GapType.MOST_V_LEAST_FIFTH:
        periods = {row.period for row in course.rows}  # those that may be compared
        first, second = ([row for row in rows if row.period in periods] for rows in (first, second))
    with_england = gap.gap_type == GapType.BOROUGH_V_ENGLAND
    return ChartPanel(
        course.measure,
        write_measure_title(course.measure, False, gap.category if with_england else "all"),
        (
            ChartSeries(
                AreaType.BOROUGH if with_england else FIRST,
                gap.group_a,
                tuple(first),
                edition.short_name if with_england else "",
            ),
            ChartSeries(AreaType.ENGLAND if with_england else SECOND, gap.group_b, tuple(second)),
        ),
        words,
        list_englands_gaps(course.rows),
    )


def list_englands_gaps(gaps: tuple[GapRow, ...]) -> tuple[tuple[str, float], ...]:
    """Return England's own gap between the same two groups, by period, where it is known."""
    return tuple((gap.period, gap.england_value) for gap in gaps if is_known(gap.england_value))
