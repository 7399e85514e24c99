"""A line over time is parted where its series breaks: a line across would compare what is not alike."""

from dataclasses import replace
from typing import Any

from fairer_stockton.definitions.sources import SeriesBreak
from fairer_stockton.report.charts.drawing import _draw_breaks_in_series, _draw_series_line
from fairer_stockton.report.charts.model import ChartPanel, ChartSeries
from fairer_stockton.report.charts.style import make_panel_grid
from fairer_stockton.report.rows import ObservationRow
from tests.conftest import DEFINITIONS


def row(period: str, value: float) -> ObservationRow:
    empty = dict.fromkeys(ObservationRow.__dataclass_fields__)
    numbers = {"value": value, "lower_95": value - 1, "upper_95": value + 1}
    return ObservationRow(**{**empty, **numbers, "period": period})  # type: ignore[arg-type]


def lines_of(*starts: str) -> tuple[list[list[float]], list[float], list[str]]:
    """Return the years of each line drawn, the years of the breaks, and the words."""
    breaks = tuple(SeriesBreak(start, "it changed.") for start in starts)
    measure = replace(DEFINITIONS.measures["employment_rate"], breaks=breaks)
    series = ChartSeries("borough", "Borough", tuple(row(str(year), 50.0) for year in range(2017, 2023)))
    _, (axis, *_) = make_panel_grid(1, "", False, 2.0)
    _draw_series_line(axis, series, measure)
    drawn: list[Any] = [list(line.get_xdata()) for line in axis.lines]
    _draw_breaks_in_series(axis, ChartPanel(measure, "", (series,)))
    return drawn, [line.get_xdata()[0] for line in axis.lines[len(drawn) :]], [text.get_text() for text in axis.texts]


def test_a_line_without_a_break_is_whole() -> None:
    assert lines_of() == ([[2017, 2018, 2019, 2020, 2021, 2022]], [], [])


def test_a_line_is_parted_at_each_break_and_the_breaks_are_named() -> None:
    drawn, breaks, words = lines_of("2019", "2022")
    assert drawn == [[2017, 2018], [2019, 2020, 2021], [2022]]
    assert breaks == [2018.5, 2021.5]
    assert words == ["break", "break"]


def test_a_break_before_the_first_figure_is_not_drawn() -> None:
    assert lines_of("2010")[1:] == ([], [])
