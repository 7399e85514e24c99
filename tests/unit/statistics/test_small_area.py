import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairer_stockton.statistics.small_area import predict_by_fay_herriot


def wards(size=30, between=1.0, seed=0):
    random = np.random.default_rng(seed)
    x = np.column_stack([np.ones(size), random.normal(size=size)])
    variance = random.uniform(0.3, 2, size)
    truth = x @ [5, 2] + random.normal(0, np.sqrt(between), size)
    return truth + random.normal(0, np.sqrt(variance)), variance, x


@given(st.permutations(range(30)))
@settings(max_examples=20)
def test_row_order_changes_nothing(order):
    y, d, x = wards()
    before, after = predict_by_fay_herriot(y, d, x), predict_by_fay_herriot(y[order], d[order], x[order])
    np.testing.assert_allclose(before.estimate.value[order], after.estimate.value, rtol=1e-9)
    np.testing.assert_allclose(before.mean_squared_error[order], after.mean_squared_error, rtol=1e-8)


@given(st.floats(0.01, 100), st.integers(0, 20))
@settings(max_examples=25)
def test_the_unit_only_scales(factor, seed):
    y, d, x = wards(seed=seed)
    plain, scaled = predict_by_fay_herriot(y, d, x), predict_by_fay_herriot(y * factor, d * factor**2, x)
    np.testing.assert_allclose(scaled.estimate.value, plain.estimate.value * factor, rtol=1e-5)
    assert np.all((plain.direct_weight >= 0) & (plain.direct_weight < 1))
    assert np.all(plain.mean_squared_error > 0)


@given(st.integers(0, 40))
@settings(max_examples=25)
def test_the_between_area_variance_maximises_the_restricted_likelihood(seed):
    y, d, x = wards(between=0.4, seed=seed)
    found = predict_by_fay_herriot(y, d, x).between_area_variance

    def likelihood(between):
        inverse = np.diag(1 / (between + d))
        information = x.T @ inverse @ x
        beta = np.linalg.solve(information, x.T @ inverse @ y)
        residual = y - x @ beta
        return -0.5 * (np.sum(np.log(between + d)) + np.linalg.slogdet(information)[1] + residual @ inverse @ residual)

    best = max(likelihood(between) for between in np.linspace(0, 5, 400))
    assert likelihood(found) >= best - 1e-9


def test_areas_that_differ_no_more_than_chance_are_given_the_model():
    y, d, x = wards(between=0, seed=2)
    found = predict_by_fay_herriot(x @ [5, 2] + (y - x @ [5, 2]) * 0.1, d, x)
    assert found.between_area_variance == 0
    assert found.direct_weight.max() == 0


def test_areas_without_a_direct_estimate_are_predicted_and_without_covariates_are_not():
    y, d, x = wards()
    y, d, x = y.copy(), d.copy(), x.copy()
    y[0], d[1], d[2], x[3, 1] = np.nan, np.nan, 0, np.nan
    found = predict_by_fay_herriot(y, d, x)
    assert found.direct_weight[:3].tolist() == [0, 0, 0]
    np.testing.assert_allclose(found.estimate.value[:3], x[:3] @ found.coefficients)
    assert np.all(found.mean_squared_error[:3] > found.between_area_variance)
    assert found.estimate.reason[3] == "the area has no covariates"
    assert np.isnan(found.mean_squared_error[3])
    rest = predict_by_fay_herriot(y[4:], d[4:], x[4:])
    np.testing.assert_allclose(found.estimate.value[4:], rest.estimate.value, rtol=1e-9)


@pytest.mark.parametrize(
    ("y", "d", "x", "message"),
    [
        (np.ones(5), np.ones(4), np.ones((5, 1)), "one row an area"),
        (np.ones(2), np.ones(2), np.ones((2, 1)), "2 areas have a direct estimate"),
        (np.arange(9.0), np.ones(9), np.ones((9, 2)), "repeat each other"),
    ],
)
def test_what_is_refused(y, d, x, message):
    with pytest.raises(ValueError, match=message):
        predict_by_fay_herriot(y, d, x)
