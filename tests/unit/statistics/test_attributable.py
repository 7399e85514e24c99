import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairer_stockton.statistics.attributable import gap_in_people, population_attributable_risk
from fairer_stockton.statistics.estimate import Z_95, Estimate
from fairer_stockton.statistics.inequality import absolute_gap
from fairer_stockton.statistics.proportions import wilson


@given(st.lists(st.floats(1, 100), min_size=2, max_size=10), st.randoms())
def test_risk_is_the_published_form_and_ignores_the_order_of_other_groups(rates, random):
    weight = np.arange(len(rates)) + 1.0
    share = weight / weight.sum()
    s = np.sum((np.array(rates) / rates[-1] - 1) * share)
    found = population_attributable_risk(rates, 1.0, weight)
    assert float(found.value) == pytest.approx(s / (s + 1), abs=1e-12)
    order = list(range(len(rates) - 1))
    random.shuffle(order)
    order.append(len(rates) - 1)
    again = population_attributable_risk(np.array(rates)[order], 1.0, weight[order])
    np.testing.assert_allclose(found.numbers, again.numbers, rtol=1e-9, atol=1e-12)
    assert found.lower_998 < found.lower_95 < found.value < found.upper_95 < found.upper_998


def test_the_interval_of_the_risk_is_the_derivative():
    value, error, weight, step = np.array([30.0, 20, 12]), np.array([2.0, 1, 1.5]), np.array([1.0, 2, 2]), 1e-6

    def at(y):
        return np.log(1 - float(population_attributable_risk(y, 1, weight).value))

    moves = [(at(value + step * e) - at(value - step * e)) / (2 * step) for e in np.eye(3)]
    reach = Z_95 * np.sqrt(np.sum((moves * error) ** 2))
    found = population_attributable_risk(value, error, weight)
    assert float(found.upper_95) == pytest.approx(1 - np.exp(at(value) - reach), rel=1e-6)
    assert float(found.lower_95) == pytest.approx(1 - np.exp(at(value) + reach), rel=1e-6)


def test_risk_says_what_is_missing():
    value = [[3, 2, 1.0], [3, np.nan, 1], [3, 2, 0], [-1, 2, 1], [3, 2, 1]]
    weight = [[1, 1, 1]] * 4 + [[1, 0, 1]]
    assert (population_attributable_risk(value, 0.1, weight).reason != "").tolist() == [False, True, True, True, True]
    with pytest.raises(ValueError, match="reference group"):
        population_attributable_risk([1, 2], 0.1, [1, 1], reference=2)


def test_people_behind_a_gap():
    rates = wilson([30, 20, 10], [100, 100, 100])
    found = gap_in_people(rates, [1000, 2000, 3000], -1)
    assert float(found.value) == pytest.approx(1000 * 0.2 + 2000 * 0.1)
    assert found.lower_998 < found.lower_95 < found.value < found.upper_95 < found.upper_998


def test_people_in_one_group_are_the_absolute_gap_times_them():
    rates = wilson([30, 10], [100, 100])
    gap = absolute_gap(wilson(30, 100), wilson(10, 100))
    two = gap_in_people(rates, [500, 0], 1)
    np.testing.assert_allclose(two.numbers, np.array(gap.numbers) * 5)
    england = gap_in_people(wilson([30], [100]), [500], wilson(10, 100))
    np.testing.assert_allclose(england.numbers, two.numbers)
    turned = gap_in_people(wilson([10], [100]), [500], wilson(30, 100))
    np.testing.assert_allclose(turned.lower_95, -england.upper_95)


@given(st.floats(1, 1000))
def test_what_the_rate_is_per_only_scales(per):
    rates = wilson([30, 10], [100, 100])
    np.testing.assert_allclose(gap_in_people(rates, 100, 1, per).value, gap_in_people(rates, 100, 1, 1).value / per)


def test_people_say_what_is_missing():
    rates = wilson([[3, 2], [3, 2], [3, 2]], [[10, 10], [10, 0], [10, 10]])
    found = gap_in_people(rates, [[10, 10], [10, 10], [10, np.nan]], 0)
    assert found.reason.tolist() == ["", "the denominator is zero", "a group has no population"]
    unknown = gap_in_people(rates, 10, Estimate.published(np.nan))
    assert unknown.reason[0] == "the publisher gives no value"
    with pytest.raises(ValueError, match="reference group"):
        gap_in_people(rates, 10, 5)
