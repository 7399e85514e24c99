import numpy as np
import pytest

from fairer_stockton.statistics.trends import judge_recent_trend

YEARS = [2017, 2018, 2019, 2020, 2021]


def around(value, width):
    value = np.asarray(value, dtype=float)
    return value, value - width, value + width


def test_the_words():
    rising = around([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [3, 3, 3, 3, 3]], 0.5)
    assert judge_recent_trend(*rising, YEARS).tolist() == ["increasing", "decreasing", "no_significant_change"]
    assert judge_recent_trend(*rising, YEARS, "higher_is_better").tolist()[:2] == ["improving", "worsening"]
    assert judge_recent_trend(*rising, YEARS, "lower_is_better").tolist()[:2] == ["worsening", "improving"]


@pytest.mark.parametrize(("factor", "expected"), [(0.999, "increasing"), (1.001, "no_significant_change")])
def test_the_threshold(factor, expected):
    # With equal variances v the slope of 1 a year has χ² = 10/v; v = (width · 2 / 3.92)².
    width = 3.92 / 2 * np.sqrt(10 / 9.54953570608324) * factor
    assert judge_recent_trend(*around([[1, 2, 3, 4, 5]], width), YEARS).tolist() == [expected]


def test_years_that_weigh_little_count_little():
    value = np.array([[1, 2, 3, 4, 5.0]])
    wide = np.array([[9, 1.5, 1.5, 1.5, 9]])
    assert judge_recent_trend(value, value - wide, value + wide, YEARS).tolist() == ["no_significant_change"]


def test_one_year_alone_makes_no_trend():
    steep = around([[3, 3, 3, 3, 9]], 0.5)
    assert judge_recent_trend(*steep, YEARS).tolist() == ["no_significant_change"]


def test_only_an_unbroken_run_of_five_years_is_read():
    six = around([[9, 1, 2, 3, 4, 5]], 0.5)
    assert judge_recent_trend(*six, [2016, *YEARS]).tolist() == ["increasing"]
    gap = around([[1, 2, np.nan, 4, 5], [1, 2, 3, 4, 5]], 0.5)
    assert judge_recent_trend(*gap, YEARS).tolist() == ["not_calculated", "increasing"]
    assert judge_recent_trend(*around([[1, 2, 3, 4]], 1), YEARS[:4]).tolist() == ["not_calculated"]
    assert judge_recent_trend(*around([[1, 2, 3, 4, 5]], 1), [2016, 2018, 2019, 2020, 2021]).tolist() == [
        "not_calculated"
    ]
    assert judge_recent_trend(*around([[1, 2, 3, 4, 5]], 0), YEARS).tolist() == ["not_calculated"]


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (lambda: judge_recent_trend([1, 2], [1, 2], [1, 2], [2, 1]), "rise"),
        (lambda: judge_recent_trend([1, 2], [1, 2], [1, 2, 3], [1, 2]), "one shape"),
        (lambda: judge_recent_trend([1, 2], [1, 2], [1, 2], [1, 2], "up"), "polarity"),
    ],
)
def test_what_is_refused(work, message):
    with pytest.raises(ValueError, match=message):
        work()
