"""The picture of why gaps are there: for each difference its size, and a bar for each of its parts from zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fairer_stockton.report.charts.style import (
    COLOURS,
    INK,
    PAPER,
    QUIET,
    add_key_below,
    make_panel_grid,
    wrap_lines,
)
from fairer_stockton.report.rows import Amount
from fairer_stockton.report.splits import Split
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import (
    write_axis_tick,
    write_axis_title,
    write_difference_size,
    write_limits,
    write_period,
    write_value_without_unit,
)
from fairer_stockton.report.words.narrative import write_measure_title
from fairer_stockton.run.vocabulary import Component

MOST_AGES = 5  # of a life expectancy, as bars: the table has them all
TITLE_LETTERS = 31  # of a line: a panel's bars have names at their left
BAR_LABELS = {
    Component.TOTAL: "Difference",
    Component.COMPOSITION: "Who people are",
    Component.RATES: "How each group does",
}
# Told apart by hatch and shade as well as by colour.
BAR_STYLES: dict[Component, dict[str, Any]] = {
    Component.TOTAL: {"facecolor": QUIET, "edgecolor": QUIET},
    Component.COMPOSITION: {"facecolor": PAPER, "edgecolor": COLOURS["most"], "hatch": "/////"},
    Component.RATES: {"facecolor": COLOURS["borough"], "edgecolor": COLOURS["borough"]},
}
TITLE = "How much of each difference comes from who people are, and how much from how each group does"


@dataclass(frozen=True)
class SplitBar:
    """One bar: its label, which part it is, and its size."""

    label: str
    component: Component
    amount: Amount


@dataclass(frozen=True)
class SplitPanel:
    """One small picture: a difference and its parts."""

    title: str
    unit: str
    bars: tuple[SplitBar, ...]


@dataclass(frozen=True)
class SplitChart:
    """The picture: its panels, its alternative text and its data as a table."""

    panels: tuple[SplitPanel, ...]
    alt: str
    table: Table
    title: str = TITLE
    name: str = "why-the-gap"


def make_split_chart(splits: Sequence[Split]) -> SplitChart | None:
    """Make the picture of all splits in their latest periods; none where there are none."""
    if not splits:
        return None
    panels = tuple(_make_split_panel(split) for split in splits)
    return SplitChart(
        panels=panels,
        alt=f"{TITLE}. " + " ".join(map(_describe_panel, panels)),
        table=Table(
            "Each difference and its parts",
            ("Difference", "Part", "Size (first less second)", "95% interval"),
            tuple(
                (panel.title, bar.label, write_value_without_unit(bar.amount.value, panel.unit), _write_limits(bar))
                for panel in panels
                for bar in panel.bars
            ),
            numbers=(2, 3),
        ),
    )


def draw_split_chart(chart: SplitChart, sample_warning: str, narrow: bool) -> Any:
    """Draw a panel for each difference: horizontal bars from zero, with their intervals."""
    from matplotlib.patches import Patch

    tallest = max(len(panel.bars) for panel in chart.panels)
    figure, axes = make_panel_grid(len(chart.panels), sample_warning, narrow, 1.25 + 0.25 * tallest)
    for axis, panel in zip(axes, chart.panels, strict=True):
        _draw_split_panel(axis, panel)
    shown = {bar.component for panel in chart.panels for bar in panel.bars}
    handles = [Patch(label=label, **BAR_STYLES[part]) for part, label in BAR_LABELS.items() if part in shown]
    add_key_below(figure, handles, columns=1 if narrow else 3)
    return figure


def _make_split_panel(split: Split) -> SplitPanel:
    synthetic = split.total.synthetic
    bars = [SplitBar(BAR_LABELS[Component.TOTAL], Component.TOTAL, split.total)]
    if split.composition:
        bars.append(SplitBar(BAR_LABELS[Component.COMPOSITION], Component.COMPOSITION, split.composition))
        bars.append(SplitBar(BAR_LABELS[Component.RATES], Component.RATES, split.rates))
    else:
        largest = sorted(split.groups, key=lambda group: -abs(group.rates.value))[:MOST_AGES]
        bars += [
            SplitBar(group.rates.category, Component.RATES, group.rates) for group in split.groups if group in largest
        ]
    title = f"{write_measure_title(split.measure, synthetic)}: {split.between}, {write_period(split.total.period)}"
    return SplitPanel(title, split.total.unit, tuple(bars))


def _draw_split_panel(axis: Any, panel: SplitPanel) -> None:
    heights = [-number for number in range(len(panel.bars))]
    limits = [0.0]
    for height, bar in zip(heights, panel.bars, strict=True):
        amount = bar.amount
        axis.barh(height, amount.value, height=0.62, linewidth=0.8, zorder=2, **BAR_STYLES[bar.component])
        ends = [amount.value, *((amount.lower_95, amount.upper_95) if amount.has_interval else ())]
        if amount.has_interval:
            for colour, width in ((PAPER, 3.2), (INK, 1.2)):  # a pale edge, or it would be lost on a dark bar
                axis.plot(ends[1:], [height, height], color=colour, linewidth=width, zorder=3, solid_capstyle="butt")
        limits += ends
        right = amount.value >= 0
        axis.annotate(
            write_value_without_unit(amount.value, panel.unit), (max(ends) if right else min(ends), height),
            xytext=(4 if right else -4, 0), textcoords="offset points", ha="left" if right else "right", va="center",
            fontsize=8, zorder=4,
        )  # fmt: skip
    low, high = min(limits), max(limits)
    room = 0.24 * (high - low or 1.0)
    axis.set_xlim(low - room * (low < 0), high + room * (high > 0))
    axis.axvline(0.0, color=INK, linewidth=0.8, zorder=5)
    axis.set_yticks(heights, [bar.label for bar in panel.bars], color=INK)
    axis.set_ylim(heights[-1] - 0.6, 0.6)
    axis.set_title(wrap_lines(panel.title, TITLE_LETTERS), fontsize=8)
    axis.set_xlabel(write_axis_title(panel.unit), loc="left", fontsize=7.5)
    axis.xaxis.set_major_formatter(lambda value, _: write_axis_tick(value, panel.unit))
    axis.locator_params(axis="x", nbins=4)
    axis.spines["left"].set_visible(False)
    axis.tick_params(axis="y", length=0)


def _describe_panel(panel: SplitPanel) -> str:
    parts = [
        f"{bar.label.lower()} {'minus ' if bar.amount.value < 0 else ''}"
        f"{write_difference_size(bar.amount.value, panel.unit)}"
        for bar in panel.bars
    ]
    return f"{panel.title}: {'; '.join(parts)}."


def _write_limits(bar: SplitBar) -> str:
    return write_limits(bar.amount) if bar.amount.has_interval else "none"
