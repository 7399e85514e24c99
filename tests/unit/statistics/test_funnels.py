import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaincinv, ndtr

from fairer_stockton.statistics.estimate import Z_95, Z_998
from fairer_stockton.statistics.funnels import (
    FunnelLimits,
    classify_by_funnel,
    compute_proportion_funnel,
    compute_rate_funnel,
)
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.statistics.rates import poisson_limits


@given(st.integers(1, 5000), st.floats(1, 99))
def test_the_wilson_limit_of_a_funnel_limit_is_the_average(size, average):
    limits = compute_proportion_funnel([size], average)
    if limits.lower_95[0] > 0:
        touching = compute_wilson_proportion(limits.lower_95 * size / 100, [size])
        assert touching.upper_95[0] == pytest.approx(average)
    if limits.upper_998[0] < 100:
        touching = compute_wilson_proportion(limits.upper_998 * size / 100, [size])
        assert touching.lower_998[0] == pytest.approx(average)


@given(st.floats(0.01, 2000))
def test_the_exact_poisson_limit_of_a_funnel_limit_is_the_average(expected):
    limits = compute_rate_funnel([expected], 1, per=1)  # a rate of 1 for each expected: the ratio
    for lower, upper, z in ((limits.lower_95, limits.upper_95, Z_95), (limits.lower_998, limits.upper_998, Z_998)):
        if lower[0] > 0:
            assert gammaincinv(lower[0] * expected + 1, ndtr(z)) == pytest.approx(expected, rel=1e-5)
        assert gammaincinv(upper[0] * expected, ndtr(-z)) == pytest.approx(expected, rel=1e-4)


def test_a_funnel_is_about_as_wide_as_the_limits_of_the_count():
    rates = compute_rate_funnel([5000, 0], 200, per=1000)
    assert np.isnan(rates.lower_95[1])
    low, _ = poisson_limits(np.array([1000.0]), Z_95)
    assert rates.lower_95[0] / 200 == pytest.approx(low[0] / 1000, abs=0.005)


def test_places():
    limits = FunnelLimits(*(np.full(7, edge) for edge in (2.0, 8.0, 1.0, 9.0)))
    places = classify_by_funnel([0.5, 1, 2, 8, 9, 9.5, np.nan], limits)
    assert places.tolist() == ["below_998", "below_95", "within", "within", "above_95", "above_998", "not_compared"]


def test_impossible_averages_are_refused():
    with pytest.raises(ValueError, match="between 0 and"):
        compute_proportion_funnel([10], 101)
    with pytest.raises(ValueError, match="above zero"):
        compute_rate_funnel([10], 0)
    assert np.isnan(compute_proportion_funnel([0], 10).lower_95[0])
