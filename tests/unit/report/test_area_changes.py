"""How an area's figures have changed: only what may be compared, clear only where the intervals do not meet."""

import re

import pytest

from fairer_stockton.definitions.sources import SeriesBreak
from fairer_stockton.report.area_profile import AreaFigure
from fairer_stockton.report.pages.area_changes import (
    ComparableSeries,
    choose_series_to_show,
    compare_two_periods,
    describe_change,
    select_comparable_rows,
)
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.run.vocabulary import Comparison

from .conftest import limits, measure, observation_row, standing_row


def row(period: str, value: float = 20.0, half: float = 1.0, **columns: object) -> ObservationRow:
    return observation_row("ward", period=period, **{**limits(value, half), **columns})


def test_two_periods_that_share_no_year_are_compared() -> None:
    rows = [row("2011"), row("2021")]
    assert select_comparable_rows(measure(), rows) == tuple(rows)
    assert select_comparable_rows(measure(), rows[:1]) == ()
    assert select_comparable_rows(measure(), [row("2019 to 2021"), row("2020 to 2022")]) == ()
    assert len(select_comparable_rows(measure(), [row("2017 to 2019"), row("2018 to 2020"), row("2020 to 2022")])) == 3


@pytest.mark.parametrize(
    "left_out",
    [
        row("2001", status="suppressed", value=float("nan")),
        row("2001", status="suppressed"),  # even if it came with its number
        row("2001", leaves_out="counted"),
        row("2001", apportioned=True),
    ],
)
def test_a_figure_that_is_hidden_leaves_rows_out_or_was_shared_out_is_left_out(left_out: ObservationRow) -> None:
    rows = [row("2011"), row("2021")]
    assert select_comparable_rows(measure(), [left_out, *rows]) == tuple(rows)


def test_figures_before_a_break_and_measures_that_are_not_followed_are_left_out() -> None:
    rows = [row("2011"), row("2015"), row("2021")]
    assert select_comparable_rows(measure(breaks=(SeriesBreak("2015", "Counted anew."),)), rows) == tuple(rows[1:])
    for key in ("not_over_time", "small_areas_not_over_time"):
        assert select_comparable_rows(measure(**{key: "The publisher advises against it."}), rows) == ()
    for key in ("estimated", "nominal"):
        assert select_comparable_rows(measure(**{key: True}), rows) == ()


@pytest.mark.parametrize(
    ("polarity", "last", "verdict"),
    [
        ("lower_is_better", row("2021", 12.0), Comparison.BETTER),
        ("lower_is_better", row("2021", 28.0), Comparison.WORSE),
        ("higher_is_better", row("2021", 28.0), Comparison.BETTER),
        ("neutral", row("2021", 12.0), Comparison.LOWER),
        ("lower_is_better", row("2021", 18.5), Comparison.SIMILAR),
        ("lower_is_better", row("2021", 12.0, lower_95=float("nan")), Comparison.NOT_COMPARED),
    ],
)
def test_a_change_is_clear_where_the_intervals_do_not_meet(
    polarity: str, last: ObservationRow, verdict: Comparison
) -> None:
    assert compare_two_periods(row("2011"), last, measure(polarity=polarity)) == verdict


def test_a_clear_change_that_is_too_small_to_matter_is_about_the_same() -> None:
    near = row("2011", 20.0, 0.01), row("2021", 20.03, 0.01)
    assert compare_two_periods(*near, measure()) == Comparison.ABOUT_THE_SAME


def test_real_and_clear_changes_come_first() -> None:
    def series(name: str, last: float, synthetic: bool = False) -> ComparableSeries:
        return ComparableSeries(measure(name), (row("2011"), row("2021", last, synthetic=synthetic)), ())

    every = [series("sampled", 5.0, synthetic=True), series("near", 20.5), series("far", 20.4), series("clear", 12.0)]
    figures = [
        AreaFigure(measure(name), row("2021"), standing_row(distance=distance), None, False)
        for name, distance in (("near", 0.5), ("far", -3.0), ("clear", float("nan")))
    ]
    shown = choose_series_to_show(figures, every, 3)
    assert [each.measure.name for each in shown] == ["clear", "far", "near"]


def test_words_and_picture_say_the_same() -> None:
    series = ComparableSeries(
        measure(title="Cold <homes>"),
        (row("2011"), row("2015", 17.0), row("2021", 12.0)),
        (row("2011", 15.0), row("2021", 14.0)),
    )
    change = describe_change(series, "Highward", "Here")
    assert change.sentence == "20.0% in 2011, 12.0% in 2021. Here: 15.0%, then 14.0%."
    assert change.verdict_title == "Clearly better"
    assert "Cold &lt;homes&gt;, Highward: 20.0% in 2011" in change.picture
    dots = [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', change.picture)]
    assert len(dots) == 3
    assert dots[0][1] < dots[1][1] < dots[2][1]  # a falling figure goes down the picture
    assert (dots[1][0] - dots[0][0]) / (dots[2][0] - dots[0][0]) == pytest.approx(0.4, abs=0.01)  # years to scale
    assert change.picture.count('class="limits"') == 3
    assert change.picture.count('class="borough"') == 1
