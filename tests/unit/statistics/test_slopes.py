import numpy as np
import pytest

from fairer_stockton.statistics.inequality import compute_slope_index
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.statistics.rates import compute_rate
from fairer_stockton.statistics.slope_regression import compute_standard_error_from_limits
from fairer_stockton.statistics.slope_simulation import simulate_slope_index
from fairer_stockton.statistics.slopes import compute_slope_index_with_reliable_limits

PEOPLE = np.array([38_000.0, 37_000, 40_000, 41_000, 39_000])


def of_rates(counts, polarity="lower_is_better"):
    found = compute_rate(counts, np.broadcast_to(PEOPLE, np.shape(counts)))
    error = compute_standard_error_from_limits(found.lower_95, found.upper_95, "log")
    return (found.value, error, np.broadcast_to(PEOPLE, np.shape(counts))), {"scale": "log", "polarity": polarity}


def of_shares(counts, base):
    found = compute_wilson_proportion(counts, np.full(np.shape(counts), base), 1)
    error = compute_standard_error_from_limits(found.lower_95, found.upper_95, "logit")
    people = np.broadcast_to(PEOPLE, np.shape(counts))
    options = {"scale": "logit", "fit_on_scale": True, "polarity": "lower_is_better", "multiplier": 100}
    return (found.value, error, people), options


def width(estimate):
    return estimate.upper_95 - estimate.lower_95


@pytest.mark.parametrize("counts", [[9, 5, 8, 4, 3], [90, 50, 80, 40, 30], [900, 500, 800, 400, 300]])
def test_rates_take_the_simulated_limits_whatever_their_counts(counts):
    values, options = of_rates([counts])
    found, drawn, closed = (
        fit(*values, **options)
        for fit in (compute_slope_index_with_reliable_limits, simulate_slope_index, compute_slope_index)
    )
    for name in ("slope", "relative"):
        np.testing.assert_array_equal(getattr(found, name).value_and_limits, getattr(drawn, name).value_and_limits)
    np.testing.assert_allclose(found.slope.value, closed.slope.value)
    assert width(closed.slope)[0] < width(found.slope)[0]


def test_shares_of_few_take_them_too_and_one_area_never_changes_another():
    counts = np.array(
        [[900, 500, 800, 400, 350], [9, 50, 80, 40, 30], [1194, 1150, 1180, 1140, 1130], [90, 50, 80, 40, 30]]
    )
    values, options = of_shares(counts, 1200)
    found, drawn, closed = (
        fit(*values, **options)
        for fit in (compute_slope_index_with_reliable_limits, simulate_slope_index, compute_slope_index)
    )
    for name in ("slope", "relative"):
        mine, simulated, exact = (np.array(getattr(index, name).value_and_limits) for index in (found, drawn, closed))
        np.testing.assert_array_equal(mine[:, 1:], simulated[:, 1:])
        np.testing.assert_array_equal(mine[:, 0], exact[:, 0])


def test_where_the_closed_form_is_used_it_is_as_wide_as_the_simulation_to_half_a_per_cent():
    counts = np.random.default_rng(3).integers(200, 1800, (8, 5))
    values, options = of_shares(counts, 2000)
    found = compute_slope_index_with_reliable_limits(*values, **options)
    drawn = simulate_slope_index(*values, **options, draws=200_000)
    np.testing.assert_allclose(width(found.slope), width(drawn.slope), rtol=0.005)


@pytest.mark.filterwarnings("error")
def test_a_fifth_without_events_is_said_to_have_no_logarithm():
    values, options = of_rates([[9, 5, 8, 4, 0], [9, 5, 8, 4, 1]])
    found = compute_slope_index_with_reliable_limits(*values, **options)
    assert found.slope.reason.tolist() == ["a quantile has no events, so its rate has no logarithm", ""]
    assert np.isnan(found.slope.value[0])
    assert np.isfinite(found.slope.value_and_limits).all(axis=0).tolist() == [False, True]
    values, options = of_shares([[9, 5, 8, 4, 0], [100, 5, 8, 4, 1]], 100)
    assert compute_slope_index_with_reliable_limits(*values, **options).slope.reason.tolist() == [
        "a quantile has no events, so its rate has no logarithm",
        "a quantile's proportion is not below one, so it has no logit",
    ]


def test_life_expectancies_stay_in_closed_form():
    years = np.array([[76.0, 78, 79, 81, 82]])
    found, closed = (
        fit(years, np.ones((1, 5)), PEOPLE[None])
        for fit in (compute_slope_index_with_reliable_limits, compute_slope_index)
    )
    assert np.array_equal(found.slope.value_and_limits, closed.slope.value_and_limits)
