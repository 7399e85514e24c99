"""Small multiples: lines stop where figures do, ends are named in the order in which they lie, all share one axis."""

from dataclasses import replace
from typing import Any

import pytest

from fairer_stockton.definitions.measures import SeriesBreak
from fairer_stockton.report.headlines.choice import HeadlineGap, choose_headlines
from fairer_stockton.report.pages.small_multiples import (
    TimeAxis,
    compute_middle_of_period,
    make_small_multiple,
    make_time_axis,
)
from fairer_stockton.report.rows import ObservationRow
from tests.unit.report.conftest import observation_row
from tests.unit.report.test_headlines import edition_with

AXIS = TimeAxis(2011, 2026, 2021)


def rows(**values: float) -> tuple[ObservationRow, ...]:
    """Return a group's figures, by `p2021` and the like."""
    return tuple(observation_row(period=period[1:], value=value) for period, value in values.items())


def headline(worse: dict[str, float], better: dict[str, float], **changes: Any) -> HeadlineGap:
    (gap,) = choose_headlines(edition_with(("cold", {}, 5.0, {}))).shown
    return replace(gap, worse_off=rows(**worse), better_off=rows(**better), **changes)


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2021", 2021.5),
        ("2022 to 2024", 2023.5),
        ("2023/24", 2024.0),
        ("2021-01", 2021 + 0.5 / 12),
        ("2021-12", 2021 + 11.5 / 12),
        ("2019 and 2025", 2022.5),
    ],
)
def test_a_period_is_drawn_at_its_middle(period: str, year: float) -> None:
    assert compute_middle_of_period(period) == pytest.approx(year)


def test_all_pictures_share_one_axis_on_which_the_start_is_marked() -> None:
    early = headline({"p2012": 9.0, "p2023": 8.0}, {"p2012": 5.0, "p2023": 5.0})
    late = headline({"p2022": 9.0, "p2025": 8.0}, {"p2022": 5.0, "p2025": 5.0})
    axis = make_time_axis((early, late), 2021)
    assert axis == TimeAxis(2012, 2026, 2021)
    assert axis.ticks == ((axis.find_position(2012.5), 2012), (axis.start, 2021), (axis.find_position(2025.5), 2025))
    assert 0 < axis.start < 100
    assert make_time_axis((), 2021) is None
    near = make_time_axis((headline({"p2021": 9.0, "p2022": 8.0}, {"p2021": 5.0, "p2022": 5.0}),), 2021)
    assert near is not None
    assert near.ticks[0][1] == 2021, "years that would be written over each other are left out"


def test_figures_of_long_ago_are_left_out_where_there_are_later_ones() -> None:
    years = {"p1991": 9.0, "p2001": 9.0, "p2011": 9.0, "p2021": 8.0}
    axis = make_time_axis((headline(years, years),), 2021)
    assert axis is not None
    assert axis.first == 2011
    (old,) = (headline({"p1991": 9.0, "p2001": 9.0}, {"p1991": 1.0, "p2001": 1.0}),)
    axis = make_time_axis((old,), 2021)
    assert axis is not None
    assert axis.first == 1991


def test_lines_and_shade_stop_where_a_year_is_missing_or_hidden() -> None:
    years = {f"p{year}": float(year - 2000) for year in range(2014, 2026)}
    without_2018 = {period: 1.0 for period in years if period != "p2018"}
    for whole in (years, without_2018):
        picture = make_small_multiple(headline(whole, without_2018), AXIS)
        assert picture is not None
        assert [path.count("M") for path in (picture.worse_off, picture.better_off, picture.gap)] == [2, 2, 2]
    whole_picture = make_small_multiple(headline(years, years), AXIS)
    assert whole_picture is not None
    assert whole_picture.worse_off.count("M") == 1


def test_lines_stop_at_a_break_of_the_series() -> None:
    years = {f"p{year}": float(year - 2000) for year in range(2014, 2026)}
    gap = headline(years, years)
    breaks = (SeriesBreak("2020", "Another survey."),)
    broken = replace(gap, course=replace(gap.course, measure=replace(gap.measure, breaks=breaks)))
    picture = make_small_multiple(broken, AXIS)
    assert picture is not None
    assert picture.worse_off.count("M") == 2


def test_a_period_that_no_line_reaches_has_a_mark() -> None:
    years = {"p2014": 1.0, "p2015": 2.0, "p2016": 3.0, "p2017": 4.0, "p2018": 5.0, "p2025": 6.0}
    picture = make_small_multiple(headline(years, {period: 0.0 for period in years}), AXIS)
    assert picture is not None
    assert [(is_worse_off, x) for is_worse_off, x, _ in picture.points] == [
        (True, AXIS.find_position(2025.5)),
        (False, AXIS.find_position(2025.5)),
    ]
    few = {"p2019": 1.0, "p2025": 2.0}
    picture = make_small_multiple(headline(few, {"p2019": 0.0, "p2025": 0.0}), AXIS)
    assert picture is not None
    assert len(picture.points) == 4, "a line between two surveys shows that there were two"


def test_the_upper_end_is_named_above_and_described_in_words() -> None:
    gap = headline({"p2021": 12.0, "p2023": 15.0}, {"p2021": 10.0, "p2023": 11.0})
    picture = make_small_multiple(gap, AXIS)
    assert picture is not None
    upper, lower = picture.ends
    assert (upper.is_worse_off, upper.name, upper.figure) == (True, "Stockton-on-Tees", "15.0%")
    assert (lower.is_worse_off, lower.name, lower.figure) == (False, "England", "11.0%")
    assert upper.y < lower.y
    assert picture.description == (
        "Stockton-on-Tees: 12.0% in 2021, 15.0% in 2023. England: 10.0% in 2021, 11.0% in 2023."
    )


def test_one_period_makes_no_picture() -> None:
    assert make_small_multiple(headline({"p2021": 12.0}, {"p2021": 10.0}), AXIS) is None
