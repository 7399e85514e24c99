import numpy as np
import pytest

from fairer_stockton.statistics.comparison import compare_interval_with_point

INTERVALS = {"lower": [1, 3, 5, 3, 2], "upper": [2, 4, 6, np.nan, 3]}


@pytest.mark.parametrize(
    ("polarity", "expected"),
    [
        ("higher_is_better", ["worse", "similar", "better", "not_compared", "similar"]),
        ("lower_is_better", ["better", "similar", "worse", "not_compared", "similar"]),
        ("neutral", ["lower", "similar", "higher", "not_compared", "similar"]),
    ],
)
def test_the_interval_against_the_point(polarity, expected):
    assert compare_interval_with_point(**INTERVALS, benchmark=3, polarity=polarity).tolist() == expected


def test_unknown_polarity_and_shapes_are_refused():
    with pytest.raises(ValueError, match="polarity"):
        compare_interval_with_point([1], [2], 1, "up")
    with pytest.raises(ValueError, match="one shape"):
        compare_interval_with_point([1, 2], [2], [1, 2, 3], "neutral")
