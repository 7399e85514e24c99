"""The picture of targeting: of people on a low income, the share whom each list of places reaches, and could."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fairer_stockton.report.charts.style import (
    COLOURS,
    INK,
    NARROW,
    PAPER,
    RULE,
    STEM,
    WIDE,
    add_key_below,
    make_empty_figure,
    wrap_lines,
)  # fmt: skip
from fairer_stockton.report.place_rows import TargetingRow
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import begin_with_capital
from fairer_stockton.report.words.targeting import PEOPLE_WORDS
from fairer_stockton.run.vocabulary import TargetedPeople

REACH_HEADER = ("Places and people", "Live there", "Live in the best list of that size")
LETTERS_WIDE, LETTERS_NARROW = 60, 26  # in a line of a list's name


@dataclass(frozen=True)
class TargetingChart:
    """The rows of each list together, and the picture's words."""

    rows: tuple[TargetingRow, ...]
    title: str
    alt: str
    table: Table
    name: str = "targeting"


def make_targeting_chart(rows: Sequence[TargetingRow], finding: str) -> TargetingChart:
    """Make the picture of these rows, those of one list one after the other."""
    title = "Of people on a low income, how many live in the places of each list"
    lines = [
        (
            f"{row.list_name}: {PEOPLE_WORDS[row.people_group]}, {row.period}",
            f"{row.reached_percent:.0f}%",
            f"{row.best_reached_percent:.0f}%",
        )
        for row in rows
    ]
    return TargetingChart(
        tuple(rows), title, f"{title}. {finding}", Table(title, REACH_HEADER, tuple(lines), numbers=(1, 2))
    )


def draw_targeting_chart(chart: TargetingChart, sample_warning: str, narrow: bool) -> Any:
    """Draw a line for each list and kind of people: a dot for whom it reaches, a ring for whom the best list would."""
    lists = list(dict.fromkeys(row.list_code for row in chart.rows))
    heights = [-(line + 1.3 * lists.index(row.list_code)) for line, row in enumerate(chart.rows)]
    figure = make_empty_figure(NARROW if narrow else WIDE, 1.1 + 0.24 * (1 - min(heights)), sample_warning)
    axis = figure.subplots()
    for height, row in zip(heights, chart.rows, strict=True):
        axis.plot([row.reached_percent, row.best_reached_percent], [height] * 2, color=STEM, linewidth=1.6, zorder=2)
        axis.plot(
            row.best_reached_percent, height, marker="o", markersize=8.5, markeredgecolor=COLOURS["borough"],
            markerfacecolor=PAPER, zorder=3,
        )  # fmt: skip
        axis.plot(row.reached_percent, height, marker="o", markersize=4.5, color=COLOURS["borough"], zorder=4)
        if row.people_group == TargetedPeople.RESIDENTS:
            name = wrap_lines(row.list_name, LETTERS_NARROW if narrow else LETTERS_WIDE)
            axis.text(0.8, height + 0.55, name, fontsize=8, fontweight="bold", color=INK, va="bottom", zorder=5)
    names = [f"{begin_with_capital(PEOPLE_WORDS[row.people_group])}, {row.period}" for row in chart.rows]
    axis.set_yticks(heights, names, color=INK)
    axis.set_ylim(min(heights) - 0.6, 2.2 if narrow else 1.6)
    axis.set_xlim(0, 100)
    axis.set_xticks(range(0, 101, 25), [f"{tick}%" for tick in range(0, 101, 25)])
    axis.set_xlabel("Share of the borough’s people on a low income", loc="left")
    axis.grid(axis="x", zorder=0, color=RULE)
    axis.set_axisbelow(True)
    axis.spines[["left", "bottom"]].set_visible(False)
    axis.tick_params(length=0)
    add_key_below(figure, _make_key(), 1 if narrow else 2)
    return figure


def _make_key() -> list[Any]:
    from matplotlib.lines import Line2D

    def make_mark(size: float, fill: str, label: str) -> Line2D:
        colour = COLOURS["borough"]
        return Line2D(
            [], [], linestyle="none", marker="o", markersize=size, color=colour, markerfacecolor=fill, label=label
        )

    return [
        make_mark(4.5, COLOURS["borough"], "live in these places"),
        make_mark(8.5, PAPER, "live in the best list of that size"),
    ]
