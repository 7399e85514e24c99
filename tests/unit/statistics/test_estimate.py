import numpy as np
import pytest

from fairer_stockton.statistics.estimate import (
    Z_95,
    Z_998,
    Estimate,
    fill_empty_texts,
    find_text_of_first_failure,
    read_arrays_of_equal_shape,
)


def test_parts_of_different_shapes_are_refused():
    with pytest.raises(ValueError, match="one shape"):
        Estimate(*(np.zeros(2) for _ in range(5)), reason=np.array(["", "", ""], dtype=object))


def test_a_reason_blanks_its_own_numbers_only():
    estimate = Estimate.normal(np.array([1.0, 2.0]), np.ones(2), np.array(["", "no"], dtype=object))
    assert [np.isnan(number).tolist() for number in estimate.value_and_limits] == [[False, True]] * 5
    assert estimate.available.tolist() == [True, False]


def test_normal_limits():
    estimate = Estimate.normal(np.array(10.0), np.array(2.0), np.array("", dtype=object))
    assert [float(number) for number in estimate.value_and_limits] == [
        *(10.0, 10 - 2 * Z_95, 10 + 2 * Z_95),
        *(10 - 2 * Z_998, 10 + 2 * Z_998),
    ]
    assert (Z_95, Z_998) == (1.959963984540054, 3.090232306167813)


def test_a_negative_factor_swaps_the_limits():
    estimate = Estimate.normal(np.array([10.0]), np.array([2.0]), np.array([""], dtype=object)).scaled(-3)
    assert estimate.lower_998 < estimate.lower_95 < estimate.value < estimate.upper_95 < estimate.upper_998


def test_a_published_value_may_come_without_limits():
    estimate = Estimate.published([1.0, np.nan], lower_95=[0.5, 0.5], upper_95=[2.0, 2.0])
    assert estimate.reason.tolist() == ["", "the publisher gives no value"]
    assert estimate.upper_95[0] == 2.0
    assert np.isnan([estimate.lower_998[0], estimate.lower_95[1]]).all()


def test_the_first_reason_stands():
    reason = find_text_of_first_failure(
        (3,), (np.array([True, False, False]), "a"), (np.array([True, True, False]), "b")
    )
    assert reason.tolist() == ["a", "b", ""]
    assert fill_empty_texts(reason, np.array(["c", "c", "c"], dtype=object)).tolist() == ["a", "b", "c"]


def test_unequal_shapes_are_named_and_scalars_fit():
    with pytest.raises(ValueError, match=r"count \(2,\), people \(3,\)"):
        read_arrays_of_equal_shape(count=[1, 2], people=[1, 2, 3])
    assert [array.shape for array in read_arrays_of_equal_shape(count=1, people=[1, 2, 3])] == [(3,), (3,)]
