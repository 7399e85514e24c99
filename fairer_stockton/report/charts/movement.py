"""The picture of movement: how many neighbourhoods stood in each tenth of England, in one edition and the next."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairer_stockton.report.charts.style import COLOURS, INK, NARROW, PAPER, QUIET, STEM, WIDE, make_empty_figure
from fairer_stockton.report.table import Table

if TYPE_CHECKING:
    from fairer_stockton.report.edition import Edition

TENTHS = range(1, 11)
LARGEST = 360.0  # square points of the largest circle


@dataclass(frozen=True)
class TenthMovementChart:
    """Each neighbourhood's tenth in one edition against the next, counted."""

    name: str
    title: str
    alt: str
    table: Table
    first: str
    last: str
    counts: dict[tuple[int, int], int]


def make_movement_chart_of_tenths(edition: "Edition") -> TenthMovementChart | None:
    """Count the latest two editions against each other; None where there are not two."""
    wide = edition.movements.pivot(index="lsoa21cd", columns="period", values="decile")
    if len(wide.columns) < 2 or wide.empty:
        return None
    first, last = wide.columns[-2:]
    both = wide[[first, last]].dropna().astype(int)
    pairs = Counter(zip(both[first].tolist(), both[last].tolist(), strict=True))
    counts = {(down, across): pairs[down, across] for down in TENTHS for across in TENTHS}
    stayed = sum(counts[tenth, tenth] for tenth in TENTHS)
    before, after = (sum(counts[pair] for pair in counts if pair[side] == 1) for side in (0, 1))
    lines = tuple((str(tenth), *(str(counts[tenth, to]) for to in TENTHS)) for tenth in TENTHS)
    caption = f"Neighbourhoods by tenth of England in {first} (down) and {last} (across); 1 is the most deprived"
    return TenthMovementChart(
        name="movement-of-neighbourhoods",
        title=f"Where neighbourhoods stood among England’s tenths in {first} and {last}",
        alt=f"Of {len(both)} neighbourhoods {stayed} stood in the same tenth of England in {first} and {last}. "
        f"{counts[1, 1]} of {before} in the most deprived tenth were still in it, "
        f"and {after - counts[1, 1]} had come into it.",
        table=Table(
            caption, (f"Tenth in {first}", *(f"{to} in {last}" for to in TENTHS)), lines, numbers=tuple(TENTHS)
        ),
        first=first,
        last=last,
        counts=counts,
    )


def draw_movement_between_tenths(chart: TenthMovementChart, sample_warning: str, narrow: bool) -> Any:
    """Draw a circle for each pair of tenths, its area by the count, which is written in or beside it."""
    figure = make_empty_figure(NARROW if narrow else WIDE * 0.72, 3.9 if narrow else 5.0, sample_warning)
    axis = figure.subplots()
    axis.plot([0.5, 10.5], [0.5, 10.5], color=STEM, linewidth=1.2, zorder=1)
    # By area, not by radius: the eye compares areas.
    scale = (0.45 if narrow else 1.0) * LARGEST / max(1, max(chart.counts.values()))
    for down in TENTHS:
        for across in TENTHS:
            count = chart.counts[down, across]
            if not count:
                continue
            colour = COLOURS["most"] if across < down else COLOURS["least"] if across > down else QUIET
            size = scale * count + 60 * (0.6 if narrow else 1)
            axis.scatter(across, down, s=size, facecolor=PAPER, edgecolor=colour, linewidth=1.6, zorder=2)
            axis.text(across, down, str(count), ha="center", va="center", fontsize=8.5, color=INK, zorder=3)
    axis.set_xlim(0.4, 10.6)
    axis.set_ylim(10.6, 0.4)
    axis.set_xticks(TENTHS)
    axis.set_yticks(TENTHS)
    axis.set_xlabel(f"Tenth of England in {chart.last} (1 = most deprived)", loc="left")
    axis.set_ylabel(f"Tenth in {chart.first}", loc="top")
    axis.set_aspect("equal")
    axis.tick_params(length=0)
    notes = (
        (2.2, 9.6, "moved to a more\ndeprived tenth"),
        (8.4, 1.4, "moved to a less\ndeprived tenth"),
    )
    for x, y, words in notes:
        axis.text(x, y, words, color=INK, fontsize=8 if narrow else 8.5, fontweight="bold", ha="center", va="center")
    return figure
