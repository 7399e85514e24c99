"""The colours of charts, rendered and turned to grey: each stands out, and what differs in meaning differs in shape."""

from itertools import combinations

import numpy as np

from fairer_stockton.report.charts.comparators import STAND_MARKS
from fairer_stockton.report.charts.drawing import SERIES_MARKS
from fairer_stockton.report.charts.funnel import POSITION_MARKS
from fairer_stockton.report.charts.lines import LINE_STYLES
from fairer_stockton.report.charts.style import (
    BAR,
    COLOURS,
    INK,
    ON_DARK,
    PAPER,
    QUIET,
    STAMPED,
    STEM,
    make_empty_figure,
)


def render_in_grey(colours: list[str]) -> list[float]:
    """Return the luminance of each colour as it is rasterised, a stripe each."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = make_empty_figure(len(colours), 1, "")
    figure.set_layout_engine("none")
    axis = figure.add_axes((0, 0, 1, 1))
    axis.set_axis_off()
    for number, colour in enumerate(colours):
        axis.axvspan(number, number + 1, color=colour, linewidth=0)
    axis.set_xlim(0, len(colours))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba(), dtype=float)[..., :3] / 255
    across = ((np.arange(len(colours)) + 0.5) * figure.dpi).astype(int)
    middle = pixels[pixels.shape[0] // 2, across]
    linear = np.where(middle <= 0.04045, middle / 12.92, ((middle + 0.055) / 1.055) ** 2.4)
    return [float(value) for value in linear @ np.array([0.2126, 0.7152, 0.0722])]


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def test_every_colour_of_a_mark_stands_out_from_the_ground_on_paper_and_on_dark() -> None:
    marks = [INK, QUIET, STAMPED, STEM, BAR, *COLOURS.values()]
    for ground, shown in ((PAPER, marks), (ON_DARK[PAPER], [ON_DARK[colour] for colour in marks])):
        paper, *greys = render_in_grey([ground, *shown])
        assert {
            colour: round(contrast(paper, grey), 2)
            for colour, grey in zip(shown, greys, strict=True)
            if contrast(paper, grey) < 3
        } == {}


def test_the_most_and_the_least_deprived_fifth_are_told_apart_by_their_greys_and_by_their_marks() -> None:
    ends = [COLOURS["most"], COLOURS["least"]]
    for pair in (ends, [ON_DARK[colour] for colour in ends]):
        most, least = render_in_grey(pair)
        assert contrast(most, least) >= 3
    assert len(set(SERIES_MARKS.values())) == len(SERIES_MARKS) - 1, "the region's square has no least fifth beside it"


def test_marks_and_lines_of_different_meaning_differ_in_shape() -> None:
    assert len(set(STAND_MARKS.values())) == len(STAND_MARKS)
    assert len({POSITION_MARKS[side] for side in ("above_998", "below_998", "within")}) == 3
    lines = {role: LINE_STYLES[role] for role in ("first", "second", "england")}
    shapes = [(style.get("marker", ""), str(style.get("linestyle", "-"))) for style in lines.values()]
    assert all(one != other for one, other in combinations(shapes, 2))
