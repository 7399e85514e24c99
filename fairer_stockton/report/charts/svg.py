"""A figure as SVG by matplotlib's own renderer, in which the width of a text is measured once for all pictures."""

import io
from collections.abc import Mapping
from functools import cache
from typing import Any

from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

POINTS_PER_INCH = 72


class MeasuringRenderer(RendererSVG):
    """A renderer that measures each text once: the same names, periods and units are in many pictures."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Return the size of a text in points, whichever picture it was first measured for."""
        return _measure_text(s, prop, ismath)


class OneRendererCanvas(FigureCanvasSVG):
    """The canvas of one drawing: the layout measures with the renderer that draws, where it would begin another."""

    def __init__(self, figure: Any, renderer: MeasuringRenderer) -> None:
        super().__init__(figure)
        self._renderer = renderer

    def get_renderer(self) -> MeasuringRenderer:
        """Return the renderer of the drawing; matplotlib's figures ask for it by this name."""
        return self._renderer


def draw_as_svg(figure: Any, metadata: Mapping[str, str | None]) -> str:
    """Return a figure as SVG text with its metadata; it is drawn once, where `savefig` would draw it twice."""
    drawn = io.StringIO()
    figure.dpi = POINTS_PER_INCH
    width, height = (POINTS_PER_INCH * inches for inches in figure.get_size_inches())
    renderer = MeasuringRenderer(width, height, drawn, metadata=metadata)
    OneRendererCanvas(figure, renderer)
    figure.draw(renderer)
    renderer.finalize()
    return drawn.getvalue()


@cache
def _measure_text(text: str, font: FontProperties, is_mathematics: Any) -> tuple[float, float, float]:
    width, height, descent = text_to_path.get_text_width_height_descent(text, font, is_mathematics)
    return width, height, descent
