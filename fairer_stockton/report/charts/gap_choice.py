"""Which gaps the pictures of gaps then and now show, with their words and their data."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.charts.gap_groups import has_figures_of_both_groups, make_gap_panel
from fairer_stockton.report.charts.model import ChartPanel
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.gap_courses import GapOverTime, list_gaps_over_time
from fairer_stockton.report.rows import GapRow, ObservationRow
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import write_difference_size, write_figure, write_period
from fairer_stockton.report.words.gap_changes import write_gap_direction
from fairer_stockton.report.words.narrative import write_gap_for_table, write_measure_title
from fairer_stockton.run.vocabulary import TESTED_DIRECTIONS, GapType, Polarity

MOST_SHOWN = 8  # measures in one picture; the table has all of them
FEWEST_FOR_COURSE = 3
FIFTHS_GAP = GapType.MOST_V_LEAST_FIFTH
# The kinds of gap from the one that answers the framework's question best; indices only restate the fifths' gap, and
# the highest and the lowest ward are other wards from year to year, so no line leads from one to the next.
GAP_KINDS = (
    FIFTHS_GAP,
    GapType.BREAKDOWN,
    GapType.BOROUGH_V_ENGLAND,
    GapType.TARGET_AREA_V_REST,
    GapType.COMMUNITY,
)
FIFTH_CATEGORIES = {"most": "1", "least": "5"}
CLOSING_HEADER = "Is the gap closing?"


@dataclass(frozen=True)
class EarliestAndLatestGap:
    """A measure's fifths in its earliest period and in its latest: the gaps, and the rows at both ends of each."""

    measure: Measure
    gaps: tuple[GapRow, GapRow]
    ends: tuple[dict[str, ObservationRow], dict[str, ObservationRow]]

    @property
    def direction(self) -> str:
        """What may be said of how the gap moves."""
        return write_gap_direction(self.gaps[1])

    @property
    def sizes(self) -> str:
        """The gap in the earliest and in the latest period."""
        sizes = (f"{write_gap_size(gap)} in {write_period(gap.period)}" for gap in self.gaps)
        return " and ".join(sizes)


@dataclass(frozen=True)
class GapPicture:
    """One picture: its panels, and its words."""

    name: str
    title: str
    question: str
    alt: str
    table: Table
    note: str
    panels: tuple[ChartPanel, ...]


def write_gap_size(gap: GapRow) -> str:
    """Return a gap's size in words, or that there is no clear gap."""
    return "no clear gap" if gap.interval_contains(0.0) else write_difference_size(gap.value, gap.unit)


def make_then_and_now_picture(edition: Edition) -> GapPicture | None:
    """Return the picture of the gaps between fifths, from the earliest to the latest; None where no measure has two."""
    every = sorted(
        _find_earliest_and_latest_gaps(edition),
        key=lambda pair: (_is_neutral(pair.measure), *_make_sort_key_by_clearest_movement(pair.gaps)),
    )
    if not every:
        return None
    question = "How far apart were the most and the least deprived fifth, and how far are they now?"
    left_out = len(every) - MOST_SHOWN
    return GapPicture(
        name="gaps-then-and-now",
        title=f"Gaps then and now. {question}",
        question=question,
        alt=" ".join(
            f"{write_measure_title(pair.measure, pair.gaps[1].synthetic)}: {pair.sizes}; {pair.direction}."
            for pair in every[:MOST_SHOWN]
        ),
        table=Table(
            "Most against least deprived fifth, in the earliest period and the latest",
            ("Measure and period", "Most deprived fifth", "Least deprived fifth", "Gap (95% interval)", CLOSING_HEADER),
            tuple(line for pair in every for line in _make_then_and_now_table_rows(pair)),
            numbers=(1, 2),
        ),
        note="Whether a gap is closing is judged from the framework's first year on, so it can differ from what the "
        f"earliest and the latest period suggest.{_write_how_many_gaps_left_out(left_out)}",
        panels=tuple(_make_panel_of_pair(edition, pair) for pair in every[:MOST_SHOWN]),
    )


def make_gaps_over_time_picture(edition: Edition) -> GapPicture | None:
    """Return the picture of how gaps moved whose direction can be judged; None where there is none."""
    every = sorted(
        _select_best_gap_of_each_measure(_find_gaps_for_course_chart(edition)),
        key=lambda course: (_is_neutral(course.measure), *_make_sort_key_by_clearest_movement(course.rows)),
    )
    if not every:
        return None
    question = "How have the gaps moved over the years?"
    return GapPicture(
        name="gaps-over-time",
        title=f"Gaps over time. {question}",
        question=question,
        alt=" ".join(map(_describe_gap_over_time, every[:MOST_SHOWN])),
        table=Table(
            "Gaps over the years: one gap of each measure",
            ("Measure, between whom, and period", "Gap (95% interval)", CLOSING_HEADER),
            tuple(line for course in every for line in _make_over_time_table_rows(course)),
        ),
        note="The shaded area is the gap: where the two lines come together it is narrowing. The solid line is the "
        "group named first. Upright strokes are the 95% intervals of the figures."
        f"{_write_how_many_gaps_left_out(len(every) - MOST_SHOWN)}",
        panels=tuple(
            make_gap_panel(edition, course, f"{course.between}. {course.direction}") for course in every[:MOST_SHOWN]
        ),
    )


def _make_panel_of_pair(edition: Edition, pair: EarliestAndLatestGap) -> ChartPanel:
    first, last = pair.gaps
    gaps = edition.select_gaps(pair.measure.name, gap_type=FIFTHS_GAP, area_code=edition.authority)
    between = tuple(gap for gap in gaps if gap.has_value and first.period <= gap.period <= last.period)
    return make_gap_panel(edition, GapOverTime(pair.measure, between), f"Gap {pair.sizes}. {pair.direction}")


def _write_how_many_gaps_left_out(left_out: int) -> str:
    if left_out <= 0:
        return ""
    first = (
        "gaps of which one way is better come first, then those that have clearly changed, then real figures, then "
        "what moved furthest for its uncertainty"
    )
    return f" This chart shows {MOST_SHOWN}: {first}. {left_out} more are in the table below."


def _find_earliest_and_latest_gaps(edition: Edition) -> Iterable[EarliestAndLatestGap]:
    for measure in edition.measures.values():
        gaps = edition.select_gaps(measure.name, gap_type=FIFTHS_GAP, area_code=edition.authority)
        gaps = [gap for gap in gaps if gap.has_value and gap.period >= measure.latest_break]
        if measure.not_over_time or len({gap.period for gap in gaps}) < 2:
            continue
        # Both must have figures of both fifths: half a dumbbell shows no gap.
        first, last = (_find_both_fifths_in_period(edition, measure, gap.period) for gap in (gaps[0], gaps[-1]))
        if first and last:
            yield EarliestAndLatestGap(measure, (gaps[0], gaps[-1]), (first, last))


def _find_both_fifths_in_period(edition: Edition, measure: Measure, period: str) -> dict[str, ObservationRow] | None:
    fifths = edition.select_observations(measure.name, breakdown="deprivation_fifth", period=period)
    ends = {
        end: row for end, fifth in FIFTH_CATEGORIES.items() for row in fifths if row.category == fifth and row.has_value
    }
    return ends if len(ends) == len(FIFTH_CATEGORIES) else None


def _find_gaps_for_course_chart(edition: Edition) -> Iterable[GapOverTime]:
    """Yield every gap with a judged direction and enough periods that have an interval."""
    for course in list_gaps_over_time(edition):
        since = course.measure.latest_break
        rows = tuple(row for row in course.rows if row.has_value and row.has_interval and row.period >= since)
        if course.kind in GAP_KINDS and len(rows) >= FEWEST_FOR_COURSE and rows[-1].direction in TESTED_DIRECTIONS:
            judged = GapOverTime(course.measure, rows)
            if has_figures_of_both_groups(edition, judged):
                yield judged


def _select_best_gap_of_each_measure(courses: Iterable[GapOverTime]) -> list[GapOverTime]:
    """Return of each measure the gap that shows most: one that moves, then by its kind."""
    best: dict[str, GapOverTime] = {}
    for course in courses:
        name = course.measure.name
        if name not in best or _make_sort_key_among_gaps_of_measure(course) < _make_sort_key_among_gaps_of_measure(
            best[name]
        ):
            best[name] = course
    return list(best.values())


def _make_sort_key_among_gaps_of_measure(course: GapOverTime) -> tuple[bool, int, float]:
    last = course.rows[-1]
    return (
        not last.is_moving,
        GAP_KINDS.index(last.gap_type),
        _make_sort_key_by_clearest_movement(course.rows)[2],
    )


def _is_neutral(measure: Measure) -> bool:
    return measure.polarity == Polarity.NEUTRAL


def _make_sort_key_by_clearest_movement(rows: Sequence[GapRow]) -> tuple[bool, bool, float]:
    """Return a sort key: clear changes first, real before sample, then by change against uncertainty."""
    first, last = rows[0], rows[-1]
    order = not last.is_moving, last.synthetic
    if not (first.has_interval and last.has_interval):
        return *order, 0.0
    # The widths of both intervals, combined as independent errors are.
    spread = math.hypot(*(row.upper_95 - row.lower_95 for row in (first, last)))
    return *order, -abs(last.value - first.value) / spread if spread else 0.0


def _make_then_and_now_table_rows(pair: EarliestAndLatestGap) -> Iterable[tuple[str, ...]]:
    title = write_measure_title(pair.measure, pair.gaps[1].synthetic)
    for gap, ends, direction in zip(pair.gaps, pair.ends, ("–", pair.direction), strict=True):
        figures = (write_figure(ends[end]) for end in FIFTH_CATEGORIES)
        yield f"{title}, {write_period(gap.period)}", *figures, write_gap_for_table(gap), direction


def _make_over_time_table_rows(course: GapOverTime) -> Iterable[tuple[str, ...]]:
    title = f"{write_measure_title(course.measure, course.last.synthetic)}. {course.between}"
    for row in course.rows:
        direction = course.direction if row is course.rows[-1] else "–"
        yield f"{title}, {write_period(row.period)}", write_gap_for_table(row), direction


def _describe_gap_over_time(course: GapOverTime) -> str:
    first, last = course.rows[0], course.rows[-1]
    sizes = (f"{write_gap_for_table(row)} in {write_period(row.period)}" for row in (first, last))
    title = write_measure_title(course.measure, last.synthetic)
    return f"{title}. {course.between}: {', and '.join(sizes)}; {course.direction}."
