"""Differences split into parts, against published worked examples."""

import numpy as np
import pytest

from fairer_stockton.statistics.decomposition import split_averages_of_counts, split_life_expectancy_by_age

# Das Gupta (1993), *Standardization and Decomposition of Rates: A User's Manual*, US Bureau of the Census P23-186,
# example 5.3: residents of the United States in thousands and deaths per 1,000, by two races and eleven ages.
PEOPLE_1985 = [
    *(3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472),
    *(707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236),
]
RATES_1985 = [
    *(9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570),
    *(17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161),
]
PEOPLE_1970 = [
    *(2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315),
    *(535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117),
]
RATES_1970 = [
    *(18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837),
    *(36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205),
]
CRUDE_RATES = (8.735618, 9.421833)  # of 1985 and 1970
AGE_EFFECT, RACE_EFFECT, RATE_EFFECT = 1.5217347, 0.0197749, -2.2277254

# Ponnapalli (2005), Demographic Research 12(7): women of the United States in 1935 and 1995 (Bell, Wade and Goss 1992,
# by way of Preston, Heuveline and Guillot 2001, box 3.4), and what ages add by Arriaga's formulae made symmetric.
AGES = (0, 5, 15, 25, 45, 65, 85)
SURVIVORS_1935 = [1.00000, 0.93887, 0.92613, 0.90341, 0.82368, 0.60779, 0.12281]
EXPECTANCY_1935 = [63.32, 62.39, 53.19, 44.38, 27.61, 13.21, 4.49]
SURVIVORS_1995 = [1.00000, 0.99179, 0.98999, 0.98524, 0.96298, 0.85504, 0.41424]
EXPECTANCY_1995 = [79.00, 74.65, 64.78, 55.06, 36.06, 19.00, 6.62]
ADDED_BY_AGE = [3.85, 0.73, 1.01, 2.55, 3.31, 3.66, 0.57]


def test_das_guptas_death_rates_of_1970_and_1985():
    now, then = (
        (np.array(people) * np.array(rates), np.array(people, dtype=float))
        for people, rates in ((PEOPLE_1985, RATES_1985), (PEOPLE_1970, RATES_1970))
    )
    for (deaths, people), published in zip((now, then), CRUDE_RATES, strict=True):
        assert deaths.sum() / people.sum() == pytest.approx(published, abs=5e-7)
    parts = split_averages_of_counts(*now, *then, of_people=False, with_limits=False)
    assert float(parts.total.value) == pytest.approx(-0.6862158, abs=5e-8)
    assert float(parts.rates.value) == pytest.approx(RATE_EFFECT, abs=5e-8)
    assert float(parts.composition.value) == pytest.approx(AGE_EFFECT + RACE_EFFECT, abs=1e-7)


def test_ponnapallis_ages_of_american_women():
    added = split_life_expectancy_by_age(SURVIVORS_1995, EXPECTANCY_1995, SURVIVORS_1935, EXPECTANCY_1935)
    # The paper worked with more decimals of the years expected than it prints: two roundings of 0.005 at either age.
    np.testing.assert_allclose(added, ADDED_BY_AGE, rtol=0, atol=0.02)
    assert added.sum() == pytest.approx(79.00 - 63.32, abs=1e-9)
    assert sum(ADDED_BY_AGE) == pytest.approx(15.68)
