import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairer_stockton.statistics.estimate import Z_95
from fairer_stockton.statistics.trends import judge_gap_change, judge_recent_trend

YEARS = [2017, 2018, 2019, 2020, 2021]


def around(value, width):
    value = np.asarray(value, dtype=float)
    return value, value - width, value + width


def test_the_words():
    rising = around([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [3, 3, 3, 3, 3]], 0.5)
    assert judge_recent_trend(*rising, YEARS).tolist() == ["increasing", "decreasing", "no_significant_change"]
    assert judge_recent_trend(*rising, YEARS, "higher_is_better").tolist()[:2] == ["improving", "worsening"]
    assert judge_recent_trend(*rising, YEARS, "lower_is_better").tolist()[:2] == ["worsening", "improving"]


@pytest.mark.parametrize(("factor", "expected"), [(0.999, "increasing"), (1.001, "no_significant_change")])
def test_the_threshold(factor, expected):
    # With equal variances v the slope of 1 a year has χ² = 10/v; v = (width · 2 / 3.92)².
    width = 3.92 / 2 * np.sqrt(10 / 9.54953570608324) * factor
    assert judge_recent_trend(*around([[1, 2, 3, 4, 5]], width), YEARS).tolist() == [expected]


def test_years_that_weigh_little_count_little():
    value = np.array([[1, 2, 3, 4, 5.0]])
    wide = np.array([[9, 1.5, 1.5, 1.5, 9]])
    assert judge_recent_trend(value, value - wide, value + wide, YEARS).tolist() == ["no_significant_change"]


def test_one_year_alone_makes_no_trend():
    steep = around([[3, 3, 3, 3, 9]], 0.5)
    assert judge_recent_trend(*steep, YEARS).tolist() == ["no_significant_change"]


def test_only_an_unbroken_run_of_five_years_is_read():
    six = around([[9, 1, 2, 3, 4, 5]], 0.5)
    assert judge_recent_trend(*six, [2016, *YEARS]).tolist() == ["increasing"]
    gap = around([[1, 2, np.nan, 4, 5], [1, 2, 3, 4, 5]], 0.5)
    assert judge_recent_trend(*gap, YEARS).tolist() == ["not_calculated", "increasing"]
    assert judge_recent_trend(*around([[1, 2, 3, 4]], 1), YEARS[:4]).tolist() == ["not_calculated"]
    assert judge_recent_trend(*around([[1, 2, 3, 4, 5]], 1), [2016, 2018, 2019, 2020, 2021]).tolist() == [
        "not_calculated"
    ]
    assert judge_recent_trend(*around([[1, 2, 3, 4, 5]], 0), YEARS).tolist() == ["not_calculated"]


def test_two_editions_are_the_difference_of_two_estimates():
    found = judge_gap_change(*around([[10, 6]], [[1.0, 2.0]]), [2015, 2019])
    assert found.change.value[0] == pytest.approx(-4)
    assert found.change.upper_95[0] == pytest.approx(-4 + np.hypot(1, 2))
    assert found.direction.tolist() == ["closing"]


@given(st.floats(-5, 5), st.floats(0.1, 3))
def test_a_gap_and_its_mirror_image_move_alike(rise, width):
    when = np.array([2015, 2019, 2021, 2025])
    gap = 20 + rise * (when - 2015) / 10
    forth, back = judge_gap_change(*around([gap], width), when), judge_gap_change(*around([-gap], width), when)
    np.testing.assert_allclose(forth.change.value_and_limits, back.change.value_and_limits, atol=1e-9)
    assert forth.direction.tolist() == back.direction.tolist()
    assert forth.change.value[0] == pytest.approx(rise, abs=1e-9)


def test_weighted_slope_over_uneven_periods():
    when, width = np.array([0.0, 1, 4]), np.array([1.0, 2, 1])
    value = np.array([10.0, 12, 18])
    design, weight = np.column_stack([np.ones(3), when]), (Z_95 / width) ** 2
    spread = np.linalg.inv(design.T @ (design * weight[:, None]))
    slope = (spread @ (design.T @ (weight * value)))[1]
    found = judge_gap_change(value, value - width, value + width, when)
    assert float(found.change.value) == pytest.approx(slope * 4)
    assert float(found.change.upper_95 - found.change.value) == pytest.approx(Z_95 * np.sqrt(spread[1, 1]) * 4)


def test_a_gap_that_turns_round_is_judged_by_its_size():
    found = judge_gap_change(*around([[10, 0, -10], [10, 3, -4], [2, -5, -12]], 0.5), [1, 2, 3])
    assert found.direction.tolist() == ["no_clear_change", "closing", "widening"]
    assert found.change.value.tolist() == pytest.approx([0, -6, 10])
    # |last| − |first| of a line that crossed nought is −(last + first): twice the line's middle, in size.
    assert found.change.upper_95[1] == pytest.approx(-6 + 2 * 0.5 / np.sqrt(3))


def test_a_ratio_is_judged_by_its_distance_from_one():
    ratio = np.array([[2.0, 1.5], [0.5, 0.9], [2.0, 3.0]])
    found = judge_gap_change(ratio, ratio / 1.1, ratio * 1.1, [1, 2], relative=True)
    assert found.direction.tolist() == ["closing", "closing", "widening"]
    assert found.change.value.tolist() == pytest.approx([0.75, 0.5 / 0.9, 1.5])
    assert found.change.upper_95[0] == pytest.approx(0.75 * 1.1 ** np.sqrt(2))


def test_too_few_periods_and_gaps_in_the_series():
    value = [[1, np.nan, np.nan], [9, np.nan, 1], [9, 5, 1]]
    found = judge_gap_change(*around(value, 0.5), [1, 2, 3])
    assert found.direction.tolist() == ["too_few_periods", "closing", "closing"]
    assert (found.change.reason != "").tolist() == [True, False, False]
    assert found.change.value[1] == pytest.approx(-8)
    strict = judge_gap_change(*around(value, 0.5), [1, 2, 3], fewest_periods=3)
    assert strict.direction.tolist() == ["too_few_periods", "too_few_periods", "closing"]


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (lambda: judge_recent_trend([1, 2], [1, 2], [1, 2], [2, 1]), "rise"),
        (lambda: judge_recent_trend([1, 2], [1, 2], [1, 2, 3], [1, 2]), "one shape"),
        (lambda: judge_recent_trend([1, 2], [1, 2], [1, 2], [1, 2], "up"), "polarity"),
        (lambda: judge_gap_change([1, 2], [1, 2], [1, 2], [1, 2], fewest_periods=1), "at least 2"),
    ],
)
def test_what_is_refused(work, message):
    with pytest.raises(ValueError, match=message):
        work()
