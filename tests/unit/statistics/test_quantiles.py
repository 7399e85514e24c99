import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairer_stockton.statistics.quantiles import assign_quantiles

counts = st.lists(st.integers(0, 20), min_size=5, max_size=60)


@given(counts, st.randoms())
def test_row_order_never_matters(values, random):
    codes = [f"E{place:03}" for place in range(len(values))]
    expected = dict(zip(codes, assign_quantiles(values, tiebreak=codes), strict=True))
    rows = list(zip(codes, values, strict=True))
    random.shuffle(rows)
    shuffled = assign_quantiles([value for _, value in rows], tiebreak=[code for code, _ in rows])
    assert dict(zip([code for code, _ in rows], shuffled, strict=True)) == expected


@given(counts, st.integers(2, 5))
def test_groups_rise_with_value_and_are_as_equal_as_can_be(values, n):
    quantile = assign_quantiles(values, n)
    sizes = np.bincount(quantile, minlength=n + 1)[1:]
    assert sizes.max() - sizes.min() <= 1
    order = np.argsort(values, kind="stable")
    assert np.all(np.diff(quantile[order]) >= 0)


def test_areas_that_do_not_divide_evenly():
    assert assign_quantiles(range(7), 5).tolist() == [1, 1, 2, 3, 3, 4, 5]


def test_inverted_order_puts_the_highest_first_and_ties_still_go_by_code():
    assert assign_quantiles([5, 4, 3, 2, 1], highest_first=True).tolist() == [1, 2, 3, 4, 5]
    tied = assign_quantiles([1, 1, 1, 1, 1], highest_first=True, tiebreak=list("bacde"))
    assert tied.tolist() == [2, 1, 3, 4, 5]


def test_inside_parents_and_missing_values():
    values = [1, 2, 3, 4, 5, 9, 8, 7, 6, np.nan]
    quantile = assign_quantiles(values, 5, within=["a"] * 5 + ["b"] * 5)
    assert quantile.tolist() == [1, 2, 3, 4, 5, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"values": [1, 2, 3, 4, np.nan]}, "at least 5 areas"),
        ({"values": range(9), "n": 1}, "2 to 100"),
        ({"values": range(9), "n": 101}, "2 to 100"),
        ({"values": [[1, 2]], "n": 2}, "shape"),
        ({"values": range(9), "tiebreak": range(8)}, "one shape"),
    ],
)
def test_what_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        assign_quantiles(**arguments)
