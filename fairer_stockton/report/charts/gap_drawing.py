"""The pictures of gaps: dumbbells of the fifths then and now, and small multiples of gaps over the years."""

import math
from dataclasses import replace
from typing import Any

from fairer_stockton.report.charts.drawing import (
    choose_scale_start,
    label_mark_with_figure,
    strip_axis_to_numbers_and_grid,
)
from fairer_stockton.report.charts.gap_choice import (
    EarliestAndLatestGap,
    GapPicture,
    make_gaps_over_time_picture,
    make_then_and_now_picture,
)
from fairer_stockton.report.charts.style import (
    COLOURS,
    INK,
    NARROW,
    PAPER,
    QUIET,
    RULE,
    WIDE,
    add_key_below,
    make_empty_figure,
    make_panel_grid,
    wrap_lines,
)
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.gap_courses import GapOverTime
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.words.figures import (
    read_first_year,
    write_axis_tick,
    write_axis_title,
    write_short_period,
    write_value_without_unit,
)
from fairer_stockton.report.words.narrative import write_measure_title
from fairer_stockton.run.vocabulary import Direction

LINE_LETTERS = {True: 44, False: 96}  # of a line that a narrow and a wide picture have room for
EARLIEST_Y, LATEST_Y = 0.05, -0.27  # where a measure's two lines lie below its words
FIFTH_MARKS = {"most": "o", "least": "s"}
DIRECTION_COLOURS = {Direction.CLOSING: COLOURS["least"], Direction.WIDENING: COLOURS["most"]}


def make_gap_pictures(edition: Edition) -> list[GapPicture]:
    """Make the pictures of how gaps have moved that an edition has figures for."""
    return [
        picture for picture in (make_then_and_now_picture(edition), make_gaps_over_time_picture(edition)) if picture
    ]


def draw_gap_picture(chart: GapPicture, sample_warning: str, narrow: bool) -> Any:
    """Draw one of them for a wide page or for a telephone."""
    return (
        _draw_then_and_now_dumbbells(chart, sample_warning, narrow)
        if chart.pairs
        else _draw_gaps_over_time(chart, sample_warning, narrow)
    )


def _draw_then_and_now_dumbbells(chart: GapPicture, sample_warning: str, narrow: bool) -> Any:
    """Draw two dumbbells a measure: the earliest period grey and hollow, the latest below it in colour."""
    groups: dict[str, list[EarliestAndLatestGap]] = {}
    for pair in chart.pairs:
        groups.setdefault(pair.measure.unit, []).append(pair)
    lines = [len(pairs) for pairs in groups.values()]
    height = 0.75 * len(groups) + (1.55 if narrow else 1.05) * sum(lines) + 0.45
    figure = make_empty_figure(NARROW if narrow else WIDE, height, sample_warning)
    axes = figure.subplots(len(groups), 1, squeeze=False, gridspec_kw={"height_ratios": lines})[:, 0]
    for axis, (unit, pairs) in zip(axes, groups.items(), strict=True):
        for line, pair in enumerate(pairs):
            _draw_both_dumbbells_of_measure(axis, -line, pair, narrow)
        axis.set_ylim(0.55 - len(pairs), 0.75)
        values = [row.value for pair in pairs for ends in pair.ends for row in ends.values()]
        low = choose_scale_start(min(values), max(values))
        room = (max(values) - low) * (0.25 if narrow else 0.12)  # on either side, for the figures beside the marks
        axis.set_xlim(low - room, max(values) + room)
        strip_axis_to_numbers_and_grid(axis, unit, keep_names=True, axis_start=low)
        axis.set_xticks([tick for tick in axis.get_xticks() if low <= tick <= max(values) + room])
        heights = [at - line for line in range(len(pairs)) for at in (EARLIEST_Y, LATEST_Y)]
        axis.set_yticks(heights, [write_short_period(gap.period) for pair in pairs for gap in pair.gaps], color=QUIET)
    _add_key_of_then_and_now(figure, narrow)
    return figure


def _draw_both_dumbbells_of_measure(axis: Any, y: float, pair: EarliestAndLatestGap, narrow: bool) -> None:
    title = wrap_lines(write_measure_title(pair.measure, any(gap.synthetic for gap in pair.gaps)), LINE_LETTERS[narrow])
    words = wrap_lines(f"{pair.sizes}. {pair.direction}", LINE_LETTERS[narrow] + 6)
    across_axis = axis.get_yaxis_transform()
    colour = DIRECTION_COLOURS.get(pair.gaps[1].direction, QUIET)
    subtitle = axis.text(
        0.0, y + 0.24, words, transform=across_axis, fontsize=8, color=colour, va="bottom", linespacing=1.1
    )
    heading = axis.annotate(
        title,
        (0.0, 1.0),
        (0, 2),
        subtitle,
        "offset points",
        fontsize=8.5,
        fontweight="bold",
        va="bottom",
        linespacing=1.1,
    )
    # Else the layout would make room for them beside the axis and squeeze the picture.
    for text in (subtitle, heading):
        text.set_in_layout(False)
    for at, ends, now in zip((y + EARLIEST_Y, y + LATEST_Y), pair.ends, (False, True), strict=True):
        _draw_dumbbell_of_period(axis, at, ends, now)


def _draw_dumbbell_of_period(
    axis: Any, y: float, rows_by_fifth: dict[str, ObservationRow], is_latest_period: bool
) -> None:
    values = {end: row.value for end, row in rows_by_fifth.items()}
    axis.plot(list(values.values()), [y, y], color=RULE, linewidth=5 if is_latest_period else 2.5, zorder=1)
    right = max(values, key=lambda end: values[end])
    for end, value in values.items():
        colour = COLOURS[end] if is_latest_period else QUIET
        face = colour if is_latest_period else PAPER
        axis.plot(
            value,
            y,
            FIFTH_MARKS[end],
            color=colour,
            markerfacecolor=face,
            markersize=7 if is_latest_period else 5.5,
            zorder=3,
        )
        bare = replace(rows_by_fifth[end], lower_95=math.nan, upper_95=math.nan)  # labels beside marks, not intervals
        weight = "bold" if is_latest_period else "normal"
        label_mark_with_figure(axis, bare, y, end == right, color=colour, fontweight=weight, fontsize=8, zorder=2)


def _add_key_of_then_and_now(figure: Any, narrow: bool) -> None:
    from matplotlib.lines import Line2D

    marks = [("most", "Most deprived fifth, latest"), ("least", "Least deprived fifth, latest")]
    handles = [
        Line2D([], [], linestyle="", marker=FIFTH_MARKS[end], color=COLOURS[end], markersize=7, label=label)
        for end, label in marks
    ]
    then: dict[str, Any] = {"linestyle": "", "color": QUIET, "markerfacecolor": PAPER, "markersize": 5.5}
    handles += [
        Line2D([], [], marker=FIFTH_MARKS[end], label=f"{end.title()} deprived, earliest", **then)
        for end in FIFTH_MARKS
    ]
    add_key_below(figure, handles, 1 if narrow else 4)


def _draw_gaps_over_time(chart: GapPicture, sample_warning: str, narrow: bool) -> Any:
    """Draw small multiples: a gap's line with its interval as a band, and a line where there is no gap."""
    figure, axes = make_panel_grid(len(chart.courses), sample_warning, narrow, 2.3)
    for axis, course in zip(axes, chart.courses, strict=True):
        _draw_line_of_gap(axis, course)
    return figure


def _draw_line_of_gap(axis: Any, course: GapOverTime) -> None:
    rows, unit, colour = course.rows, course.rows[-1].unit, COLOURS["borough"]
    years = [read_first_year(row.period) for row in rows]
    values = [course.sign * row.value for row in rows]
    # Sorted, since turning the sign swaps the lower and the upper limit.
    limits = [sorted((course.sign * row.lower_95, course.sign * row.upper_95)) for row in rows]
    axis.fill_between(years, *zip(*limits, strict=True), color=colour, alpha=0.16, linewidth=0)
    axis.plot(years, values, color=colour, marker="o", markersize=4, linewidth=2)
    axis.axhline(0, color=INK, linewidth=0.9)
    low, high = min(0.0, *(low for low, _ in limits)), max(0.0, *(high for _, high in limits))
    axis.set_ylim(low - 0.06 * (high - low), high + 0.06 * (high - low))
    axis.set_xlim(years[0], years[-1] + 0.02 * (years[-1] - years[0]))
    labelled = sorted(
        {0, len(rows) - 1, *([len(rows) // 2] if len(rows) > 8 else range(len(rows)) if len(rows) < 5 else [])}
    )
    axis.set_xticks([years[at] for at in labelled], [write_short_period(rows[at].period) for at in labelled])
    axis.annotate(
        write_value_without_unit(values[-1], unit),
        (1.0, values[-1]),
        (5, 0),
        ("axes fraction", "data"),
        "offset points",
        va="center",
        color=colour,
        fontsize=8,
        fontweight="bold",
        annotation_clip=False,
    )
    words = f"{wrap_lines(course.between, 42)}\n{course.direction}; {write_axis_title(unit)}"
    axis.annotate(words, (0, 1.0), (0, 3), "axes fraction", "offset points", fontsize=7.5, color=QUIET, va="bottom")
    # The title stands above the words, which are of as many lines.
    blank = "\n" * (words.count("\n") + 1)
    axis.set_title(
        wrap_lines(write_measure_title(course.measure, any(row.synthetic for row in course.rows)), 38) + blank
    )
    axis.grid(axis="y")
    axis.set_axisbelow(True)
    axis.spines["left"].set_visible(False)
    axis.tick_params(axis="y", length=0)
    axis.locator_params(axis="y", nbins=4)
    axis.yaxis.set_major_formatter(lambda value, _: write_axis_tick(value, unit))
