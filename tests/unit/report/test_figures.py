"""Figures are written with their units, and signs are words."""

import math

import pytest

from fairer_stockton.report.rows import Amount
from fairer_stockton.report.words import figures


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (12.72, "percentage_points", "12.7 percentage points more"),
        (-12.72, "percentage_points", "12.7 percentage points less"),
        (-5216.0, "gbp", "£5,216 less"),
        (-68.9, "gbp", "£68.90 less"),
        (-6.4, "years", "6.4 years fewer"),
        (-14.3, "score", "14.3 points lower"),
        (0.01, "percentage_points", "under 0.1 percentage points more"),
        (-0.01, "score_out_of_10", "0.01 points on the scale of 0 to 10 lower"),
    ],
)
def test_a_difference_has_its_sign_in_words(value: float, unit: str, words: str) -> None:
    assert figures.write_difference(value, unit) == words


@pytest.mark.parametrize(
    ("value", "unit", "mark"),
    [
        (7.0, "percent", "7%"),
        (2.5, "percent", "2.5%"),
        (0.5, "percent", "0.5%"),
        (1250.0, "gbp", "£1,250"),
        (-3.5, "years", "−3.5"),
        (0.42, "quality_of_life", "0.42"),
        (0.425, "quality_of_life", "0.425"),
    ],
)
def test_a_mark_on_an_axis_has_no_more_digits_than_it_needs(value: float, unit: str, mark: str) -> None:
    assert figures.write_axis_tick(value, unit) == mark


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(12.07, 13.37, "12.1 to 13.4"), (-13.37, -12.07, "12.1 to 13.4"), (-7.02, 3.22, "from 7.0 less to 3.2 more")],
)
def test_limits_of_a_difference_have_no_minus(low: float, high: float, words: str) -> None:
    difference = Amount(math.nan, low, high, "percentage_points")
    assert figures.write_difference_limits(difference) == words


@pytest.mark.parametrize(
    ("count", "words"), [(4445.5, "4,450"), (14316.3, "14,300"), (476.4, "476"), (0.2, "fewer than 1")]
)
def test_people_are_written_to_three_figures(count: float, words: str) -> None:
    assert figures.write_people_count(count) == words


@pytest.mark.parametrize(
    ("period", "words", "short"),
    [
        ("2025-04", "April 2025", "Apr 2025"),
        ("2022/23", "2022/23", "2022/23"),
        ("2022 to 2024", "2022 to 2024", "2022–24"),
    ],
)
def test_periods_are_written_as_people_say_them(period: str, words: str, short: str) -> None:
    assert figures.write_period(period) == words
    assert figures.write_short_period(period) == short


def test_pounds_keep_pence_only_where_there_are_any() -> None:
    assert (figures.write_value_with_unit(20209.0, "gbp"), figures.write_value_with_unit(579.5, "gbp")) == (
        "£20,209",
        "£579.50",
    )
    assert figures.write_value_with_unit(float("nan"), "percent") == "not available"
