import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import chdtri

from fairer_stockton.statistics.estimate import Z_95
from fairer_stockton.statistics.rates import compute_rate, poisson_limits


@given(st.integers(0, 100_000), st.floats(1, 1e7))
def test_the_limits_hold_the_estimate(count, population):
    estimate = compute_rate(count, population)
    order = [estimate.lower_998, estimate.lower_95, estimate.value, estimate.upper_95, estimate.upper_998]
    assert np.all(np.diff([0.0, *map(float, order)]) >= 0)


@given(st.integers(1, 1000), st.floats(0.01, 1000))
def test_the_base_only_scales(count, factor):
    plain, scaled = compute_rate(count, 777, per=1), compute_rate(count, 777, per=factor)
    np.testing.assert_allclose([n * factor for n in plain.value_and_limits], scaled.value_and_limits, rtol=1e-12)


def test_below_ten_the_limits_are_exact_and_from_ten_byars():
    lower, upper = poisson_limits(np.array([9.0, 10.0]), Z_95)
    assert lower[0] == pytest.approx(chdtri(18, 0.975) / 2, rel=1e-10)
    assert upper[0] == pytest.approx(chdtri(20, 0.025) / 2, rel=1e-10)
    assert abs(lower[1] - chdtri(20, 0.975) / 2) > 1e-4


def test_no_events_have_a_lower_limit_of_zero():
    assert compute_rate([0], [100]).lower_95[0] == 0


def test_more_events_than_people_is_a_rate():
    assert compute_rate([30], [10], per=1).value[0] == 3


def test_one_bad_area_never_spoils_the_others():
    estimate = compute_rate([5, -1, 5, 5, np.nan, 5, 5], [100, 100, 0, -1, 100, np.inf, 100])
    assert (estimate.reason != "").tolist() == [False, True, True, True, True, True, False]
    assert estimate.upper_95[0] == estimate.upper_95[-1] == compute_rate(5, 100).upper_95
    with pytest.raises(ValueError, match="one shape"):
        compute_rate([1, 2], [1, 2, 3])
