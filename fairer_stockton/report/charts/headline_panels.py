"""The picture of the headline gaps: a panel for each, its two groups over time and the gap between them shaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.charts.lines import push_apart, split_into_stretches
from fairer_stockton.report.charts.style import COLOURS, INK, PAPER, QUIET, make_panel_grid, wrap_lines
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.headlines import words
from fairer_stockton.report.headlines.choice import HeadlineGap, Headlines
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.words.figures import (
    begin_with_capital,
    mark_sample,
    read_start_of_period,
    write_axis_tick,
    write_short_period,
    write_value_with_unit,
)
from fairer_stockton.run.vocabulary import GapType

PANEL_HEIGHT = 1.5  # inches
TOPIC_LETTERS, FINDING_LETTERS, GROUP_LETTERS = 44, 54, 17  # that a line of each has room for
GAP_COLOUR = "#e3e7eb"
NAME_HEIGHT = 0.13  # of a panel's height, that a line of a name takes
FIFTHS = ("Most deprived fifth", "Least deprived fifth")


@dataclass(frozen=True)
class HeadlinePicture:
    """The picture: its gaps, how the two groups of each are called at their lines, and its words."""

    name: str
    title: str
    question: str
    alt: str
    note: str
    gaps: tuple[HeadlineGap, ...]
    names: tuple[tuple[str, str], ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures shown."""
        return tuple(gap.measure for gap in self.gaps)


def make_headline_picture(edition: Edition, headlines: Headlines) -> HeadlinePicture | None:
    """Make the picture of those headline gaps whose two groups have figures; None where there is none."""
    gaps = tuple(gap for gap in headlines.shown if gap.worse_off and gap.better_off)
    if not gaps:
        return None
    question = "How have the headline gaps moved over the years?"
    return HeadlinePicture(
        name="headline-gaps",
        title=f"Headline gaps. {question}",
        question=question,
        alt=" ".join(
            f"{words.write_title(gap)}, {words.write_who(gap)}: {words.write_then_and_now(gap)}; "
            f"{words.write_direction(gap).lower()}."
            for gap in gaps
        ),
        note="Solid line with dots: the group named first. The space between the lines is the gap. The upright dotted "
        "line is where the change is judged from. Lines are parted where a series breaks or a year is missing.",
        gaps=gaps,
        names=tuple(_name_lines(edition, gap) for gap in gaps),
    )


def _name_lines(edition: Edition, gap: HeadlineGap) -> tuple[str, str]:
    if gap.course.kind == GapType.MOST_V_LEAST_FIFTH:
        return FIFTHS
    first, second = (f"{name[:1].upper()}{name[1:]}" for name in gap.groups)
    return (edition.short_name if gap.course.kind == GapType.BOROUGH_V_ENGLAND else first), second


def draw_headline_picture(picture: HeadlinePicture, sample_warning: str, narrow: bool) -> Any:
    """Draw it for a wide page or for a telephone."""
    figure, axes = make_panel_grid(len(picture.gaps), sample_warning, narrow, PANEL_HEIGHT)
    for axis, gap, names in zip(axes, picture.gaps, picture.names, strict=True):
        _draw_panel(axis, gap, names)
    return figure


def _draw_panel(axis: Any, gap: HeadlineGap, names: tuple[str, str]) -> None:
    both = [*gap.worse_off, *gap.better_off]
    years, values = [read_start_of_period(row.period) for row in both], [row.value for row in both]
    low, high = min(values), max(values)
    room = 0.1 * (high - low or abs(high) or 1.0)
    axis.set_ylim(low - room, high + room)
    span = max(years) - min(years) or 1.0
    axis.set_xlim(min(years) - 0.03 * span, max(years) + 0.03 * span)
    _shade_gap(axis, gap)
    axis.axvline(read_start_of_period(gap.start.period), color=QUIET, linewidth=0.9, linestyle=(0, (1, 2)), zorder=1)
    _draw_line(
        axis, gap.better_off, gap.measure, color=INK, linewidth=1.2, marker="s", markersize=3, markerfacecolor=PAPER
    )
    _draw_line(axis, gap.worse_off, gap.measure, color=COLOURS["borough"], linewidth=2, marker="o", markersize=3.4)
    _name_line_ends(axis, gap, names, high - low + 2 * room)
    _label_panel(axis, gap)


def _label_panel(axis: Any, gap: HeadlineGap) -> None:
    """Write the panel's title and finding above it, and its years below."""
    topic = mark_sample(begin_with_capital(gap.topic), gap.synthetic)
    way = "" if words.write_size(gap.now) == words.NO_GAP else f" {words.write_way(gap)}"
    finding = wrap_lines(f"{words.write_direction(gap)}: {words.write_size(gap.now)}{way}", FINDING_LETTERS)
    axis.annotate(finding, (0, 1.0), (0, 3), "axes fraction", "offset points", fontsize=7.2, color=QUIET, va="bottom")
    axis.set_title(wrap_lines(topic, TOPIC_LETTERS) + "\n" * (finding.count("\n") + 1), fontsize=8.5, pad=4)
    periods = sorted({row.period for row in (*gap.worse_off, *gap.better_off)})
    ends = [periods[0], periods[-1]] if len(periods) > 1 else periods
    axis.set_xticks([read_start_of_period(period) for period in ends], [write_short_period(period) for period in ends])
    axis.tick_params(axis="both", labelsize=7, length=0)
    axis.yaxis.set_major_formatter(lambda value, _: write_axis_tick(value, gap.measure.unit))
    axis.locator_params(axis="y", nbins=3)
    axis.grid(axis="y")
    axis.set_axisbelow(True)
    axis.spines["left"].set_visible(False)


def _draw_line(axis: Any, rows: Sequence[ObservationRow], measure: Measure, **style: Any) -> None:
    for start, end in split_into_stretches([row.period for row in rows], measure):
        years = [read_start_of_period(row.period) for row in rows[start:end]]
        axis.plot(years, [row.value for row in rows[start:end]], zorder=3, **style)


def _shade_gap(axis: Any, gap: HeadlineGap) -> None:
    """Shade between both lines over the periods that both have."""
    others = {row.period: row.value for row in gap.better_off}
    pairs = [(row.period, row.value, others[row.period]) for row in gap.worse_off if row.period in others]
    for start, end in split_into_stretches([period for period, _, _ in pairs], gap.measure):
        periods, first, second = zip(*pairs[start:end], strict=True)
        axis.fill_between(
            [read_start_of_period(period) for period in periods], first, second, color=GAP_COLOUR, linewidth=0, zorder=0
        )


def _name_line_ends(axis: Any, gap: HeadlineGap, names: tuple[str, str], axis_range: float) -> None:
    """Write each group's name and latest figure at the end of its line, pushed apart where they would touch."""
    labels = [
        (
            rows[-1].value,
            wrap_lines(f"{name} {write_value_with_unit(rows[-1].value, rows[-1].unit)}", GROUP_LETTERS),
            is_first,
        )
        for rows, name, is_first in zip((gap.worse_off, gap.better_off), names, (True, False), strict=True)
    ]
    labels.sort(key=lambda label: label[0])
    heights = push_apart(
        [height for height, _, _ in labels],
        [NAME_HEIGHT * axis_range * (1 + text.count("\n")) for _, text, _ in labels],
    )
    for height, (_, text, is_first) in zip(heights, labels, strict=True):
        axis.annotate(
            text, (1.0, height), (5, 0), ("axes fraction", "data"), "offset points", va="center", linespacing=1.15,
            fontsize=7, fontweight="bold" if is_first else "normal", color=COLOURS["borough"] if is_first else INK,
            annotation_clip=False,
        )  # fmt: skip
