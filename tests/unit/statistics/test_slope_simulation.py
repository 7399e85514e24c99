import numpy as np
import pytest

from fairer_stockton.statistics.inequality import compute_slope_index
from fairer_stockton.statistics.slope_simulation import find_positions_of_limits_in_draws, simulate_slope_index

RANDOM = np.random.default_rng(5)
VALUE = 0.3 + 0.02 * np.arange(10) + RANDOM.normal(0, 0.01, (40, 10))
ERROR = RANDOM.uniform(0.01, 0.03, (40, 10))
PEOPLE = RANDOM.uniform(500, 900, (40, 10))


def test_limit_positions():
    assert find_positions_of_limits_in_draws(100_000).tolist() == [2499, 97499, 99, 99899]
    assert find_positions_of_limits_in_draws(1_000).tolist() == [24, 974, 0, 998]


@pytest.mark.parametrize(("scale", "fit_on_scale"), [("raw", 0), ("log", 0), ("log", 1), ("logit", 0), ("logit", 1)])
@pytest.mark.parametrize("polarity", ["higher_is_better", "lower_is_better"])
def test_simulation_meets_the_closed_form(scale, fit_on_scale, polarity):
    options = {"scale": scale, "fit_on_scale": bool(fit_on_scale), "polarity": polarity, "multiplier": 100}
    # Errors small enough for the delta method to be all but exact.
    drawn = simulate_slope_index(VALUE[:6], ERROR[:6] / 5, PEOPLE[:6], **options)
    exact = compute_slope_index(VALUE[:6], ERROR[:6] / 5, PEOPLE[:6], **options)
    np.testing.assert_allclose(drawn.intercept, exact.intercept, rtol=1e-12)
    for name in ("slope", "relative"):
        found, known = getattr(drawn, name), getattr(exact, name)
        np.testing.assert_allclose(found.value, known.value, rtol=1e-9)
        width = known.upper_95 - known.lower_95
        for limit, tolerance in (("lower_95", 0.01), ("upper_95", 0.01), ("lower_998", 0.04), ("upper_998", 0.04)):
            assert np.all(np.abs(getattr(found, limit) - getattr(known, limit)) < tolerance * width), (name, limit)


@pytest.mark.parametrize("scale", ["raw", "logit"])
def test_an_area_depends_on_nothing_but_its_own_numbers_and_the_seed(scale):
    order = np.random.default_rng(1).permutation(40)

    def run(rows):
        return simulate_slope_index(VALUE[rows], ERROR[rows], PEOPLE[rows], scale=scale, draws=3000)

    together, shuffled, alone = run(np.arange(40)), run(order), run(7)
    for name in ("slope", "relative"):
        for a, b, c in zip(*(getattr(x, name).value_and_limits for x in (together, shuffled, alone)), strict=True):
            assert a[order].tobytes() == b.tobytes()
            assert a[7] == c


def test_another_seed_gives_other_limits():
    runs = [simulate_slope_index(VALUE[:2], ERROR[:2], PEOPLE[:2], draws=2000, seed=seed) for seed in range(2)]
    assert runs[0].slope.lower_95[0] != runs[1].slope.lower_95[0]
    assert runs[0].slope.value[0] == runs[1].slope.value[0]


def test_one_bad_area_never_spoils_the_others():
    value = VALUE[:3].copy()
    value[1, 4] = np.nan
    index = simulate_slope_index(value, ERROR[:3], PEOPLE[:3], draws=1000)
    assert (index.slope.reason != "").tolist() == [False, True, False]
    assert np.isfinite(index.slope.lower_998[[0, 2]]).all()


def test_a_ratio_whose_limits_reach_zero_is_not_available():
    index = simulate_slope_index([0.1, 0.2, 0.3, 0.4, 0.5], 0.5, np.ones(5), draws=1000)
    assert index.slope.reason == ""
    assert index.relative.reason == "the fitted line reaches zero, so a ratio has no meaning"


@pytest.mark.parametrize(("option", "message"), [({"draws": 999}, "at least 1000"), ({"multiplier": 0}, "multiplier")])
def test_what_is_refused(option, message):
    with pytest.raises(ValueError, match=message):
        simulate_slope_index(VALUE, ERROR, PEOPLE, **option)
