import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairer_stockton.statistics.estimate import Z_95
from fairer_stockton.statistics.inequality import compute_absolute_gap
from fairer_stockton.statistics.life_expectancy import (
    BANDS_TO_90,
    compute_life_expectancy,
)

PEOPLE = np.array([7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601, 50209, 56416, 46411, 39820])
PEOPLE = np.concatenate([PEOPLE, [37978, 37039, 33288, 23306, 11936, 11936]]).astype(float)
DEATHS = np.array([17.0, 9, 4, 8, 20, 15, 24, 33, 50, 71, 100, 163, 263, 304, 536, 872, 1390, 1605, 1936, 1937])


def test_the_bands():
    assert len(BANDS_TO_90) == 20
    assert BANDS_TO_90[:3] + BANDS_TO_90[-2:] == (0, 1, 5, 85, 90)


@given(st.integers(0, 19), st.integers(1, 3000))
def test_more_deaths_never_lengthen_life(band, extra):
    more = DEATHS.copy()
    more[band] += extra
    before, after = compute_life_expectancy(DEATHS, PEOPLE).at(0), compute_life_expectancy(more, PEOPLE).at(0)
    assert float(after.value) < float(before.value)
    assert before.lower_998 < before.lower_95 < before.value < before.upper_95 < before.upper_998


@given(st.integers(2, 50))
@settings(max_examples=20)
def test_the_same_rates_in_more_people_only_narrow_the_interval(factor):
    small, large = compute_life_expectancy(DEATHS, PEOPLE), compute_life_expectancy(DEATHS * factor, PEOPLE * factor)
    np.testing.assert_allclose(small.expectancy.value, large.expectancy.value)
    np.testing.assert_allclose(small.standard_error / np.sqrt(factor), large.standard_error)


def test_certain_death_in_a_band_ends_the_table_there():
    deaths = DEATHS.copy()
    deaths[10] = PEOPLE[10]
    table = compute_life_expectancy(deaths, PEOPLE)
    assert table.at(45).reason == ""
    assert table.at(50).reason == "nobody survives to this age"
    assert np.isnan(table.at(50).value)


def test_areas_that_have_no_table_say_so():
    deaths, people = np.tile(DEATHS, (9, 1)), np.tile(PEOPLE, (9, 1))
    deaths[1, 3] = -5
    people[2, 5] = 0
    deaths[3, 18] = 12_000
    people[4] /= PEOPLE.sum() / 5_000
    deaths[4] /= 1000
    deaths[5, 2] = np.nan
    people[6, 2] = np.nan
    deaths[7, 19] = 0
    table = compute_life_expectancy(deaths, people)
    assert table.at(0).reason.tolist() == [
        "",
        "an age band has negative deaths",
        "an age band has nobody in it",
        "an age band has more deaths than people",
        "5,000 people or fewer live here",
        "an age band has no count of deaths",
        "an age band has no population figure",
        "nobody died in the last age band",
        "",
    ]
    np.testing.assert_array_equal(
        table.expectancy.value[[0, 8]], np.tile(compute_life_expectancy(DEATHS, PEOPLE).expectancy.value, (2, 1))
    )
    assert np.isnan(table.expectancy.value[1:8]).all()
    assert np.isnan(table.standard_error[1:8]).all()


def test_many_areas_are_each_their_own():
    random = np.random.default_rng(3)
    people = random.integers(400, 3000, (1300, 20)).astype(float)
    deaths = np.floor(people * np.linspace(0.001, 0.2, 20)) + 1
    table = compute_life_expectancy(deaths, people)
    for row in (0, 1023, 1024, 1299):
        alone = compute_life_expectancy(deaths[row], people[row])
        np.testing.assert_allclose(table.expectancy.lower_998[row], alone.expectancy.lower_998, rtol=1e-13)


def test_a_gap_between_areas_adds_the_variances():
    low, high = compute_life_expectancy(DEATHS * 1.3, PEOPLE), compute_life_expectancy(DEATHS, PEOPLE)
    gap = compute_absolute_gap(high.at(65), low.at(65))
    reach = Z_95 * np.hypot(high.standard_error[14], low.standard_error[14])
    assert float(gap.upper_95 - gap.value) == pytest.approx(float(reach))


@pytest.mark.parametrize(
    ("bands", "columns", "message"),
    [(BANDS_TO_90, 19, "20 age bands"), ((1, 5), 2, "start at 0"), ((0, 5, 5), 3, "rise"), ((0,), 1, "rise")],
)
def test_bands_must_fit(bands, columns, message):
    with pytest.raises(ValueError, match=message):
        compute_life_expectancy(np.ones(columns), np.ones(columns), bands)


def test_an_age_inside_a_band_is_refused():
    with pytest.raises(ValueError, match="no age band starts at 66"):
        compute_life_expectancy(DEATHS, PEOPLE).at(66)
