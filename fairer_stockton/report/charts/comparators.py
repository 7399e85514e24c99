"""The picture of councils: where the borough stands on each measure, from the one that does best to the worst."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from fairer_stockton.report.charts.style import (
    COLOURS,
    INK,
    NARROW,
    PAPER,
    QUIET,
    STEM,
    WIDE,
    add_key_below,
    make_empty_figure,
)
from fairer_stockton.report.table import Table

Stand = Literal["ahead", "behind", "between", "untested"]
STAND_COLOURS: dict[Stand, str] = {
    "ahead": COLOURS["least"],
    "behind": COLOURS["most"],
    "between": QUIET,
    "untested": QUIET,
}
STAND_MARKS: dict[Stand, str] = {"ahead": "D", "behind": "s", "between": "o", "untested": "x"}
STAND_WORDS: dict[Stand, str] = {
    "ahead": "clearly better than most",
    "behind": "clearly worse than most",
    "between": "no clear difference",
    "untested": "not tested",
}
LABEL_LETTERS = 46  # of a line of a label that a narrow picture has room for


@dataclass(frozen=True)
class BoroughPosition:
    """The borough's place on one measure, and whether it is clearly ahead of or behind most of the others."""

    title: str
    position: int
    councils: int
    stand: Stand


@dataclass(frozen=True)
class CouncilsChart:
    """One set's picture: its lines, the best placed first, and the picture's words."""

    name: str
    title: str
    alt: str
    table: Table
    lines: tuple[BoroughPosition, ...]


def make_councils_chart(
    set_name: str, caption: str, closing_sentence: str, positions: Sequence[BoroughPosition]
) -> CouncilsChart | None:
    """Return a set's picture; None where it has no measure of which one way is better."""
    if not positions:
        return None
    # By the share of councils that fare better, since sets and measures differ in how many councils have a figure.
    ordered = sorted(
        positions, key=lambda standing: ((standing.position - 1) / (standing.councils - 1), standing.title)
    )
    rows = tuple(
        (standing.title, f"{standing.position} of {standing.councils}", STAND_WORDS[standing.stand])
        for standing in ordered
    )
    halves = sum(2 * (standing.position - 1) < standing.councils - 1 for standing in ordered)
    return CouncilsChart(
        name=f"councils-{set_name.replace('_', '-')}",
        title=caption,
        alt=f"{caption}. On {halves} of {len(ordered)} figures the borough stands in the better half. "
        f"{closing_sentence}",
        table=Table(caption, ("Measure", "Position", "Beside the others"), rows),
        lines=tuple(ordered),
    )


def draw_councils_chart(chart: CouncilsChart, sample_warning: str, narrow: bool) -> Any:
    """Draw a line from best to worst for each measure, and the borough's place on it."""
    from matplotlib.lines import Line2D

    count = len(chart.lines)
    figure = make_empty_figure(NARROW if narrow else WIDE, 1.1 + (0.44 if narrow else 0.22) * count, sample_warning)
    axis = figure.subplots()
    for line, standing in enumerate(chart.lines):
        across = (standing.position - 1) / (standing.councils - 1)
        axis.plot([0, 1], [-line, -line], color=STEM, linewidth=0.8, zorder=1)
        axis.plot(
            across,
            -line,
            STAND_MARKS[standing.stand],
            color=STAND_COLOURS[standing.stand],
            markerfacecolor=PAPER if standing.stand == "between" else STAND_COLOURS[standing.stand],
            markersize=6.5,
            zorder=2,
        )
        axis.text(1.06, -line, f"{standing.position} of {standing.councils}", va="center", fontsize=7.5, color=QUIET)
    if narrow:
        axis.set_yticks([])
        for line, standing in enumerate(chart.lines):
            name = textwrap.fill(standing.title, LABEL_LETTERS)
            axis.text(0, 0.2 - line, name, fontsize=7.5, color=INK, va="bottom", linespacing=1)
    else:
        axis.set_yticks(
            [-line for line in range(count)], [standing.title for standing in chart.lines], color=INK, fontsize=7.5
        )
    axis.set_ylim(0.5 - count - 0.2, 1.0)
    axis.set_xlim(-0.03, 1.22)
    axis.set_xticks([0, 0.5, 1], ["best", "middle", "worst"])
    axis.tick_params(length=0)
    axis.spines[["left", "bottom"]].set_visible(False)
    shown = [stand for stand in STAND_WORDS if any(standing.stand == stand for standing in chart.lines)]
    handles = [
        Line2D(
            [],
            [],
            linestyle="",
            marker=STAND_MARKS[stand],
            color=STAND_COLOURS[stand],
            markerfacecolor=PAPER if stand == "between" else STAND_COLOURS[stand],
            label=STAND_WORDS[stand],
        )
        for stand in shown
    ]
    add_key_below(figure, handles, 1 if narrow else 3)
    return figure
