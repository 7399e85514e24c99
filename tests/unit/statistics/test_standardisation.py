import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairer_stockton.statistics.standardisation import ESP_2013, compute_directly_standardised_rate

PEOPLE = np.linspace(500, 2000, 19)


@given(st.floats(0.001, 0.2))
def test_one_rate_at_all_ages_is_the_standardised_rate(level):
    estimate = compute_directly_standardised_rate(PEOPLE * level, PEOPLE, per=1000)
    assert float(estimate.value) == pytest.approx(level * 1000)
    assert estimate.lower_998 < estimate.lower_95 < estimate.value < estimate.upper_95 < estimate.upper_998


@given(st.floats(0.01, 100), st.permutations(range(19)))
def test_scaling_the_standard_or_reordering_bands_changes_nothing(factor, order):
    cases = np.arange(19.0) + 1
    standard = np.array(ESP_2013, dtype=float)
    plain = compute_directly_standardised_rate(cases, PEOPLE)
    other = compute_directly_standardised_rate(cases[order], PEOPLE[order], standard[order] * factor)
    np.testing.assert_allclose(plain.value_and_limits, other.value_and_limits, rtol=1e-12)


def test_areas_that_cannot_be_standardised_say_so():
    cases, people = np.full((6, 19), 2.0), np.tile(PEOPLE, (6, 1))
    cases[1] = 0
    cases[1, 0] = 9
    cases[2, 3] = np.nan
    cases[3, 3] = -1
    people[4, 3] = 0
    people[5, 3] = np.nan
    estimate = compute_directly_standardised_rate(cases, people)
    assert estimate.reason.tolist() == [
        "",
        "fewer than 10 events in all",
        "an age band has no count",
        "an age band has a negative count",
        "an age band has nobody in it",
        "an age band has no population figure",
    ]
    assert float(estimate.value[0]) == float(compute_directly_standardised_rate(cases[0], people[0]).value)


def test_ten_events_are_enough():
    cases = np.zeros(19)
    cases[4] = 10
    assert compute_directly_standardised_rate(cases, PEOPLE).reason == ""


def test_bands_must_fit():
    with pytest.raises(ValueError, match="age bands"):
        compute_directly_standardised_rate(np.ones(18), np.ones(18))
    with pytest.raises(ValueError, match="both be"):
        compute_directly_standardised_rate(np.ones((2, 19)), np.ones(19))
    with pytest.raises(ValueError, match="negative"):
        compute_directly_standardised_rate(np.ones(19), np.ones(19), -np.ones(19))
