"""The statistics against base R; golden/classical_answers_r.csv is made by oracles/make_classical_answers.R."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.statistics.inequality import compute_slope_index
from fairer_stockton.statistics.life_expectancy import BANDS_TO_90, compute_life_expectancy
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.statistics.rates import compute_rate
from fairer_stockton.statistics.standardisation import compute_directly_standardised_rate

TABLE = pd.read_csv(
    Path(__file__).parent / "golden" / "classical_answers_r.csv", dtype={f"in{i}": str for i in range(1, 5)}
)


def lines(what):
    for line in TABLE[TABLE.what == what].itertuples():
        inputs = [
            np.array(text.split(), dtype=float) for text in (line.in1, line.in2, line.in3, line.in4) if text == text
        ]
        yield inputs, np.array([line.value, line.lower_95, line.upper_95, line.lower_998, line.upper_998])


def numbers(estimate, place=...):
    return np.array([float(np.squeeze(number[place])) for number in estimate.value_and_limits])


SINGLE = {
    "wilson": lambda x, n: compute_wilson_proportion(x, n, scale=1),
    "poisson": lambda x: compute_rate(x, np.ones(1), per=1),
    "dsr": compute_directly_standardised_rate,
    "slope": lambda *inputs: compute_slope_index(*inputs).slope,
    "life_85": lambda d, p, age: compute_life_expectancy(d, p, BANDS_TO_90[:-1]).at(int(age[0])),
}


@pytest.mark.parametrize("what", SINGLE)
def test_against_r(what):
    cases = list(lines(what))
    assert cases
    for inputs, expected in cases:
        np.testing.assert_allclose(
            numbers(SINGLE[what](*inputs)), expected, rtol=2e-11, atol=1e-12, err_msg=str(inputs)
        )


def test_slope_fitted_on_the_log_scale():
    (value, population), expected = next(lines("slope_log"))
    index = compute_slope_index(value, 0.01, population, scale="log", fit_on_scale=True)
    found = [float(index.slope.value), float(index.relative.value), float(index.intercept)]
    np.testing.assert_allclose(found, expected[:3], rtol=1e-11)
