"""The picture of the priority list: each neighbourhood's rank as a dot, and its range from trial to trial."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fairer_stockton.report.charts.style import COLOURS, INK, NARROW, QUIET, RULE, WIDE, make_empty_figure
from fairer_stockton.report.place_rows import PriorityRow
from fairer_stockton.report.table import Table

PRIORITY_HEADER = ("Neighbourhood", "Rank", "Best rank in its range", "Worst rank in its range")


@dataclass(frozen=True)
class PriorityChart:
    """The neighbourhoods shown, how many count as first, and the picture's words."""

    rows: tuple[PriorityRow, ...]
    top: int
    title: str
    alt: str
    table: Table
    name: str = "priority-ranks"


def make_priority_chart(rows: Sequence[PriorityRow], count_as_first: int, trial_count: int) -> PriorityChart:
    """Make the picture of these rows of the priority list, the first priority first."""
    # A range wholly inside is a firm place among the first; one across the edge is not.
    inside = [row.area_name for row in rows if row.rank_upper_95 <= count_as_first]
    astride = [row.area_name for row in rows if row.rank_lower_95 <= count_as_first < row.rank_upper_95]
    finding = (
        f"The ranges of {_write_count_and_names(inside)} stay within the first {count_as_first}; "
        f"those of {_write_count_and_names(astride)} lie across its edge."
    )
    title = f"Ranks of the first {len(rows)} neighbourhoods, and the range of each"
    lines = [(row.area_name, str(row.rank), str(row.rank_lower_95), str(row.rank_upper_95)) for row in rows]
    return PriorityChart(
        rows=tuple(rows),
        top=count_as_first,
        title=title,
        alt=f"{title}; in 95 of 100 of {trial_count:,} trials all ranks lay within their ranges at once. {finding}",
        table=Table(
            title,
            PRIORITY_HEADER,
            tuple(lines),
            numbers=(1, 2, 3),
        ),
    )


def draw_priority_chart(chart: PriorityChart, sample_warning: str, narrow: bool) -> Any:
    """Draw a dot and a range for each neighbourhood, rank 1 at the left, and a line where the first ones end."""
    count = len(chart.rows)
    figure = make_empty_figure(NARROW if narrow else WIDE, 0.9 + 0.22 * count, sample_warning)
    axis = figure.subplots()
    for line, row in enumerate(chart.rows):
        inside = row.rank <= chart.top
        colour = COLOURS["borough"] if inside else COLOURS["england"]
        axis.plot([row.rank_lower_95, row.rank_upper_95], [-line, -line], color=colour, linewidth=2.2, zorder=2)
        axis.plot(
            row.rank,
            -line,
            marker="o",
            markersize=5.5,
            color=colour,
            markerfacecolor=colour if inside else "white",
            zorder=3,
        )
    most = max(row.rank_upper_95 for row in chart.rows)
    axis.vlines(chart.top + 0.5, 0.6 - count, 0.6, color=INK, linewidth=0.8, linestyle=(0, (4, 2)), zorder=1)
    axis.annotate(
        f"first {chart.top}",
        (chart.top + 0.5, 0.7),
        xytext=(-3, 0),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=7.5,
        color=QUIET,
    )
    names = [_label_neighbourhood(row, narrow) for row in chart.rows]
    axis.set_yticks([-line for line in range(count)], names, color=INK, fontsize=8.5 if narrow else 7.5)
    axis.set_ylim(0.4 - count, 1.6)
    axis.set_xlim(0.4, most + 0.6)
    axis.set_xlabel("Rank: 1 is the first priority", loc="left")
    axis.grid(axis="x", zorder=0, color=RULE)
    axis.set_axisbelow(True)
    axis.spines[["left", "bottom"]].set_visible(False)
    axis.tick_params(length=0)
    ticks = [1, *range(5, most + 1, 5)]
    axis.set_xticks(ticks, [str(tick) for tick in ticks])
    return figure


def _label_neighbourhood(row: PriorityRow, narrow: bool) -> str:
    """Return a neighbourhood's name and ward; where there is little room, the number that its name ends in."""
    name = row.area_name.rsplit(" ", 1)[-1] if narrow else row.area_name
    return f"{name}, {row.ward}" if row.ward and not narrow else name


def _write_count_and_names(names: list[str]) -> str:
    return f"{len(names)} ({', '.join(names)})" if names else "none"
