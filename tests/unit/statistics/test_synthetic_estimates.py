"""National rates on local people: worked by hand, and against worlds of which the truth is known."""

import numpy as np
import pytest

from fairer_stockton.statistics.synthetic_estimates import (
    compute_sampling_error,
    compute_share_limits,
    estimate_share,
    measure_departures,
    measure_spread,
)

RESIDENTS = np.array([[100.0, 300.0], [200.0, 200.0]])


def test_a_share_is_the_rates_weighted_by_local_people() -> None:
    """(100 × 0.1 + 300 × 0.2) / 400 = 0.175, and 0.15 where both ages are as many."""
    assert estimate_share(RESIDENTS, np.array([0.1, 0.2])) == pytest.approx([0.175, 0.15])


def test_error_of_the_rates_is_that_of_rates_drawn_many_times() -> None:
    draw = np.random.default_rng(7)
    rates, errors = np.array([0.1, 0.2]), np.array([0.01, 0.03])
    shares = np.array([estimate_share(RESIDENTS, each) for each in draw.normal(rates, errors, (4000, 2))])
    assert compute_sampling_error(RESIDENTS, errors) == pytest.approx(shares.std(axis=0), rel=0.05)


@pytest.mark.parametrize("sampling_error", [0.0, 0.02])
def test_limits_hold_95_of_100_areas_of_a_known_spread(sampling_error: float) -> None:
    draw = np.random.default_rng(38)
    expected = draw.uniform(0.05, 0.4, 20_000)
    true = 1 / (1 + np.exp(-np.log(expected / (1 - expected)) - draw.normal(0, 0.3, len(expected))))
    spread = measure_spread(measure_departures(true, expected))
    assert spread == pytest.approx(0.3, rel=0.03)
    low, high = compute_share_limits(
        expected + draw.normal(0, sampling_error, len(expected)).clip(-0.03),
        np.full(len(expected), sampling_error),
        0.3,
    )
    assert np.mean((low <= true) & (true <= high)) == pytest.approx(0.95, abs=0.012)
    assert ((low > 0) & (high < 1)).all()


def test_an_area_of_which_all_or_nobody_answers_so_teaches_nothing() -> None:
    departures = measure_departures(np.array([0.0, 1.0, 0.5]), np.array([0.5, 0.5, 0.5]))
    assert np.isnan(departures[:2]).all() and measure_spread(departures) == 0.0
