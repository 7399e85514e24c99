"""The pictures of an evaluation: two lines over the periods, and the effect among those seen where nothing was done."""

from dataclasses import dataclass
from typing import Any

from fairer_stockton.report.charts.style import (
    BAR,
    COLOURS,
    INK,
    NARROW,
    PAPER,
    QUIET,
    STEM,
    WIDE,
    add_key_below,
    make_empty_figure,
    wrap_lines,
)  # fmt: skip
from fairer_stockton.report.words.figures import write_axis_tick, write_axis_title, write_short_period

BARS = 40  # of the picture of chance
LETTERS_NARROW = 44


@dataclass(frozen=True)
class LinesChart:
    """The mean figure of the areas and of their matches, a period a figure; the start lies before `first_after`."""

    areas: tuple[float, ...]
    matches: tuple[float, ...]
    periods: tuple[str, ...]
    first_after: int
    unit: str
    title: str
    alt: str
    name: str = "two-lines"


@dataclass(frozen=True)
class ChanceChart:
    """The effects of sets where nothing was done, the real one (None where it is not shown), and the limits."""

    placebos: tuple[float, ...]
    effect: float | None
    critical: float
    unit: str
    title: str
    alt: str
    name: str = "chance"


def draw_lines_chart(chart: LinesChart, sample_warning: str, narrow: bool) -> Any:
    """Draw the areas as a solid line with discs, their matches as a thin one with squares, and the start."""
    figure = make_empty_figure(NARROW if narrow else WIDE, 2.9, sample_warning)
    axis = figure.subplots()
    places = range(len(chart.periods))
    first, second = COLOURS["borough"], INK
    lines = [
        axis.plot(places, chart.areas, color=first, linewidth=2.0, marker="o", markersize=4, label="these areas")[0],
        axis.plot(
            places, chart.matches, color=second, linewidth=1.3, marker="s", markersize=4, markerfacecolor=PAPER,
            label="areas like them elsewhere",
        )[0],
    ]  # fmt: skip
    axis.axvline(chart.first_after - 0.5, color=STEM, linewidth=1, linestyle=(0, (4, 2)))
    axis.annotate(
        "start", (chart.first_after - 0.5, 1), xycoords=("data", "axes fraction"), xytext=(4, -9),
        textcoords="offset points", color=QUIET, fontsize=8,
    )  # fmt: skip
    axis.set_xticks(places, [write_short_period(period) for period in chart.periods], fontsize=7 if narrow else 8)
    _write_ticks(axis.yaxis, axis.get_yticks(), chart.unit)
    axis.set_ylabel(write_axis_title(chart.unit))
    add_key_below(figure, lines, 1 if narrow else 2)
    return figure


def draw_chance_chart(chart: ChanceChart, sample_warning: str, narrow: bool) -> Any:
    """Draw how often each effect is seen where nothing was done, the limits, and the real effect."""
    figure = make_empty_figure(NARROW if narrow else WIDE, 2.7, sample_warning)
    axis = figure.subplots()
    axis.hist(chart.placebos, bins=BARS, color=BAR, edgecolor=PAPER, linewidth=0.4)
    for limit in (-chart.critical, chart.critical):
        axis.axvline(limit, color=QUIET, linewidth=1, linestyle=(0, (4, 2)))
    if chart.effect is not None:
        axis.axvline(chart.effect, color=COLOURS["most"], linewidth=2.4)
        axis.annotate(
            "these areas", (chart.effect, 1), xycoords=("data", "axes fraction"), xytext=(5, -9),
            textcoords="offset points", color=COLOURS["most"], fontsize=8, fontweight="bold",
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1},
        )  # fmt: skip
    _write_ticks(axis.xaxis, axis.get_xticks(), chart.unit)
    title = f"Difference in change from areas like them, {write_axis_title(chart.unit)}"
    axis.set_xlabel(wrap_lines(title, LETTERS_NARROW) if narrow else title)
    axis.set_ylabel("Sets")
    return figure


def _write_ticks(axis: Any, ticks: Any, unit: str) -> None:
    low, high = axis.get_view_interval()
    shown = [tick for tick in ticks if low <= tick <= high]
    axis.set_ticks(shown, [write_axis_tick(float(tick), unit) for tick in shown])
