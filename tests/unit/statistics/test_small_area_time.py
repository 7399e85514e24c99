"""Fay–Herriot with time, beside a dense least-squares solution of all areas at once, and beside one wave alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from benchmarks.simulations.small_area_time import simulate
from fairer_stockton.statistics.small_area import predict_by_fay_herriot
from fairer_stockton.statistics.small_area_time import find_ratios_to_total, predict_by_fay_herriot_over_time

QUICK = {"replicates": 2, "seed": 1}


def wards(seed: int, lasting: float, passing: float, waves: int = 3, areas: int = 27):
    random = np.random.default_rng(seed)
    shape = (areas, waves)
    x = np.stack([np.ones(shape), np.repeat(random.normal(size=(areas, 1)), waves, 1)], axis=-1)
    variance = random.uniform(0.3, 2, shape)
    differences = np.sqrt(lasting) * random.normal(size=(areas, 1)) + np.sqrt(passing) * random.normal(size=shape)
    truth = x @ [5, 2] + differences
    y = truth + np.sqrt(variance) * random.normal(size=shape)
    y[random.random(shape) < 0.2] = np.nan
    return y, variance, x


def predict_densely(y, variance, x, correlation):
    """Predict by one covariance matrix of all that is known, with components that a general optimiser finds."""
    known = np.isfinite(y)
    area, wave = np.argwhere(known).T
    same = np.equal.outer(area, area)
    fading = same * correlation ** np.abs(np.subtract.outer(wave, wave))

    def solve(components):
        covariance = np.diag(variance[known]) + components[0] * same + components[1] * fading
        inverse = np.linalg.inv(covariance)
        information = x[known].T @ inverse @ x[known]
        beta = np.linalg.solve(information, x[known].T @ inverse @ y[known])
        left = y[known] - x[known] @ beta
        loss = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(information)[1] + left @ inverse @ left
        return loss / 2, beta, inverse @ left

    best = min(
        (
            minimize(
                lambda components: solve(components)[0], start, method="L-BFGS-B", bounds=[(0, None)] * 2,
                options={"ftol": 1e-15, "gtol": 1e-10},
            )
            for start in ([0.5, 0.5], [2, 0.1], [0.1, 2])
        ),
        key=lambda answer: answer.fun,
    )  # fmt: skip
    _, beta, residual = solve(best.x)
    value = x @ beta
    for row, column in np.ndindex(y.shape):
        covariance = (area == row) * (best.x[0] + best.x[1] * correlation ** np.abs(wave - column))
        value[row, column] += covariance @ residual
    return value, best.x, beta


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
@pytest.mark.parametrize(("lasting", "passing"), [(1, 0.5), (0, 0.3), (2, 0), (1, 2)])
def test_predictions_are_those_of_a_dense_solution(lasting, passing, correlation) -> None:
    y, variance, x = wards(int(10 * lasting + passing), lasting, passing)
    found = predict_by_fay_herriot_over_time(y, variance, x, correlation, **QUICK)
    value, components, beta = predict_densely(y, variance, x, correlation)
    np.testing.assert_allclose([found.lasting, found.passing], components, atol=2e-5)
    np.testing.assert_allclose(found.coefficients, beta, atol=1e-6)
    np.testing.assert_allclose(found.value, value, atol=1e-5)


def test_one_wave_alone_is_the_model_of_one_wave() -> None:
    y, variance, x = wards(3, 1, 0, waves=1)
    found = predict_by_fay_herriot_over_time(y, variance, x, 0.5, **QUICK)
    alone = predict_by_fay_herriot(y[:, 0], variance[:, 0], x[:, 0])
    assert found.lasting + found.passing == pytest.approx(alone.between_area_variance, rel=1e-4)
    np.testing.assert_allclose(found.value[:, 0], alone.estimate.value, rtol=1e-4)
    np.testing.assert_allclose(found.direct_weight[:, 0], alone.direct_weight, atol=1e-4)


@given(st.permutations(range(27)), st.floats(0.1, 10))
@settings(max_examples=5, deadline=None)
def test_neither_order_nor_unit_matters(order, factor) -> None:
    y, variance, x = wards(1, 1, 0.5)
    plain = predict_by_fay_herriot_over_time(y, variance, x, 0.5, **QUICK)
    moved = predict_by_fay_herriot_over_time(y[order] * factor, variance[order] * factor**2, x[order], 0.5, **QUICK)
    np.testing.assert_allclose(moved.value, plain.value[order] * factor, rtol=1e-4)


def test_the_same_seed_gives_the_same_errors_and_no_area_is_without_one() -> None:
    y, variance, x = wards(3, 0, 0)
    first, again = (predict_by_fay_herriot_over_time(y, variance, x, 0.5, replicates=50, seed=4) for _ in range(2))
    assert np.array_equal(first.mean_squared_error, again.mean_squared_error)
    # Even where no difference between areas is found, they are not taken to be alike for sure.
    assert (first.lasting, first.passing) == (0, 0)
    assert (first.mean_squared_error > 0.05).all()
    assert (first.direct_weight[np.isnan(y)] == 0).all()


def test_intervals_hold_in_a_known_world() -> None:
    """The full simulation has more draws and worlds: see benchmarks/simulations."""
    known = simulate("both", 0.5, 4)
    assert 0.88 <= known["holds"] <= 0.99
    assert known["true_error"] < known["direct_error"] * 0.6


def test_waves_are_multiplied_to_the_total_and_those_without_a_total_stay() -> None:
    ratio = find_ratios_to_total([[10.0, 20.0], [30.0, 40.0]], [1, 3], [50.0, np.nan])
    np.testing.assert_allclose(ratio, [50 / 25, 1])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda y, variance, x: (y[:, :1], variance, x, 0.5), "areas by waves"),
        (lambda y, variance, x: (y, variance, x * np.nan, 0.5), "every area"),
        (lambda y, variance, x: (y, variance, x, 1.0), "correlation"),
        (lambda y, variance, x: (y * np.nan, variance, x, 0.5), "too few"),
        (lambda y, variance, x: (y, variance, x[..., [0, 0]], 0.5), "repeat"),
    ],
)
def test_what_cannot_be_modelled_is_refused(change, said) -> None:
    with pytest.raises(ValueError, match=said):
        predict_by_fay_herriot_over_time(*change(*wards(1, 1, 1)), **QUICK)
