import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairer_stockton.statistics.estimate import Z_95
from fairer_stockton.statistics.inequality import compute_absolute_gap, compute_slope_index
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.statistics.slope_regression import compute_standard_error_from_limits, compute_weights_of_line_ends

people = st.lists(st.integers(100, 9000), min_size=5, max_size=12)


@given(people, st.floats(1, 100), st.sampled_from(["raw", "log"]), st.booleans())
def test_a_flat_gradient_has_no_slope(share, level, scale, fit_on_scale):
    index = compute_slope_index([level] * len(share), 0.1, share, scale=scale, fit_on_scale=fit_on_scale)
    assert float(index.slope.value) == pytest.approx(0, abs=1e-9 * level)
    assert float(index.relative.value) == pytest.approx(1)
    assert index.slope.lower_998 < index.slope.lower_95 < 0 < index.slope.upper_95 < index.slope.upper_998


@given(people, st.floats(10, 90), st.floats(-9, 9))
def test_a_straight_gradient_is_found_exactly(share, start, rise):
    weight = np.array(share) / sum(share)
    rank = np.cumsum(weight) - weight / 2
    index = compute_slope_index(start + rise * rank, 1.0, share)
    assert float(index.slope.value) == pytest.approx(rise, abs=1e-9)
    assert float(index.intercept) == pytest.approx(start)
    assert float(index.relative.value) == pytest.approx((start + rise) / start)


@given(people, st.floats(0.001, 1000))
def test_scaling_the_population_changes_nothing(share, factor):
    value = np.arange(len(share)) + 50.0
    a = compute_slope_index(value, 1.0, share)
    b = compute_slope_index(value, 1.0, np.array(share) * factor)
    np.testing.assert_allclose(a.slope.value_and_limits, b.slope.value_and_limits, rtol=1e-9)
    np.testing.assert_allclose(a.relative.value_and_limits, b.relative.value_and_limits, rtol=1e-9)


def test_polarity_turns_the_sign_and_inverts_the_ratio():
    value, share = np.array([30.0, 25, 20, 15, 10]), np.ones(5)
    plain, turned = (
        compute_slope_index(value, 2.0, share),
        compute_slope_index(value, 2.0, share, polarity="lower_is_better"),
    )
    assert float(turned.slope.value) == -float(plain.slope.value) == pytest.approx(25)
    assert float(turned.slope.lower_95) == pytest.approx(-float(plain.slope.upper_95))
    assert float(turned.relative.value) == pytest.approx(1 / float(plain.relative.value))
    assert float(turned.relative.upper_998) == pytest.approx(1 / float(plain.relative.lower_998))
    assert float(compute_slope_index(value, 2.0, share, multiplier=100).slope.value) == pytest.approx(-2500)


def test_the_interval_carries_the_quantiles_errors():
    error = np.array([1.0, 2, 3, 2, 1])
    index = compute_slope_index([1.0, 2, 3, 4, 5], error, np.ones(5))
    weights = np.array([-2, -1, 0, 1, 2]) * 0.2 / (0.2 * 0.4)
    expected = np.sqrt(np.sum((weights * error * 0.2) ** 2))
    assert (float(index.slope.upper_95) - 5) / Z_95 == pytest.approx(expected)


@pytest.mark.parametrize(("scale", "fit_on_scale"), [("raw", 0), ("log", 0), ("log", 1), ("logit", 0), ("logit", 1)])
def test_the_delta_method_is_the_derivative(scale, fit_on_scale):
    value, share, step = np.array([0.2, 0.25, 0.33, 0.4, 0.41]), np.array([1.0, 2, 1, 3, 2]), 1e-6
    forward = {"raw": lambda x: x, "log": np.log, "logit": lambda x: np.log(x / (1 - x))}[scale]
    back = {"raw": lambda x: x, "log": np.exp, "logit": lambda x: 1 / (1 + np.exp(-x))}[scale]
    error = np.array([0.1, 0.2, 0.3, 0.2, 0.1])

    def fit(eta):
        index = compute_slope_index(back(eta), error, share, scale=scale, fit_on_scale=bool(fit_on_scale))
        return float(index.slope.value), np.log(float(index.relative.value))

    index = compute_slope_index(value, error, share, scale=scale, fit_on_scale=bool(fit_on_scale))
    moves = np.array([np.subtract(fit(forward(value) + step * e), fit(forward(value) - step * e)) for e in np.eye(5)])
    expected = np.sqrt(np.sum((moves / (2 * step) * error[:, None]) ** 2, axis=0))
    assert (float(index.slope.upper_95) - float(index.slope.value)) / Z_95 == pytest.approx(expected[0], rel=1e-5)
    log_reach = np.log(float(index.relative.upper_95)) - np.log(float(index.relative.value))
    assert log_reach / Z_95 == pytest.approx(expected[1], rel=1e-5)


def test_one_bad_area_never_spoils_the_others():
    value = np.tile([10.0, 11, 12, 13, 14], (8, 1))
    error, share = np.ones_like(value), np.ones_like(value)
    value[1, 2] = np.nan
    error[2, 0] = -1
    error[3, 0] = np.nan
    share[4, 0] = 0
    share[5, 0] = np.nan
    value[6] = [-5, -2, 1, 4, 7]
    index = compute_slope_index(value, error, share)
    blocked = [False, True, True, True, True, True, False, False]
    assert (index.slope.reason != "").tolist() == blocked
    assert (index.relative.reason != "").tolist() == [*blocked[:6], True, False]
    assert np.isnan(index.intercept[1])
    alone = compute_slope_index(value[0], error[0], share[0])
    for number, single in zip(index.slope.value_and_limits, alone.slope.value_and_limits, strict=True):
        assert number[0] == number[7] == single


def test_values_that_have_no_logarithm_or_logit():
    value = [[0.1, 0.2, 0.3, 0.4, 0.5], [0, 0.2, 0.3, 0.4, 0.5], [0.1, 0.2, 0.3, 0.4, 1]]
    assert (compute_slope_index(value, 0.1, np.ones(5), scale="log").slope.reason != "").tolist() == [
        False,
        True,
        False,
    ]
    assert (compute_slope_index(value, 0.1, np.ones(5), scale="logit").slope.reason != "").tolist() == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"value": [1.0] * 4}, "5 to 100 quantiles, found 4"),
        ({"value": [1.0] * 101}, "5 to 100 quantiles, found 101"),
        ({"value": 1.0}, "5 to 100 quantiles"),
        ({"value": [1.0] * 5, "scale": "square"}, "scale"),
        ({"value": [1.0] * 5, "multiplier": -100}, "multiplier"),
    ],
)
def test_what_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        compute_slope_index(standard_error=1.0, population_share=1.0, **arguments)


def test_weights_of_the_line():
    bottom, top = compute_weights_of_line_ends(np.array([1.0, 1, 2]))
    assert bottom.sum() == pytest.approx(1)
    assert top.sum() == pytest.approx(1)
    rank = np.array([0.125, 0.375, 0.75])
    assert [bottom @ rank, top @ rank] == pytest.approx([0, 1])


def test_standard_errors_from_limits():
    assert compute_standard_error_from_limits([2], [2 + 2 * Z_95])[0] == pytest.approx(1)
    assert compute_standard_error_from_limits([1], [np.exp(2 * Z_95)], "log")[0] == pytest.approx(1)
    limit = 1 / (1 + np.exp(-Z_95))
    assert compute_standard_error_from_limits([1 - limit], [limit], "logit")[0] == pytest.approx(1)
    assert np.isnan(compute_standard_error_from_limits([0], [1], "log")[0])
    with pytest.raises(ValueError, match="scale"):
        compute_standard_error_from_limits([0], [1], "root")


def test_gaps_hold_their_value_and_turn_round():
    a, b = compute_wilson_proportion([30, 5], [100, 50]), compute_wilson_proportion([20, 9], [90, 40])
    forth, back = compute_absolute_gap(a, b), compute_absolute_gap(b, a)
    np.testing.assert_allclose(forth.lower_95, -back.upper_95)
    np.testing.assert_allclose(forth.upper_998, -back.lower_998)


def test_gaps_pass_reasons_on():
    a, b = compute_wilson_proportion([0, 5, 5], [10, 0, 10]), compute_wilson_proportion([5, 5, 5], [10, 10, 10])
    assert (compute_absolute_gap(a, b).reason != "").tolist() == [False, True, False]
