"""The statistics against answers printed in papers, guides and other packages' tests; see golden/README.md."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.statistics.changes import ValuesWithSums, split_change
from fairer_stockton.statistics.funnels import compute_proportion_funnel, compute_rate_funnel
from fairer_stockton.statistics.inequality import compute_absolute_gap, compute_slope_index
from fairer_stockton.statistics.life_expectancy import compute_life_expectancy
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.statistics.rank_sets import find_rank_sets
from fairer_stockton.statistics.rates import compute_rate
from fairer_stockton.statistics.slope_simulation import simulate_slope_index
from fairer_stockton.statistics.small_area import predict_by_fay_herriot
from fairer_stockton.statistics.standardisation import ESP_2013

GOLDEN = Path(__file__).parent / "golden"
PUBLISHED = pd.read_csv(GOLDEN / "published_answers.csv")


@pytest.mark.parametrize("line", list(PUBLISHED.itertuples()), ids=lambda line: f"{line.what}-{line.in1}-{line.in2}")
def test_printed_limits(line):
    match line.what:
        case "wilson":
            estimate = compute_wilson_proportion(line.in1, line.in2, scale=1)
        case "poisson":
            estimate = compute_rate(line.in1, 1, per=1)
        case "difference":
            estimate = compute_absolute_gap(
                compute_wilson_proportion(line.in1, line.in2, scale=1),
                compute_wilson_proportion(line.in3, line.in4, scale=1),
            )
    found = [float(number) for number in (estimate.value, estimate.lower_95, estimate.upper_95)]
    assert found == pytest.approx([line.value, line.lower_95, line.upper_95], abs=0.51 * 10.0**-line.places)


def test_slope_index_of_the_worked_example():
    table = pd.read_csv(GOLDEN / "slope_index_published.csv")
    index = compute_slope_index(table.value, table.standard_error, table.population)
    assert float(index.slope.value) == pytest.approx(7.000235, abs=5e-7)
    assert float(index.intercept) == pytest.approx(78.032079, abs=5e-7)
    assert float(index.relative.value) == pytest.approx(1.089710, abs=5e-7)
    assert float(index.slope.lower_95) == pytest.approx(3.153, abs=5e-4)
    assert float(index.slope.upper_95) == pytest.approx(10.847, abs=5e-4)


def test_simulated_limits_meet_the_closed_form_of_the_worked_example():
    table = pd.read_csv(GOLDEN / "slope_index_published.csv")
    exact = compute_slope_index(table.value, table.standard_error, table.population).slope
    drawn = simulate_slope_index(table.value, table.standard_error, table.population).slope
    assert float(drawn.value) == pytest.approx(float(exact.value), abs=1e-9)
    width = float(exact.upper_95 - exact.lower_95)
    assert float(drawn.lower_95) == pytest.approx(float(exact.lower_95), abs=0.005 * width)
    assert float(drawn.upper_95) == pytest.approx(float(exact.upper_95), abs=0.005 * width)
    assert float(drawn.lower_998) == pytest.approx(float(exact.lower_998), abs=0.02 * width)
    assert float(drawn.upper_998) == pytest.approx(float(exact.upper_998), abs=0.02 * width)


def test_life_expectancy_at_every_age():
    table = pd.read_csv(GOLDEN / "life_expectancy_published.csv")
    found = compute_life_expectancy(table.deaths, table.population)
    np.testing.assert_array_equal(found.age_starts, table.start_age)
    np.testing.assert_allclose(found.expectancy.value, table.value, rtol=0, atol=1e-8)
    # The printed limits use z = 1.96.
    np.testing.assert_allclose(found.expectancy.value - 1.96 * found.standard_error, table.lower_95, rtol=0, atol=2e-7)
    np.testing.assert_allclose(found.expectancy.value + 1.96 * found.standard_error, table.upper_95, rtol=0, atol=2e-7)
    np.testing.assert_allclose(found.expectancy.lower_95, table.lower_95, rtol=0, atol=1e-5)


def test_funnel_limits_of_proportions():
    table = pd.read_csv(GOLDEN / "funnel_proportions_published.csv")
    limits = compute_proportion_funnel(table.denominator, 80.642448)
    for column in ("lower_95", "upper_95", "lower_998", "upper_998"):
        np.testing.assert_allclose(getattr(limits, column), table[column], atol=2e-6, err_msg=column)


@pytest.mark.parametrize("side", ["lower_95", "upper_95", "lower_998", "upper_998"])
def test_funnel_limits_of_ratios_touch_the_observed_count(side):
    table = pd.read_csv(GOLDEN / "funnel_ratios_published.csv")
    expected = table[f"expected_{side}"]
    np.testing.assert_allclose(
        getattr(compute_rate_funnel(expected, 1, per=1), side) * expected, table["observed"], rtol=1e-5
    )


def test_fay_herriot_on_milk_expenditure():
    table = pd.read_csv(GOLDEN / "fay_herriot_milk.csv")
    groups = np.column_stack([np.ones(43), *(table.major_area == group for group in (2, 3, 4))])
    found = predict_by_fay_herriot(table.direct, table.standard_deviation**2, groups)
    assert found.between_area_variance == pytest.approx(0.01855022, abs=2e-7)
    np.testing.assert_allclose(found.coefficients, [0.9681890, 0.1327801, 0.2269462, -0.2413011], atol=2e-7)
    np.testing.assert_allclose(found.coefficient_errors, [0.06936208, 0.10300072, 0.09232981, 0.08161707], atol=3e-7)
    np.testing.assert_allclose(found.estimate.value, table.eblup, atol=7e-7)
    np.testing.assert_allclose(found.mean_squared_error, table.mse, atol=1e-7)


def test_rank_sets_of_mathematics_in_pisa_2018():
    """What the guide of csranks prints of 37 countries, by 1,000 draws; here more, so that chance does not decide."""
    table = pd.read_csv(GOLDEN / "pisa_2018_mathematics.csv")
    country = {name: place for place, name in enumerate(table.country)}
    ranks = "24 18 10 7 35 37 17 8 3 11 20 15 34 30 21 16 32 25 1 2 19 29 27 36 4 22 14 5 23 26 9 28 12 6 33 13 31"
    best = {"Belgium", "Canada", "Denmark", "Estonia", "Finland", "Japan", "Korea", "Netherlands", "Poland", "Slovenia"}
    best |= {"Switzerland"}
    sets = find_rank_sets(table.score, table.standard_error, draws=20_000)
    assert sets.rank.tolist() == [int(rank) for rank in ranks.split()]
    # The five best: 12 countries may be among them at 95 %, and without Sweden 11 at 90 %.
    assert set(table.country[sets.lower <= 5]) == best | {"Sweden"}
    less_sure = find_rank_sets(table.score, table.standard_error, draws=20_000, level=0.9)
    assert set(table.country[less_sure.lower <= 5]) == best
    # Korea's set and Germany's share rank 7, and are apart at 75 %.
    korea, germany = country["Korea"], country["Germany"]
    assert sets.upper[korea] == sets.lower[germany] == 7
    least_sure = find_rank_sets(table.score, table.standard_error, draws=20_000, level=0.75)
    assert least_sure.upper[korea] < least_sure.lower[germany]
    # The last three overlap with no other country.
    last = [country[name] for name in ("Chile", "Mexico", "Colombia")]
    assert sets.lower[last].min() == 35 > np.delete(sets.upper, last).max()


def test_das_gupta_example_2_1():
    # Mean earnings = earnings of an earner × share of earners: a sum over a population of one over that share.
    black, white = (
        ValuesWithSums.of(pay * share, pay, 1 / share) for pay, share in ((10930, 0.717892), (16591, 0.825974))
    )
    found = split_change(black, black, white)
    assert float(found.total) == pytest.approx(5857.175, abs=5e-4)
    assert float(found.over_time.by_count) == pytest.approx(4369.913, abs=5e-4)
    assert float(found.over_time.by_population) == pytest.approx(1487.262, abs=5e-4)


def test_european_standard_population():
    assert len(ESP_2013) == 19
    assert sum(ESP_2013) == 100_000
    assert ESP_2013[:2] + ESP_2013[6:8] + ESP_2013[-4:] == (5000, 5500, 6500, 7000, 4000, 2500, 1500, 1000)
