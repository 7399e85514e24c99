import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairer_stockton.statistics.proportions import compute_wilson_proportion


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_limits_hold_the_estimate_and_each_other(pair):
    estimate = compute_wilson_proportion(*pair)
    order = [estimate.lower_998, estimate.lower_95, estimate.value, estimate.upper_95, estimate.upper_998]
    assert np.all(np.diff([0.0, *map(float, order), 100.0]) >= 0)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_not_doing_it_is_the_mirror_image(pair):
    yes, no = compute_wilson_proportion(*pair, scale=1), compute_wilson_proportion(pair[1] - pair[0], pair[1], scale=1)
    np.testing.assert_allclose(1 - yes.lower_95, no.upper_95, atol=1e-12)
    np.testing.assert_allclose(1 - yes.upper_998, no.lower_998, atol=1e-12)


def test_nobody_and_everybody_touch_the_ends():
    estimate = compute_wilson_proportion([0, 7], [7, 7])
    assert (estimate.lower_95[0], estimate.lower_998[0], estimate.upper_95[1], estimate.upper_998[1]) == (
        0,
        0,
        100,
        100,
    )


def test_one_bad_area_never_spoils_the_others():
    estimate = compute_wilson_proportion([5, 1, -1, 9, np.nan, 3, 3, 5], [10, 0, 10, 8, 10, np.nan, -4, 10])
    assert estimate.reason.tolist() == [
        "",
        "the denominator is zero",
        "the numerator is negative",
        "the numerator is larger than the denominator",
        "the numerator is missing",
        "the denominator is missing",
        "the denominator is negative",
        "",
    ]
    alone = compute_wilson_proportion([5], [10])
    for together, single in zip(estimate.value_and_limits, alone.value_and_limits, strict=True):
        assert together[0] == together[-1] == single[0]
        assert np.isnan(together[1:-1]).all()


def test_shapes_must_agree():
    with pytest.raises(ValueError, match="one shape"):
        compute_wilson_proportion([1, 2], [1, 2, 3])
