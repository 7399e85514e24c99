import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtr

from fairer_stockton.statistics.means import mean, mean_of_groups

values = st.lists(st.floats(-1000, 1000), min_size=2, max_size=30)


@given(values, st.randoms())
def test_row_order_changes_nothing(numbers, random):
    group = [place % 2 for place in range(len(numbers))]
    rows = list(zip(numbers, group, strict=True))
    random.shuffle(rows)
    shuffled, places = zip(*rows, strict=True)
    before, after = mean_of_groups(numbers, group, 2), mean_of_groups(shuffled, places, 2)
    for a, b in zip(before.numbers, after.numbers, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-9)


def test_the_interval_is_students_t():
    estimate = mean([30.0], [320.0], [3])
    reach = (estimate.upper_95 - estimate.value) / np.sqrt(10 / 3)
    assert stdtr(2, reach)[0] == pytest.approx(0.975)
    assert stdtr(2, (estimate.upper_998 - 10) / np.sqrt(10 / 3))[0] == pytest.approx(0.999)


def test_a_large_mean_keeps_its_digits_in_groups():
    numbers = 1e9 + np.array([1.0, 2.0, 3.0])
    assert mean_of_groups(numbers, [0, 0, 0], 1).upper_95[0] - 1e9 == pytest.approx(4.484, abs=1e-3)


def test_equal_values_have_no_width():
    estimate = mean([0.3], [0.03], [3])
    assert estimate.lower_95[0] == pytest.approx(0.1, abs=1e-9)


def test_what_is_not_available():
    estimate = mean([1, 1, np.nan, 9, 6], [1, 1, 1, 1, 14], [1, np.nan, 3, 3, 3])
    assert (estimate.reason != "").tolist() == [True, True, True, True, False]
    grouped = mean_of_groups([1.0, np.nan, 2.0, 4.0], [0, 0, 1, 1], 3)
    assert (grouped.reason != "").tolist() == [True, False, True]
    assert grouped.value[1] == 3


def test_bad_shapes_and_groups():
    with pytest.raises(ValueError, match="shape"):
        mean_of_groups([1.0, 2.0], [0], 1)
    with pytest.raises(ValueError, match="group numbers"):
        mean_of_groups([1.0, 2.0], [0, 2], 2)
