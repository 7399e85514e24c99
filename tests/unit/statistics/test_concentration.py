import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairer_stockton.statistics.concentration import concentration_index
from fairer_stockton.statistics.estimate import Z_95

groups = st.lists(st.tuples(st.floats(1, 100), st.floats(1, 1000)), min_size=2, max_size=12)


@given(groups, st.floats(0.01, 100))
def test_scaling_weights_changes_nothing_and_scaling_values_scales_the_absolute(rows, factor):
    value, weight = np.array(rows).T
    plain = concentration_index(value, 1.0, weight)
    heavier = concentration_index(value, 1.0, weight * factor)
    np.testing.assert_allclose(plain.absolute.numbers, heavier.absolute.numbers, atol=1e-9)
    scaled = concentration_index(value * factor, factor, weight)
    np.testing.assert_allclose(scaled.absolute.lower_95, plain.absolute.lower_95 * factor, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(scaled.relative.upper_998, plain.relative.upper_998, rtol=1e-6, atol=1e-9)
    assert abs(float(plain.relative.value)) < 1


def test_equal_values_have_none_and_the_sign_says_who_holds_more():
    assert float(concentration_index([5, 5, 5], 1, [1, 2, 3]).absolute.value) == pytest.approx(0, abs=1e-12)
    assert float(concentration_index([1, 2, 3], 1, [1, 1, 1]).absolute.value) > 0
    assert float(concentration_index([3, 2, 1], 1, [1, 1, 1]).relative.value) < 0


def test_the_intervals_are_the_derivatives():
    value, error, weight, step = (
        np.array([3.0, 5, 4, 8]),
        np.array([0.1, 0.2, 0.3, 0.2]),
        np.array([2.0, 1, 1, 3]),
        1e-6,
    )
    index = concentration_index(value, error, weight)
    for name in ("absolute", "relative"):

        def at(y, name=name):
            return float(getattr(concentration_index(y, 1, weight), name).value)

        moves = [(at(value + step * e) - at(value - step * e)) / (2 * step) for e in np.eye(4)]
        found = getattr(index, name)
        assert float(found.upper_95 - found.value) == pytest.approx(
            Z_95 * np.sqrt(np.sum((moves * error) ** 2)), rel=1e-6
        )


def test_what_is_not_available():
    value = [[1, 2, 3.0], [1, np.nan, 3], [-3, 0, 1], [1, 2, 3]]
    weight = [[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 0, 1]]
    index = concentration_index(value, 1.0, weight)
    assert (index.absolute.reason != "").tolist() == [False, True, False, True]
    assert (index.relative.reason != "").tolist() == [False, True, True, True]
    with pytest.raises(ValueError, match="two groups"):
        concentration_index([1], 1, [1])
