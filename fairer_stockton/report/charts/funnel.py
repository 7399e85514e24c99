"""Funnel plots: which wards differ from the borough by more than chance, given how many their figure is out of."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.charts.labels import position_labels
from fairer_stockton.report.charts.model import QUESTIONS, Chart, ChartPanel, ChartSeries
from fairer_stockton.report.charts.style import COLOURS, INK, PAPER, QUIET, add_key_below, make_panel_grid, wrap_lines
from fairer_stockton.report.questions import find_borough_figure
from fairer_stockton.report.rows import ObservationRow, find_latest_row_with_value
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import (
    is_known,
    write_axis_tick,
    write_axis_title,
    write_figure,
    write_period,
    write_short_period,
    write_value_with_unit,
    write_value_without_unit,
)
from fairer_stockton.report.words.narrative import mark_proxy_in_title
from fairer_stockton.run.vocabulary import AreaType, LeavesOut, Polarity, Statistic
from fairer_stockton.statistics.funnels import (
    FunnelLimits,
    classify_by_funnel,
    compute_proportion_funnel,
    compute_rate_funnel,
)

if TYPE_CHECKING:
    from fairer_stockton.report.edition import Edition

FEWEST_WARDS = 8
MOST_PANELS = 4
WARDS_NAMED = 3  # wards named on either side in the words for those who do not see the picture
# Not survey shares, whose chance is that of the survey's design, and not means.
FUNNEL_STATISTICS = (Statistic.PROPORTION, Statistic.RATE)
FUNNEL_LINES = 5  # of a funnel: the average and two pairs of limits, drawn first
FAR_OUTSIDE = ("above_998", "below_998")
POSITION_WORDS = {
    "above_998": "above the 99.8% limits",
    "above_95": "above the 95% limits",
    "within": "inside",
    "below_95": "below the 95% limits",
    "below_998": "below the 99.8% limits",
}
POSITION_MARKS = {"above_998": "^", "below_998": "v", "above_95": "o", "below_95": "o", "within": "o"}
FUNNEL_HEADER = ("Measure and ward", "Out of", "Figure", "95% limits", "99.8% limits", "Where it lies")
FUNNEL_NOTE = (
    "The limits say how far a ward’s figure may stray from the borough’s by chance alone, given how many people, homes "
    "or cases it is out of: by chance 1 ward in 20 would lie outside the 95% limits, and 1 in 500 outside the 99.8% "
    "limits. Where most wards lie outside, wards differ for more reasons than chance, and lying outside says little of "
    "any one of them. The table names every ward; the picture names those furthest out, where there is room."
)


def make_funnel_chart(edition: "Edition", domain_name: str) -> Chart | None:
    """Return a domain's funnels, of the measures with the most wards outside; None where none has enough wards."""
    every = [
        panel
        for measure in edition.list_measures_with_figures(domain_name)
        if (panel := _make_funnel_panel(edition, measure))
    ]
    every.sort(key=_count_wards_outside_limits, reverse=True)
    panels, others = tuple(every[:MOST_PANELS]), [panel.title for panel in every[MOST_PANELS:]]
    if not panels:
        return None
    question, title = QUESTIONS["funnel"], edition.framework[domain_name].title
    left_out = f" Fewer wards lie outside, or as many, on: {'; '.join(others)}." if others else ""
    return Chart(
        name=f"{domain_name.replace('_', '-')}-funnel",
        kind="funnel",
        title=f"{title}. {question}",
        question=question,
        panels=panels,
        alt=" ".join(map(_describe_wards_outside_limits, panels)),
        table=Table(
            f"{title}: {question} The figures",
            FUNNEL_HEADER,
            tuple(row for panel in panels for row in _make_funnel_table_rows(panel)),
            (1, 2, 3, 4),
        ),
        note=f"{FUNNEL_NOTE}{left_out}",
    )


def _make_funnel_panel(edition: "Edition", measure: Measure) -> ChartPanel | None:
    """Return a measure's wards in the latest period; None where chance is not what its limits would be of."""
    if measure.statistic not in FUNNEL_STATISTICS or not measure.chance_interval:
        return None
    plain = {"area_type": AreaType.WARD, "vintage": edition.ward_vintage, "breakdown": "all"}
    last = find_latest_row_with_value(edition.select_observations(measure.name, **plain))
    if last is None:
        return None
    wards = [row for row in edition.select_observations(measure.name, **plain, period=last.period) if row.has_value]
    borough = find_borough_figure(edition, measure, "all", period=last.period)
    if measure.statistic == Statistic.RATE and any(row.leaves_out != LeavesOut.NONE for row in wards):
        return None  # the borough's rate counts rows that its wards' leave out
    sized = all(is_known(row.denominator) and row.denominator > 0 for row in wards)
    if len(wards) < FEWEST_WARDS or not sized or borough is None or not borough.has_value:
        return None
    # At none or all of them there is no spread, so limits around it mean nothing.
    if not 0 < borough.value < (measure.per if measure.statistic == Statistic.PROPORTION else np.inf):
        return None
    wards.sort(key=lambda row: (-row.value, row.area_name))
    return ChartPanel(
        measure,
        mark_proxy_in_title(measure, measure.title),
        (
            ChartSeries("wards", "Wards", tuple(wards)),
            ChartSeries("borough", edition.borough_name, (borough,), edition.short_name),
        ),
    )


def compute_panel_funnel_limits(panel: ChartPanel, denominators: Any) -> FunnelLimits:
    """Return the limits around a panel's average for wards of these sizes (denominators)."""
    average, per = panel.series[1].rows[0].value, panel.measure.per
    return (
        compute_rate_funnel(denominators, average, per)
        if panel.measure.statistic == Statistic.RATE
        else compute_proportion_funnel(denominators, average, per)
    )


def classify_wards_by_funnel_limits(panel: ChartPanel) -> list[str]:
    """Return where each of a panel's wards lies: a key of `POSITION_WORDS`."""
    rows = panel.series[0].rows
    limits = compute_panel_funnel_limits(panel, [row.denominator for row in rows])
    return [str(position) for position in classify_by_funnel([row.value for row in rows], limits)]


def _count_wards_outside_limits(panel: ChartPanel) -> tuple[int, int]:
    positions = classify_wards_by_funnel_limits(panel)
    return sum(position in FAR_OUTSIDE for position in positions), sum(position != "within" for position in positions)


def _make_funnel_table_rows(panel: ChartPanel) -> list[tuple[str, ...]]:
    """List a measure's wards from the highest, with the limits of each, and the borough's figure first."""
    wards, (borough,) = panel.series[0].rows, panel.series[1].rows
    limits, unit = compute_panel_funnel_limits(panel, [row.denominator for row in wards]), panel.measure.unit
    edges = zip(limits.lower_95, limits.upper_95, limits.lower_998, limits.upper_998, strict=True)
    title = panel.heading
    average = f"{title}, {panel.series[1].label}, {write_period(borough.period)}"
    return [
        (average, _format_denominator(borough), write_figure(borough), "–", "–", "the average"),
        *(
            (
                f"{title}, {row.area_name}",
                _format_denominator(row),
                write_figure(row),
                f"{write_value_without_unit(low, unit)} to {write_value_without_unit(high, unit)}",
                f"{write_value_without_unit(far_low, unit)} to {write_value_without_unit(far_high, unit)}",
                POSITION_WORDS[position],
            )
            for row, (low, high, far_low, far_high), position in zip(
                wards, edges, classify_wards_by_funnel_limits(panel), strict=True
            )
        ),
    ]


def _format_denominator(row: ObservationRow) -> str:
    return f"{row.denominator:,.0f}" if is_known(row.denominator) else "not available"


def _describe_wards_outside_limits(panel: ChartPanel) -> str:
    """Return how many wards lie outside, and the names of those furthest out on either side."""
    wards, (borough,) = panel.series[0].rows, panel.series[1].rows
    positions = classify_wards_by_funnel_limits(panel)
    far_outside, all_outside = _count_wards_outside_limits(panel)
    parts = [
        f"{far_outside or 'none'} of {len(wards)} wards outside the 99.8% limits around "
        f"{panel.series[1].label}’s {write_value_with_unit(borough.value, borough.unit)}"
    ]
    for beyond, word in zip(FAR_OUTSIDE, ("above", "below"), strict=True):
        there = [wards[at] for at in _order_wards_furthest_out_first(panel) if positions[at] == beyond]
        if there:
            named = ", ".join(f"{row.area_name} {write_figure(row)}" for row in there[:WARDS_NAMED])
            parts.append(f"{len(there)} {word}{', furthest' if len(there) > WARDS_NAMED else ''}: {named}")
    parts.append(f"{all_outside - far_outside or 'none'} more outside the 95% limits")
    return f"{panel.heading}, {write_period(borough.period)}: {'; '.join(parts)}."


def _order_wards_furthest_out_first(panel: ChartPanel) -> list[int]:
    """Return a panel's wards (by index), in order of how far out they lie as a multiple of their 99.8 % limit."""
    rows, average = panel.series[0].rows, panel.series[1].rows[0].value
    limits = compute_panel_funnel_limits(panel, [row.denominator for row in rows])
    value = np.array([row.value for row in rows])
    # On the side of the average that the ward lies on: limits of a rate are not symmetric.
    reach = np.where(value > average, limits.upper_998 - average, average - limits.lower_998)
    return [int(at) for at in np.argsort(-np.abs(value - average) / np.maximum(reach, 1e-9), kind="stable")]


def draw_funnel_plots(chart: Chart, sample_warning: str, narrow: bool) -> Any:
    """Draw small multiples: a mark a ward by its size, the borough across, limits as curves, wards outside named."""
    rows = len(chart.panels) if narrow else math.ceil(len(chart.panels) / 2)
    figure, axes = make_panel_grid(len(chart.panels), sample_warning, narrow, 2.5 + (1.15 if narrow else 0.75) / rows)
    for axis, panel in zip(axes, chart.panels, strict=True):
        _draw_funnel_limits(axis, panel)
        _draw_wards_of_funnel(axis, panel)
        axis.set_title(wrap_lines(f"{panel.heading}, {write_short_period(panel.series[0].rows[0].period)}", 44) + "\n")
        unit = write_axis_title(panel.measure.unit)
        axis.annotate(unit, (0, 1.0), (0, 3), "axes fraction", "offset points", fontsize=7.5, color=QUIET, va="bottom")
        axis.set_xlabel("Out of how many people, homes or cases", loc="left")
        axis.tick_params(length=0)
        axis.spines["left"].set_visible(False)
        axis.grid(axis="y")
        axis.set_axisbelow(True)
        axis.locator_params(axis="x", nbins=4)
        axis.locator_params(axis="y", nbins=5)
        axis.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axis.yaxis.set_major_formatter(lambda value, _, unit=panel.measure.unit: write_axis_tick(value, unit))
    _add_key_of_funnels(figure, chart.panels, narrow)
    figure.get_layout_engine().execute(figure)  # for the names, which need to know where marks lie
    figure.set_layout_engine("none")
    for axis, panel in zip(axes, chart.panels, strict=True):
        _write_ward_names(axis, panel)
    return figure


def _draw_funnel_limits(axis: Any, panel: ChartPanel) -> None:
    rows, (borough,) = panel.series[0].rows, panel.series[1].rows
    sizes = np.array([row.denominator for row in rows], dtype=float)
    start, end = 0.75 * sizes.min(), 1.04 * sizes.max()
    along = np.linspace(start, end, 60)
    limits = compute_panel_funnel_limits(panel, along)
    for low, high, style in (
        (limits.lower_95, limits.upper_95, {"linestyle": (0, (4, 2)), "linewidth": 1.0}),
        (limits.lower_998, limits.upper_998, {"linewidth": 1.0}),
    ):
        axis.plot(along, low, color=QUIET, zorder=2, **style)
        axis.plot(along, high, color=QUIET, zorder=2, **style)
    axis.plot(along, np.full_like(along, borough.value), color=COLOURS["borough"], linewidth=1.6, zorder=2)
    values = [row.value for row in rows]
    lowest, highest = min(*values, float(limits.lower_998[0])), max(*values, float(limits.upper_998[0]))
    axis.set_ylim(max(lowest - 0.06 * (highest - lowest), -0.02 * highest), highest + 0.06 * (highest - lowest))
    axis.set_xlim(start, end)


def _draw_wards_of_funnel(axis: Any, panel: ChartPanel) -> None:
    positions = classify_wards_by_funnel_limits(panel)
    for position in dict.fromkeys(positions):
        rows = [row for row, other in zip(panel.series[0].rows, positions, strict=True) if other == position]
        beyond, inside = position in FAR_OUTSIDE, position == "within"
        colour = _choose_ward_colour(panel.measure, position) if beyond else QUIET
        axis.plot(
            [row.denominator for row in rows],
            [row.value for row in rows],
            POSITION_MARKS[position],
            color=colour,
            markerfacecolor=PAPER if inside else colour,
            markersize=5.5 if beyond else 4,
            zorder=3,
            clip_on=False,
        )


def _choose_ward_colour(measure: Measure, position: str) -> str:
    if measure.polarity == Polarity.NEUTRAL:
        return COLOURS["borough"]
    worse = (position == "above_998") == (measure.polarity == Polarity.LOWER_IS_BETTER)
    return COLOURS["most" if worse else "least"]


def _write_ward_names(axis: Any, panel: ChartPanel) -> None:
    """Write the names of wards outside, furthest out first, wherever a name covers no mark and no other name."""
    rows, positions = panel.series[0].rows, classify_wards_by_funnel_limits(panel)
    lines = [
        tuple(point) for line in axis.lines[:FUNNEL_LINES] for point in axis.transData.transform(line.get_xydata())
    ]
    points = [tuple(axis.transData.transform((row.denominator, row.value))) for row in rows]
    outside = [at for at in _order_wards_furthest_out_first(panel) if positions[at] != "within"]
    names = [rows[at].area_name for at in outside]
    box = axis.bbox
    frame = (box.x0, box.y0, box.x1, box.y1)
    free = position_labels([*points, *lines], [points[at] for at in outside], names, frame, axis.figure.dpi / 72)
    for at, name, spot in zip(outside, names, free, strict=True):
        if spot is None:
            continue
        (across, down), ha, va = spot
        axis.annotate(
            name,
            (rows[at].denominator, rows[at].value),
            xytext=(across, down),
            textcoords="offset points",
            ha=ha,
            va=va,
            fontsize=7,
            color=INK,
            annotation_clip=False,
            zorder=4,
        ).set_in_layout(False)


def _add_key_of_funnels(figure: Any, panels: Sequence[ChartPanel], narrow: bool) -> None:
    from matplotlib.lines import Line2D

    positions = {position for panel in panels for position in classify_wards_by_funnel_limits(panel)}
    judged = bool(positions & set(FAR_OUTSIDE)) and any(panel.measure.polarity != Polarity.NEUTRAL for panel in panels)
    marks = [
        ("^", "above the 99.8% limits", INK, INK, "above_998" in positions),
        ("v", "below the 99.8% limits", INK, INK, "below_998" in positions),
        ("s", "worse", COLOURS["most"], COLOURS["most"], judged),
        ("s", "better", COLOURS["least"], COLOURS["least"], judged),
        ("o", "outside the 95% limits", QUIET, QUIET, bool(positions & {"above_95", "below_95"})),
        ("o", "inside", QUIET, PAPER, "within" in positions),
    ]
    handles = [
        Line2D([], [], color=COLOURS["borough"], linewidth=1.6, label=panels[0].series[1].label),
        Line2D([], [], color=QUIET, linewidth=1, linestyle=(0, (4, 2)), label="95% limits"),
        Line2D([], [], color=QUIET, linewidth=1, label="99.8% limits"),
        *(
            Line2D([], [], linestyle="", marker=mark, color=colour, markerfacecolor=face, markersize=5, label=label)
            for mark, label, colour, face, shown in marks
            if shown
        ),
    ]
    add_key_below(figure, handles, 2 if narrow else 5)
