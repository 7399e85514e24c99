"""How an area's figures have changed: short series of periods that may be compared, in words and as small pictures."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.observe.comparing import CLEAR, differs_enough
from fairer_stockton.report.area_profile import AreaFigure
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.words.figures import mark_sample, write_figure, write_period, write_value_with_unit
from fairer_stockton.report.words.narrative import mark_proxy_in_title
from fairer_stockton.run.vocabulary import Comparison, LeavesOut, Polarity

MOST_COURSES = 6  # series on a page
COURSE_WIDTH, COURSE_HEIGHT, EDGE = 240.0, 72.0, 8.0  # of a small picture, in its own units
CHANGE_TITLES = {
    Comparison.BETTER: "Clearly better",
    Comparison.WORSE: "Clearly worse",
    Comparison.HIGHER: "Clearly higher",
    Comparison.LOWER: "Clearly lower",
    Comparison.SIMILAR: "No clear change",
    Comparison.ABOUT_THE_SAME: "About the same",
    Comparison.NOT_COMPARED: "Not known: no margin of error",
}
WORDS_OF_DIRECTION = {
    Polarity.HIGHER_IS_BETTER: (Comparison.BETTER, Comparison.WORSE),
    Polarity.LOWER_IS_BETTER: (Comparison.WORSE, Comparison.BETTER),
    Polarity.NEUTRAL: (Comparison.HIGHER, Comparison.LOWER),
}


@dataclass(frozen=True)
class AreaChange:
    """One measure's course in an area: its words, and a picture that says no more than they do."""

    title: str
    sentence: str
    verdict: Comparison
    verdict_title: str
    picture: str


@dataclass(frozen=True)
class ComparableSeries:
    """A measure's figures for an area that may be compared, oldest first, and the borough's of the same periods."""

    measure: Measure
    rows: tuple[ObservationRow, ...]
    borough: tuple[ObservationRow, ...]

    @property
    def verdict(self) -> Comparison:
        """What may be said of the last figure against the first."""
        return compare_two_periods(self.rows[0], self.rows[-1], self.measure)

    @property
    def synthetic(self) -> bool:
        """Whether any figure of it rests on the generated sample."""
        return any(row.synthetic for row in (*self.rows, *self.borough))


def select_comparable_rows(measure: Measure, rows: Iterable[ObservationRow]) -> tuple[ObservationRow, ...]:
    """Return an area's figures that may be compared over time, oldest first; none where there are not two.

    Left out are measures that their publishers advise not to follow in small areas or that a model makes, figures
    before a break in the series or with rows that have no neighbourhood, and those that were shared out between areas
    where the latest was not. The first and the last period share no year.
    """
    if measure.not_over_time or measure.small_areas_not_over_time or measure.estimated or measure.nominal:
        return ()
    shown = [
        row
        for row in rows
        if row.has_value and row.is_shown and row.leaves_out == LeavesOut.NONE and row.period >= measure.latest_break
    ]
    alike = [row for row in shown if not row.apportioned or shown[-1].apportioned]
    if len(alike) < 2 or _read_last_year(alike[0].period) >= int(alike[-1].period[:4]):
        return ()
    return tuple(alike)


def _read_last_year(period: str) -> int:
    """Return the last calendar year that a period names in full: of `2011 to 2013` 2013, of `2021/22` 2021."""
    return int(re.findall(r"(?<!\d)\d{4}(?!\d)", period)[-1])


def compare_two_periods(first: ObservationRow, last: ObservationRow, measure: Measure) -> Comparison:
    """Return how the last figure compares with the first: clear where their intervals do not meet.

    That is stricter than a test of the difference, which fits a page on which many changes are looked at together.
    """
    if not (first.has_interval and last.has_interval):
        return Comparison.NOT_COMPARED
    if first.lower_95 <= last.upper_95 and last.lower_95 <= first.upper_95:
        return Comparison.SIMILAR
    if not differs_enough(last.value, first.value, measure):
        return Comparison.ABOUT_THE_SAME
    above, below = WORDS_OF_DIRECTION[measure.polarity]
    return above if last.value > first.value else below


def choose_series_to_show(
    figures: Sequence[AreaFigure], series: Iterable[ComparableSeries], most: int
) -> list[ComparableSeries]:
    """Return the series that a page shows, by a declared rule.

    Real ones come before the sample's, clear changes before others, and then those whose latest figure lies furthest
    from the borough's.
    """
    distances = {figure.measure.name: abs(figure.standing.distance) for figure in figures}

    def order(one_series: ComparableSeries) -> tuple[bool, bool, float, str]:
        distance = distances.get(one_series.measure.name, 0.0)
        known = distance if distance == distance else 0.0
        return one_series.synthetic, one_series.verdict not in CLEAR, -known, one_series.measure.name

    return sorted(series, key=order)[:most]


def describe_change(series: ComparableSeries, area_name: str, borough_name: str) -> AreaChange:
    """Write a series in words, with its picture."""
    first, last, measure = series.rows[0], series.rows[-1], series.measure
    sentence = (
        f"{write_figure(first)} in {write_period(first.period)}, {write_figure(last)} in {write_period(last.period)}."
    )
    if series.borough:
        start, end = series.borough[0], series.borough[-1]
        sentence += (
            f" {borough_name}: {write_value_with_unit(start.value, start.unit)}, then "
            f"{write_value_with_unit(end.value, end.unit)}."
        )
    title = mark_sample(mark_proxy_in_title(measure, measure.title), series.synthetic)
    verdict = series.verdict
    label = f"{title}, {area_name}: {sentence} {CHANGE_TITLES[verdict]}."
    return AreaChange(title, sentence, verdict, CHANGE_TITLES[verdict], draw_series(series, label))


def draw_series(series: ComparableSeries, label: str) -> str:
    """Draw a series as a small SVG: the area's line with its intervals and a dot a period, the borough's dashed."""
    everything = (*series.rows, *series.borough)
    ends = [row.value for row in everything]
    ends += [limit for row in series.rows if row.has_interval for limit in (row.lower_95, row.upper_95)]
    low, high = min(ends), max(ends)
    periods = sorted({row.period for row in everything})
    years = {period: (int(period[:4]) + _read_last_year(period)) / 2 + _read_part_of_year(period) for period in periods}
    start, end = years[periods[0]], years[periods[-1]]

    def across(row: ObservationRow) -> float:
        return round(EDGE + (years[row.period] - start) / ((end - start) or 1) * (COURSE_WIDTH - 2 * EDGE), 1)

    def down(value: float) -> float:
        return round(COURSE_HEIGHT - EDGE - (value - low) / ((high - low) or 1) * (COURSE_HEIGHT - 2 * EDGE), 1)

    limits = "".join(
        f'<path class="limits" d="M{across(row)} {down(row.lower_95)}V{down(row.upper_95)}"/>'
        for row in series.rows
        if row.has_interval
    )
    dots = "".join(f'<circle cx="{across(row)}" cy="{down(row.value)}" r="3.5"/>' for row in series.rows)
    lines = [
        f'<polyline class="{name}" points="{" ".join(f"{across(row)},{down(row.value)}" for row in rows)}"/>'
        for name, rows in (("borough", series.borough), ("here", series.rows))
        if rows
    ]
    box = f"0 0 {COURSE_WIDTH:.0f} {COURSE_HEIGHT:.0f}"
    return (
        f'<svg class="course" viewBox="{box}" role="img" aria-label="{escape(label)}">'
        f"{lines[0] if series.borough else ''}{limits}{lines[-1]}{dots}</svg>"
    )


def _read_part_of_year(period: str) -> float:
    """Return how far into its year a month lies; 0 for any other period."""
    month = re.fullmatch(r"\d{4}-(\d\d)", period)
    return (int(month[1]) - 1) / 12 if month else 0.0
