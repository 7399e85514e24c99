"""Drawing the chosen charts with matplotlib: one function for each kind, at two widths, with direct labels."""

from collections.abc import Callable
from typing import Any

from fairer_stockton.report.charts.funnel import draw_funnel_plots
from fairer_stockton.report.charts.lines import draw_panels_of_lines
from fairer_stockton.report.charts.model import Chart, ChartPanel, ChartSeries
from fairer_stockton.report.charts.scale import choose_scale_start
from fairer_stockton.report.charts.style import (
    BAR,
    COLOURS,
    INK,
    NARROW,
    PAPER,
    QUIET,
    STEM,
    WIDE,
    make_empty_figure,
    make_panel_grid,
    wrap_lines,
)
from fairer_stockton.report.rows import Amount, ObservationRow
from fairer_stockton.report.words.figures import (
    write_axis_tick,
    write_axis_title,
    write_short_period,
    write_value_without_unit,
)

SERIES_MARKS = {"most": "o", "least": "s", "borough": "D", "england": "|", "region": "s"}
SERIES_SIZES = {"most": 8, "least": 7, "borough": 6, "england": 13, "region": 5}
WRAP_FIFTHS, WRAP_NAMED = 44, 28  # letters that a narrow title has room for


def draw_chart(chart: Chart, sample_warning: str, narrow: bool) -> Any:
    """Draw a chart for a wide page or for a telephone."""
    return _DRAWERS[chart.kind](chart, sample_warning, narrow)


def _draw_fifths_as_dumbbells(chart: Chart, sample_warning: str, narrow: bool) -> Any:
    """Draw dumbbells: a line from the least to the most deprived fifth, the borough and England marked on it."""
    groups: dict[str, list[ChartPanel]] = {}
    for panel in chart.panels:
        groups.setdefault(panel.measure.unit, []).append(panel)
    lines = [len(panels) for panels in groups.values()]
    # Inches a measure: on a telephone its title takes two lines.
    each = 0.82 if narrow else 0.66
    figure = make_empty_figure(
        NARROW if narrow else WIDE, 0.75 * len(groups) + each * sum(lines) + 0.25 * narrow, sample_warning
    )
    axes = figure.subplots(len(groups), 1, squeeze=False, gridspec_kw={"height_ratios": lines})[:, 0]
    for axis, (unit, panels) in zip(axes, groups.items(), strict=True):
        for line, panel in enumerate(panels):
            _draw_dumbbell_of_fifths(axis, -line, panel, narrow)
        axis.set_ylim(0.6 - len(panels), 0.8)
        top = max(_find_highest_limit(series) for panel in panels for series in panel.series)
        low = choose_scale_start(min(_find_lowest_limit(series) for panel in panels for series in panel.series), top)
        axis.set_xlim(low, low + (top - low) * (1.2 if narrow else 1.1))
        strip_axis_to_numbers_and_grid(axis, unit, axis_start=low)
    _add_key_of_fifths(figure, groups, narrow)
    return figure


def _draw_dumbbell_of_fifths(axis: Any, y: float, panel: ChartPanel, narrow: bool) -> None:
    ends = {series.role: series.rows[-1] for series in panel.series}
    title = wrap_lines(f"{panel.heading}, {_write_latest_period(panel)}", WRAP_FIFTHS if narrow else 2 * WRAP_FIFTHS)
    across_axis = axis.get_yaxis_transform()
    text = axis.text(0.0, y + 0.28, title, transform=across_axis, fontsize=8.5, fontweight="bold", va="bottom")
    # Else the layout would make room for it beside the axis and squeeze the picture.
    text.set_in_layout(False)
    pair = [ends[role].value for role in ("least", "most") if role in ends]
    if len(pair) == 2:
        axis.plot(pair, [y, y], color=STEM, linewidth=1.2, solid_capstyle="butt", zorder=1)
    for role in ("england", "borough", "least", "most"):
        if role in ends:
            _draw_figure_with_interval(axis, ends[role], y, role)
    for role in ("least", "most"):
        if role in ends and len(pair) == 2:
            # Labels go outwards, so that they do not meet between two marks that are close.
            right = ends[role].value == max(pair)
            label_mark_with_figure(axis, ends[role], y, right, color=INK, fontweight="bold", zorder=5)


def _draw_figure_with_interval(axis: Any, row: ObservationRow, y: float, series_role: str) -> None:
    if row.has_interval:
        axis.plot(
            [row.lower_95, row.upper_95],
            [y, y],
            color=COLOURS[series_role],
            linewidth=3,
            zorder=2,
            solid_capstyle="butt",
        )
    tick, low_base = series_role == "england", row.is_low_base
    axis.plot(
        row.value,
        y,
        SERIES_MARKS[series_role],
        color=COLOURS[series_role],
        markersize=SERIES_SIZES[series_role],
        markerfacecolor=PAPER if low_base else COLOURS[series_role],
        markeredgewidth=2 if tick else 1.6 if low_base else 0.8,
        markeredgecolor=COLOURS[series_role] if tick or low_base else PAPER,
        zorder=3,
        clip_on=False,
    )


def label_mark_with_figure(axis: Any, row: Amount, y: float, on_right: bool = True, **style: Any) -> None:
    """Write a figure beyond its mark and its interval, on a paper-coloured ground."""
    limits = [row.lower_95, row.upper_95] if row.has_interval else [row.value] * 2
    axis.annotate(
        write_value_without_unit(row.value, row.unit),
        (limits[on_right], y),
        xytext=(8 if on_right else -8, 0),
        textcoords="offset points",
        ha="left" if on_right else "right",
        va="center",
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8},
        **style,
    )


def _add_key_of_fifths(figure: Any, panels_by_unit: dict[str, list[ChartPanel]], narrow: bool) -> None:
    from matplotlib.lines import Line2D

    every = {entry.role: entry for panels in panels_by_unit.values() for panel in panels for entry in panel.series}
    series = [every[role] for role in ("most", "least", "borough", "england") if role in every]
    rows = [
        row for panels in panels_by_unit.values() for panel in panels for entry in panel.series for row in entry.rows
    ]
    handles = [
        Line2D(
            [],
            [],
            linestyle="",
            marker=SERIES_MARKS[entry.role],
            color=COLOURS[entry.role],
            markersize=min(10, SERIES_SIZES[entry.role]),
            markeredgewidth=2 if entry.role == "england" else 0,
            label=entry.label,
        )
        for entry in series
    ]
    if any(row.is_low_base for row in rows):
        label = "Hollow: low base"
        hollow = Line2D([], [], linestyle="", marker="o", color=QUIET, markerfacecolor=PAPER, markersize=7, label=label)
        handles.append(hollow)
    columns = 2 if narrow else 5
    figure.legend(
        handles=handles,
        loc="outside upper left" if not figure.get_suptitle() else "outside lower left",
        ncols=columns,
        frameon=False,
        handletextpad=0.2,
        borderpad=0,
        columnspacing=1.2,
    )


def _draw_lines_over_time(chart: Chart, sample_warning: str, narrow: bool) -> Any:
    """Draw small multiples of two lines each and the gap between them."""
    return draw_panels_of_lines(chart.panels, sample_warning, narrow, 2.1)


def _draw_areas_as_dots(chart: Chart, sample_warning: str, narrow: bool) -> Any:
    """Draw dots with intervals for the borough, the region and England, from zero."""
    figure, axes = make_panel_grid(len(chart.panels), sample_warning, narrow, 1.7)
    alone = len(axes) == 1 and not narrow
    for axis, panel in zip(axes, chart.panels, strict=True):
        for line, series in enumerate(panel.series):
            row, borough = series.rows[-1], series.role == "borough"
            axis.plot([0, row.value], [-line, -line], color=STEM, linewidth=1.6, solid_capstyle="butt", zorder=1)
            _draw_figure_with_interval(axis, row, -line, "borough" if borough else "region")
            label_mark_with_figure(axis, row, -line, color=INK, fontweight="bold" if borough else "normal")
        names = [series.shortest_label for series in panel.series]
        axis.set_yticks([-line for line in range(len(names))], names, color=INK)
        axis.set_ylim(0.6 - len(names), 0.6)
        axis.set_xlim(0, max(map(_find_highest_limit, panel.series)) * 1.2)
        axis.set_title(wrap_lines(f"{panel.heading}, {_write_latest_period(panel)}", 80 if alone else WRAP_NAMED + 6))
        strip_axis_to_numbers_and_grid(axis, panel.measure.unit, keep_names=True)
    return figure


def _draw_ranked_areas_as_bars(chart: Chart, sample_warning: str, narrow: bool) -> Any:
    """Draw ranked bars from zero, a bar a ward or MSOA, with the borough as a line across."""
    tallest = max(len(panel.series[0].rows) for panel in chart.panels)
    figure, axes = make_panel_grid(len(chart.panels), sample_warning, narrow, 0.85 + 0.19 * tallest, columns=1)
    for axis, panel in zip(axes, chart.panels, strict=True):
        ranked = panel.series[0].rows
        heights = [-height for height in range(len(ranked))]
        axis.barh(heights, [row.value for row in ranked], height=0.68, color=BAR, zorder=2)
        for height, row in zip(heights, ranked, strict=True):
            if row.has_interval:
                axis.plot([row.lower_95, row.upper_95], [height, height], color=INK, linewidth=1, zorder=3)
            label_mark_with_figure(axis, row, height, fontsize=7.5, zorder=5)
        axis.set_yticks(heights, [row.area_name for row in ranked], color=INK, fontsize=7.5)
        axis.set_ylim(-0.3 - len(ranked), 1.7)
        axis.set_xlim(0, max(map(_find_highest_limit, panel.series)) * (1.28 if narrow else 1.14))
        for series in panel.series[1:]:
            value = series.rows[-1].value
            axis.vlines(value, heights[-1] - 0.5, 0.6, color=COLOURS["borough"], linewidth=1.5, zorder=4)
            series_label = series.shortest_label if narrow else series.label
            label = f"{series_label} {write_value_without_unit(value, panel.measure.unit)}"
            axis.text(value, 1.1, label, color=COLOURS["borough"], fontweight="bold", ha="center", va="center")
        axis.set_title(wrap_lines(f"{panel.heading}, {_write_latest_period(panel)}", WRAP_NAMED if narrow else 52))
        strip_axis_to_numbers_and_grid(axis, panel.measure.unit, keep_names=True)
        axis.locator_params(axis="x", nbins=4 if narrow else 6)
    return figure


def strip_axis_to_numbers_and_grid(axis: Any, unit: str, keep_names: bool = False, axis_start: float = 0.0) -> None:
    """Take everything off an axis but its numbers, its words and its grid."""
    begins = f"; the scale starts at {write_axis_tick(axis_start, unit)}" if axis_start > 0 else ""
    axis.set_xlabel(f"{write_axis_title(unit)}{begins}", loc="left")
    axis.grid(axis="x", zorder=0)
    axis.set_axisbelow(True)
    axis.spines[["left", "bottom"]].set_visible(False)
    axis.tick_params(length=0)
    axis.locator_params(axis="x", nbins=6)
    axis.xaxis.set_major_formatter(lambda value, _: write_axis_tick(value, unit))
    if not keep_names:
        axis.set_yticks([])


def _find_highest_limit(series: ChartSeries) -> float:
    return max(row.upper_95 if row.has_interval else row.value for row in series.rows)


def _find_lowest_limit(series: ChartSeries) -> float:
    return min(row.lower_95 if row.has_interval else row.value for row in series.rows if row.has_value)


def _write_latest_period(panel: ChartPanel) -> str:
    return write_short_period(panel.series[0].rows[-1].period)


_DRAWERS: dict[str, Callable[[Chart, str, bool], Any]] = {
    "fifths": _draw_fifths_as_dumbbells,
    "time": _draw_lines_over_time,
    "areas": _draw_areas_as_dots,
    "wards": _draw_ranked_areas_as_bars,
    "msoas": _draw_ranked_areas_as_bars,
    "funnel": draw_funnel_plots,
}
