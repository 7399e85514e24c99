import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairer_stockton.statistics.quantiles import assign_quantiles, assign_quantiles_within_groups

counts = st.lists(st.integers(0, 20), min_size=5, max_size=60)


distinct = st.lists(st.integers(0, 2000), min_size=5, max_size=60, unique=True)


@given(counts, st.randoms())
def test_row_order_never_matters(values, random):
    expected = dict(zip(values, assign_quantiles(values), strict=True))
    shuffled = list(values)
    random.shuffle(shuffled)
    assert dict(zip(shuffled, assign_quantiles(shuffled), strict=True)) == expected


@given(distinct, st.integers(2, 5))
def test_groups_rise_with_value_and_are_as_equal_as_can_be(values, n):
    quantile = assign_quantiles(values, n)
    sizes = np.bincount(quantile, minlength=n + 1)[1:]
    assert sizes.max() - sizes.min() <= 1
    assert np.all(np.diff(quantile[np.argsort(values)]) >= 0)


@given(counts, st.integers(2, 5))
def test_equal_values_are_never_cut_apart_and_stand_where_the_first_of_them_would(values, n):
    quantile = assign_quantiles(values, n)
    ordered = sorted(values)
    by_place = assign_quantiles(range(len(values)), n)
    assert quantile.tolist() == [by_place[ordered.index(value)] for value in values]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 20)), min_size=1, max_size=60))
def test_each_group_of_many_is_assigned_as_if_it_were_alone(areas):
    groups, values = (np.array(column) for column in zip(*areas, strict=True))
    together = assign_quantiles_within_groups(values, groups, 2)
    for group in np.unique(groups):
        if (groups == group).sum() >= 2:
            assert together[groups == group].tolist() == assign_quantiles(values[groups == group], 2).tolist()


def test_areas_that_do_not_divide_evenly():
    assert assign_quantiles(range(7), 5).tolist() == [1, 1, 2, 3, 3, 4, 5]


def test_areas_that_nothing_tells_apart_share_a_fifth():
    assert assign_quantiles([1, 2, 3, 3, 3, 4, 5, 6, 7, 8]).tolist() == [1, 1, 2, 2, 2, 3, 4, 4, 5, 5]


def test_a_missing_value_has_no_quantile_and_is_not_counted():
    assert assign_quantiles([1, 2, np.nan, 3, 4, 5, np.nan], 5).tolist() == [1, 2, 0, 3, 4, 5, 0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"values": [1, 2, 3, 4, np.nan]}, "at least 5 areas"),
        ({"values": range(9), "number_of_groups": 1}, "2 to 100"),
        ({"values": range(9), "number_of_groups": 101}, "2 to 100"),
        ({"values": [[1, 2]], "number_of_groups": 2}, "shape"),
    ],
)
def test_what_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        assign_quantiles(**arguments)
