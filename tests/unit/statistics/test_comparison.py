import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from fairer_stockton.statistics.comparison import against_benchmark, against_target
from fairer_stockton.statistics.estimate import Z_95, Estimate
from fairer_stockton.statistics.proportions import wilson

INTERVALS = {"lower": [1, 3, 5, 3, 2], "upper": [2, 4, 6, np.nan, 3]}


@pytest.mark.parametrize(
    ("polarity", "expected"),
    [
        ("higher_is_better", ["worse", "similar", "better", "not_compared", "similar"]),
        ("lower_is_better", ["better", "similar", "worse", "not_compared", "similar"]),
        ("neutral", ["lower", "similar", "higher", "not_compared", "similar"]),
    ],
)
def test_the_interval_against_the_point(polarity, expected):
    assert against_benchmark(**INTERVALS, benchmark=3, polarity=polarity).tolist() == expected


def test_unknown_polarity_and_shapes_are_refused():
    with pytest.raises(ValueError, match="polarity"):
        against_benchmark([1], [2], 1, "up")
    with pytest.raises(ValueError, match="one shape"):
        against_benchmark([1, 2], [2], [1, 2, 3], "neutral")
    with pytest.raises(ValueError, match="good side"):
        against_target(Estimate.published([1.0], [0.0], [2.0]), 1, "neutral")


def test_target_verdicts():
    estimate = Estimate.published([10.0, 10.0, 10.0, np.nan], [8.0, 8.0, 8.0, 1.0], [12.0, 12.0, 12.0, 2.0])
    high = against_target(estimate, [8, 11, 13, 10], "higher_is_better")
    assert high.verdict.tolist() == ["met", "not_clear", "not_met", "not_compared"]
    low = against_target(estimate, [12, 11, 7, 10], "lower_is_better")
    assert low.verdict.tolist() == ["met", "not_clear", "not_met", "not_compared"]
    assert high.chance_met[0] == pytest.approx(0.975)
    assert high.chance_met[1] == pytest.approx(1 - low.chance_met[1])
    assert np.isnan(high.chance_met[3])


@given(st.integers(1, 99), st.floats(1, 99))
def test_the_two_polarities_share_the_chance(count, target):
    estimate = wilson([count], [100])
    up, down = (
        against_target(estimate, target, side).chance_met[0] for side in ("higher_is_better", "lower_is_better")
    )
    assert up + down == pytest.approx(1)
    assert (up >= 0.5) == (count >= target) or count == pytest.approx(target)


def test_an_exact_figure_is_on_one_side():
    exact = Estimate.published([5.0, 5.0], [5.0, 5.0], [5.0, 5.0])
    assert against_target(exact, [5, 6], "higher_is_better").chance_met.tolist() == [1, 0]


def test_the_chance_reads_the_limit_on_the_side_of_the_target():
    lopsided = Estimate.published([10.0, 10.0], [8.0, 8.0], [14.0, 14.0])
    chance = against_target(lopsided, [9, 12], "higher_is_better").chance_met
    # One of two steps down, two of four steps up: half a limit's reach either way.
    assert chance.tolist() == pytest.approx([ndtr(Z_95 / 2), ndtr(-Z_95 / 2)])
