"""Lines over time: two groups in one panel, the gap between them shaded, and what it would be were it England's."""

import math
import statistics
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.charts.model import ChartPanel, ChartSeries
from fairer_stockton.report.charts.scale import choose_shared_scale
from fairer_stockton.report.charts.style import (
    COLOURS,
    INK,
    PAPER,
    QUIET,
    TINT,
    add_key_below,
    make_panel_grid,
    wrap_lines,
)
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.words.figures import (
    read_start_of_period,
    write_axis_tick,
    write_axis_title,
    write_short_period,
    write_value_without_unit,
)
from fairer_stockton.run.vocabulary import Polarity

WRAP_TITLE, WRAP_WORDS, WRAP_NAME = (
    38,
    48,
    17,
)  # letters that a panel's title, its words and a line's name have room for
BREAK_ROOM = 0.14  # of a panel's height, at the top, for the word at a break
YEAR_TICK_ROOM = 0.14  # of a panel's width that the year at a tick takes
LABEL_HEIGHT = 0.15  # of a panel's height that a line of a name takes
# Two periods further apart than this many usual steps have one missing between them.
MISSING_AFTER = 1.5
FIRST, SECOND = "first", "second"  # the roles of two groups within the borough
# They differ in the line and the mark, since colours may be lost: the first is solid with discs.
LINE_STYLES: dict[str, dict[str, Any]] = {
    "borough": {"linewidth": 2.0, "marker": "o", "markersize": 3.2},
    FIRST: {"linewidth": 2.0, "marker": "o", "markersize": 3.6},
    SECOND: {"linewidth": 1.3, "marker": "s", "markersize": 3.6, "markerfacecolor": PAPER},
    "england": {"linewidth": 1.4, "linestyle": (0, (4, 2))},
    "region": {"linewidth": 1.4, "linestyle": (0, (4, 2))},
}
LINE_COLOURS = {**COLOURS, FIRST: COLOURS["borough"], SECOND: INK}
ENGLANDS_GAP_STYLE: dict[str, Any] = {"color": QUIET, "linewidth": 1.3, "linestyle": (0, (1.2, 1.4))}
TARGET_STYLE: dict[str, Any] = {
    **{"color": INK, "linestyle": "", "marker": "D", "markersize": 6, "markerfacecolor": PAPER, "zorder": 5},
    "clip_on": False,  # a target may be at the edge of the scale
}
BACKING: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}  # of a name across the grid
# Hatched as well where the group that is expected to be worse off is ahead.
GAP_STYLES: dict[bool, dict[str, Any]] = {
    True: {"facecolor": TINT, "edgecolor": "none", "linewidth": 0},
    False: {"facecolor": PAPER, "edgecolor": QUIET, "hatch": "....", "linewidth": 0},
}


def draw_panels_of_lines(panels: Sequence[ChartPanel], sample_warning: str, narrow: bool, panel_height: float) -> Any:
    """Draw small multiples: each two lines, the gap shaded between them, parted at breaks and missing periods."""
    figure, axes = make_panel_grid(len(panels), sample_warning, narrow, panel_height)
    for axis, panel in zip(axes, panels, strict=True):
        _draw_panel(axis, panel, _find_range_of_measure(panels, panel))
    _add_key_of_lines(figure, panels, narrow)
    return figure


def _draw_panel(axis: Any, panel: ChartPanel, limits: tuple[float, float]) -> None:
    low, high = limits
    years = [read_start_of_period(row.period) for series in panel.series for row in series.rows]
    years += [year for year, _ in panel.targets]
    span = max(years) - min(years)
    axis.set_xlim(min(years) - 0.02 * span, max(years) + 0.02 * span)
    if any(years_of_breaks := list_years_of_breaks(panel)):
        high += BREAK_ROOM * (high - low)
    axis.set_ylim(low, high)
    _shade_gap(axis, panel)
    for series in panel.series:
        draw_series_line(axis, series, panel.measure)
    _draw_line_of_englands_gap(axis, panel)
    for year, value in panel.targets:
        axis.plot(year, value, **TARGET_STYLE)
    _draw_breaks(axis, years_of_breaks, max(years) - 0.25 * span)
    _set_year_ticks(axis, panel)
    _label_line_ends(axis, panel, high - low)
    start = "" if low == 0 else f"; the scale starts at {write_axis_tick(low, panel.measure.unit)}"
    unit = f"{write_axis_title(panel.measure.unit)}{start}"
    words = "\n".join([*([wrap_lines(panel.words, WRAP_WORDS)] if panel.words else []), unit])
    axis.annotate(words, (0, 1.0), (0, 3), "axes fraction", "offset points", fontsize=7.5, color=QUIET, va="bottom")
    # The title stands above the words, which are of as many lines.
    axis.set_title(wrap_lines(panel.heading, WRAP_TITLE) + "\n" * (words.count("\n") + 1))
    axis.grid(axis="y")
    axis.set_axisbelow(True)
    axis.spines["left"].set_visible(False)
    axis.tick_params(axis="y", length=0)
    axis.yaxis.set_major_formatter(lambda value, _: write_axis_tick(value, panel.measure.unit))
    axis.locator_params(axis="y", nbins=4)


def split_into_stretches(periods: Sequence[str], measure: Measure) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each run of periods, oldest first, without a break or a missing one inside."""
    years = [read_start_of_period(period) for period in periods]
    steps = [later - earlier for earlier, later in zip(years, years[1:], strict=False)]
    longest = MISSING_AFTER * statistics.median(steps) + 1e-6 if steps else math.inf
    breaks = [measure.count_breaks_before(period) for period in periods]
    start = 0
    for at in range(1, len(periods) + 1):
        if at == len(periods) or breaks[at] != breaks[at - 1] or steps[at - 1] > longest:
            yield start, at
            start = at


def draw_series_line(axis: Any, series: ChartSeries, measure: Measure) -> None:
    """Draw a line, or one for each stretch: a line across a break or a missing year would say what nobody knows."""
    colour, style = LINE_COLOURS[series.role], LINE_STYLES[series.role]
    for start, end in split_into_stretches([row.period for row in series.rows], measure):
        rows = series.rows[start:end]
        years = [read_start_of_period(row.period) for row in rows]
        mark = {} if "marker" in style or len(rows) > 1 else {"marker": "D", "markersize": 3}
        axis.plot(years, [row.value for row in rows], color=colour, zorder=4, **style, **mark)
        if "marker" in style:
            sure = [row for row in rows if row.has_interval]
            at = [read_start_of_period(row.period) for row in sure]
            limits = [row.lower_95 for row in sure], [row.upper_95 for row in sure]
            axis.vlines(at, *limits, color=colour, linewidth=0.8, zorder=3)


def _pair_rows_by_period(panel: ChartPanel) -> list[tuple[ObservationRow, ObservationRow]]:
    """Return the figures of both groups in each period that both have."""
    if len(panel.series) < 2:
        return []
    others = {row.period: row for row in panel.series[1].rows}
    return [(row, others[row.period]) for row in panel.series[0].rows if row.period in others]


def _shade_gap(axis: Any, panel: ChartPanel) -> None:
    """Shade between both lines, and hatch instead where the first group is ahead of the second."""
    pairs = _pair_rows_by_period(panel)
    for start, end in split_into_stretches([row.period for row, _ in pairs], panel.measure):
        years = [read_start_of_period(row.period) for row, _ in pairs[start:end]]
        first, second = ([pair[side].value for pair in pairs[start:end]] for side in (0, 1))
        for is_behind, style in GAP_STYLES.items():
            where = [is_first_behind(panel.measure, a, b) == is_behind for a, b in zip(first, second, strict=True)]
            if any(where):
                axis.fill_between(years, first, second, where=where, interpolate=True, zorder=1, **style)


def is_first_behind(measure: Measure, first: float, second: float) -> bool:
    """Return whether the first group is worse off or level; always where neither way is better."""
    if measure.polarity == Polarity.NEUTRAL:
        return True
    return first <= second if measure.polarity == Polarity.HIGHER_IS_BETTER else first >= second


def _list_levels_at_englands_gap(panel: ChartPanel) -> list[tuple[str, float]]:
    """Return where the first group would be, by period, were the gap to the second the same as England's."""
    englands = dict(panel.england_gaps)
    return [
        (row.period, row.value + englands[row.period])
        for series in panel.series[1:2]
        for row in series.rows
        if row.period in englands
    ]


def _draw_line_of_englands_gap(axis: Any, panel: ChartPanel) -> None:
    levels = _list_levels_at_englands_gap(panel)
    for start, end in split_into_stretches([period for period, _ in levels], panel.measure):
        years = [read_start_of_period(period) for period, _ in levels[start:end]]
        mark = {"marker": "_", "markersize": 7} if end - start == 1 else {}
        axis.plot(years, [level for _, level in levels[start:end]], zorder=4, **ENGLANDS_GAP_STYLE, **mark)


def list_years_of_breaks(panel: ChartPanel) -> list[float]:
    """Return where a panel's series break: midway between the figures on either side."""
    periods = sorted({row.period for series in panel.series for row in series.rows})
    firsts = (
        next((at for at, period in enumerate(periods) if period >= change.starts), 0) for change in panel.measure.breaks
    )
    return [
        (read_start_of_period(periods[first - 1]) + read_start_of_period(periods[first])) / 2
        for first in dict.fromkeys(firsts)
        if first
    ]


def _draw_breaks(axis: Any, years_of_breaks: Iterable[float], turn_from: float) -> None:
    """Draw a dotted line with its word at each break; near the right edge the word stands to its left."""
    for year in years_of_breaks:
        axis.axvline(year, color=QUIET, linewidth=1, linestyle=(0, (1, 2)), zorder=0)
        side = -1 if year > turn_from else 1
        axis.annotate(
            "break", (year, 1.0), (2 * side, -1), ("data", "axes fraction"), "offset points", fontsize=7, color=QUIET,
            va="top", ha="right" if side < 0 else "left",
        )  # fmt: skip


class EndLabel(NamedTuple):
    """Words to the right of a point: where it is, and how its place across is counted."""

    value: float
    words: str
    across: float = 1.0
    coordinates: str = "axes fraction"
    is_first: bool = False


def _label_line_ends(axis: Any, panel: ChartPanel, axis_range: float) -> None:
    """Write each line's name at its end, and what a target is beside it, pushed apart where they would touch."""
    last = max(read_start_of_period(row.period) for series in panel.series for row in series.rows)
    # The words of a target that is not to come would be among the lines: the key and the text below have it.
    ahead = [(year, value) for year, value in panel.targets if year > last]
    ends = _list_labels_of_lines(panel)
    if ahead:
        # A name at the edge of the scale, beside a target, would be read as the figure of the target's year.
        ends = [end._replace(across=last, coordinates="data") for end in ends]
    unit = panel.measure.unit
    targets = [EndLabel(at, f"{write_value_without_unit(at, unit)} by {year}", year, "data") for year, at in ahead]
    labels = sorted([*ends, *targets], key=lambda label: label.value)
    heights = push_apart(
        [label.value for label in labels],
        [LABEL_HEIGHT * axis_range * (1 + label.words.count("\n")) for label in labels],
    )
    for height, label in zip(heights, labels, strict=True):
        distance = 8 if label in targets else 5  # points: a target's mark is larger than a line's end
        _write_label(axis, label, height, distance, has_backing=bool(ahead))


def _list_labels_of_lines(panel: ChartPanel) -> list[EndLabel]:
    unit, labels = panel.measure.unit, []
    for series in panel.series:
        value = series.rows[-1].value
        words = wrap_lines(f"{series.shortest_label} {write_value_without_unit(value, unit)}", WRAP_NAME)
        labels.append(EndLabel(value, words, is_first=series.role in ("borough", FIRST)))
    levels = _list_levels_at_englands_gap(panel)[-1:]
    return [*labels, *(EndLabel(level, "England’s gap") for _, level in levels)]


def _write_label(axis: Any, label: EndLabel, height: float, distance: float, *, has_backing: bool) -> None:
    axis.annotate(
        label.words,
        (label.across, height),
        xycoords=(label.coordinates, "data"),
        xytext=(distance, 0),
        textcoords="offset points",
        bbox=BACKING if has_backing else None,
        va="center",
        linespacing=1.05,
        color=COLOURS["borough"] if label.is_first else QUIET,
        fontsize=8 if label.is_first else 7.5,
        fontweight="bold" if label.is_first else "normal",
        annotation_clip=False,
    )


def push_apart(middles: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Return new middles of boxes, in order from the lowest, so that none overlaps another and each stays near."""
    moved = list(middles)
    # Each round halves what overlaps; three names need few rounds.
    for _ in range(40):
        for low in range(len(moved) - 1):
            overlap = (sizes[low] + sizes[low + 1]) / 2 - (moved[low + 1] - moved[low])
            if overlap > 0:
                moved[low] -= overlap / 2
                moved[low + 1] += overlap / 2
    return moved


def _find_range_of_measure(panels: Iterable[ChartPanel], panel: ChartPanel) -> tuple[float, float]:
    """Return one vertical range for all panels of a measure: from zero where that hides nothing."""
    ends = [
        end
        for other in panels
        if other.measure == panel.measure
        for end in (
            *(limit for series in other.series for row in series.rows for limit in _list_drawn_values(series, row)),
            *(level for _, level in _list_levels_at_englands_gap(other)),
            *(value for _, value in other.targets),
        )
    ]
    return choose_shared_scale(min(ends), max(ends))


def _list_drawn_values(series: ChartSeries, row: ObservationRow) -> tuple[float, ...]:
    has_limits = row.has_interval and "marker" in LINE_STYLES[series.role]
    return (row.value, row.lower_95, row.upper_95) if has_limits else (row.value,)


def _set_year_ticks(axis: Any, panel: ChartPanel) -> None:
    periods = sorted({row.period for series in panel.series for row in series.rows})
    shown = [periods[0], periods[-1]] if len(periods) > 4 else periods
    if len(periods) > 8:
        shown.insert(1, periods[len(periods) // 2])
    ticks = {read_start_of_period(period): write_short_period(period) for period in shown}
    apart = YEAR_TICK_ROOM * (axis.get_xlim()[1] - axis.get_xlim()[0])
    for year, _ in panel.targets:
        ticks = {at: words for at, words in ticks.items() if abs(at - year) > apart} | {float(year): str(year)}
    axis.set_xticks(list(ticks), list(ticks.values()))
    axis.set_xticks([read_start_of_period(period) for period in periods], minor=True)


def _add_key_of_lines(figure: Any, panels: Sequence[ChartPanel], narrow: bool) -> None:
    """Explain the shading and the dotted line; the lines are named at their ends."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    pairs = [(panel.measure, a.value, b.value) for panel in panels for a, b in _pair_rows_by_period(panel)]
    behind = {is_first_behind(*pair) for pair in pairs}
    words = {True: "The gap", False: "The gap, where the solid line is ahead"}
    handles: list[Any] = [Patch(label=words[way], **GAP_STYLES[way]) for way in words if way in behind]
    if any(_list_levels_at_englands_gap(panel) for panel in panels):
        label = "Where the solid line would be with England’s gap"
        handles.append(Line2D([], [], label=label, **ENGLANDS_GAP_STYLE))
    if any(row.has_interval for panel in panels for row in panel.series[0].rows):
        handles.append(Line2D([], [], linestyle="", marker="|", color=COLOURS["borough"], label="95% interval"))
    if any(panel.targets for panel in panels):
        handles.append(Line2D([], [], label="The council’s target", **TARGET_STYLE))
    if handles:
        add_key_below(figure, handles, 1 if narrow else len(handles))
