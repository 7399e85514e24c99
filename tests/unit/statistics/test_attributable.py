import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairer_stockton.statistics.attributable import count_people_in_gap
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.inequality import compute_absolute_gap
from fairer_stockton.statistics.proportions import compute_wilson_proportion


def test_people_behind_a_gap():
    rates = compute_wilson_proportion([30, 20, 10], [100, 100, 100])
    found = count_people_in_gap(rates, [1000, 2000, 3000], -1)
    assert float(found.value) == pytest.approx(1000 * 0.2 + 2000 * 0.1)
    assert found.lower_998 < found.lower_95 < found.value < found.upper_95 < found.upper_998


def test_people_in_one_group_are_the_absolute_gap_times_them():
    rates = compute_wilson_proportion([30, 10], [100, 100])
    gap = compute_absolute_gap(compute_wilson_proportion(30, 100), compute_wilson_proportion(10, 100))
    two = count_people_in_gap(rates, [500, 0], 1)
    np.testing.assert_allclose(two.value_and_limits, np.array(gap.value_and_limits) * 5)
    england = count_people_in_gap(compute_wilson_proportion([30], [100]), [500], compute_wilson_proportion(10, 100))
    np.testing.assert_allclose(england.value_and_limits, two.value_and_limits)
    turned = count_people_in_gap(compute_wilson_proportion([10], [100]), [500], compute_wilson_proportion(30, 100))
    np.testing.assert_allclose(turned.lower_95, -england.upper_95)


@given(st.floats(1, 1000))
def test_what_the_rate_is_per_only_scales(per):
    rates = compute_wilson_proportion([30, 10], [100, 100])
    np.testing.assert_allclose(
        count_people_in_gap(rates, 100, 1, per).value, count_people_in_gap(rates, 100, 1, 1).value / per
    )


def test_people_say_what_is_missing():
    rates = compute_wilson_proportion([[3, 2], [3, 2], [3, 2]], [[10, 10], [10, 0], [10, 10]])
    found = count_people_in_gap(rates, [[10, 10], [10, 10], [10, np.nan]], 0)
    assert found.reason.tolist() == ["", "the denominator is zero", "a group has no population"]
    unknown = count_people_in_gap(rates, 10, Estimate.published(np.nan))
    assert unknown.reason[0] == "the publisher gives no value"
    with pytest.raises(ValueError, match="reference group"):
        count_people_in_gap(rates, 10, 5)
