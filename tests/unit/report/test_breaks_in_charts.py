"""A line over time is parted where its series breaks: a line across would compare what is not alike."""

from dataclasses import replace
from typing import Any

from fairer_stockton.definitions.sources import SeriesBreak
from fairer_stockton.report.charts.lines import draw_panels_of_lines, list_years_of_breaks, push_apart
from fairer_stockton.report.charts.model import ChartPanel, ChartSeries
from fairer_stockton.report.charts.style import use_chart_style
from fairer_stockton.report.rows import ObservationRow
from tests.conftest import DEFINITIONS

YEARS = tuple(str(year) for year in range(2017, 2023))


def row(period: str, value: float) -> ObservationRow:
    empty = dict.fromkeys(ObservationRow.__dataclass_fields__)
    numbers = {"value": value, "lower_95": value - 1, "upper_95": value + 1}
    return ObservationRow(**{**empty, **numbers, "period": period})  # type: ignore[arg-type]


def panel_of(years: tuple[str, ...], *starts: str) -> ChartPanel:
    breaks = tuple(SeriesBreak(start, "it changed.") for start in starts)
    measure = replace(DEFINITIONS.measures["employment_rate"], breaks=breaks)
    return ChartPanel(measure, "", (ChartSeries("borough", "Borough", tuple(row(year, 50.0) for year in years)),))


def lines_of(*starts: str, years: tuple[str, ...] = YEARS) -> tuple[list[list[float]], list[float], list[str]]:
    """Return the years of each line drawn, the years of the breaks, and the words."""
    panel = panel_of(years, *starts)
    with use_chart_style():
        figure = draw_panels_of_lines((panel,), "", False, 2.0)
    (axis,) = figure.axes
    drawn: list[Any] = [list(line.get_xdata()) for line in axis.lines if line.get_marker() == "o"]
    dotted = [line.get_xdata()[0] for line in axis.lines if line.get_marker() != "o"]
    assert dotted == list_years_of_breaks(panel)
    return drawn, dotted, [text.get_text() for text in axis.texts if text.get_text() == "break"]


def test_a_line_without_a_break_is_whole() -> None:
    assert lines_of() == ([[2017, 2018, 2019, 2020, 2021, 2022]], [], [])


def test_a_line_is_parted_at_each_break_and_the_breaks_are_named() -> None:
    drawn, breaks, words = lines_of("2019", "2022")
    assert drawn == [[2017, 2018], [2019, 2020, 2021], [2022]]
    assert breaks == [2018.5, 2021.5]
    assert words == ["break", "break"]


def test_a_break_before_the_first_figure_is_not_drawn() -> None:
    assert lines_of("2010")[1:] == ([], [])


def test_a_line_is_parted_where_years_are_missing_and_whole_where_figures_come_seldom() -> None:
    assert lines_of(years=("2016", "2017", "2018", "2019", "2022", "2023"))[0] == [
        [2016, 2017, 2018, 2019],
        [2022, 2023],
    ]
    assert lines_of(years=("2001", "2011", "2021"))[0] == [[2001, 2011, 2021]]
    assert lines_of(years=("2015", "2019", "2025"))[0] == [[2015, 2019, 2025]]


def test_months_lie_within_their_year() -> None:
    drawn, _, _ = lines_of(years=("2020-01", "2020-07", "2021-01"))
    assert drawn == [[2020.0, 2020.5, 2021.0]]


def test_names_at_the_ends_of_lines_are_pushed_apart() -> None:
    assert push_apart([1.0, 5.0], [1.0, 1.0]) == [1.0, 5.0]
    low, middle, high = push_apart([1.0, 1.0, 1.1], [1.0, 2.0, 1.0])
    assert middle - low >= 1.49
    assert high - middle >= 1.49
