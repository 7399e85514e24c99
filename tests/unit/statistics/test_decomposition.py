"""Parts of a difference: they add up, change sign when sides change places, and meet plain re-implementations."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairer_stockton.statistics.decomposition import (
    split_averages_of_counts,
    split_difference_of_averages,
    split_life_expectancy_by_age,
    split_life_expectancy_of_deaths,
    split_published_averages,
)
from fairer_stockton.statistics.life_expectancy import BANDS_TO_90, compute_life_expectancy

from .test_life_expectancy import DEATHS, PEOPLE

GROUPS = 4
people = st.lists(st.integers(1, 5000), min_size=GROUPS, max_size=GROUPS)
shares_of_people = st.lists(st.floats(0, 1), min_size=GROUPS, max_size=GROUPS)
sides = st.tuples(people, shares_of_people).map(
    lambda side: ([int(n * s) for n, s in zip(*side, strict=True)], side[0])
)
MORE_DEATHS = np.round(DEATHS * np.linspace(1.6, 1.1, 20))


def split(a, b, **more):
    return split_averages_of_counts(*a, *b, **{"of_people": True, "with_limits": False, **more})


def kitagawa_in_plain_python(a, b):
    """Kitagawa's two sums over groups as she wrote them, with nothing taken off the figures."""
    (x_a, n_a), (x_b, n_b) = a, b
    composition = rates = 0.0
    for group in range(GROUPS):
        c_a, c_b = n_a[group] / sum(n_a), n_b[group] / sum(n_b)
        r_a, r_b = x_a[group] / n_a[group], x_b[group] / n_b[group]
        composition += (c_a - c_b) * (r_a + r_b) / 2
        rates += (r_a - r_b) * (c_a + c_b) / 2
    return composition, rates


@given(sides, sides)
def test_parts_add_up_and_are_kitagawas(a, b):
    parts = split(a, b, per=1000)
    total = 1000 * (sum(a[0]) / sum(a[1]) - sum(b[0]) / sum(b[1]))
    assert float(parts.total.value) == pytest.approx(total, abs=1e-9)
    assert float(parts.composition.value + parts.rates.value) == pytest.approx(total, abs=1e-9)
    assert parts.composition_by_group.value.sum() == pytest.approx(float(parts.composition.value), abs=1e-9)
    assert parts.rates_by_group.value.sum() == pytest.approx(float(parts.rates.value), abs=1e-9)
    composition, rates = kitagawa_in_plain_python(a, b)
    assert float(parts.composition.value) == pytest.approx(1000 * composition, abs=1e-9)
    assert float(parts.rates.value) == pytest.approx(1000 * rates, abs=1e-9)


@given(sides, sides)
def test_sides_that_change_places_change_every_sign(a, b):
    there, back = split(a, b), split(b, a)
    for name in ("total", "composition", "rates", "composition_by_group", "rates_by_group"):
        np.testing.assert_allclose(getattr(there, name).value, -getattr(back, name).value, rtol=0, atol=1e-12)


@given(sides, shares_of_people, st.integers(2, 9))
def test_the_same_shares_leave_composition_nothing(a, other_figures, times):
    counts, of = a
    b = [n * times * share for n, share in zip(of, other_figures, strict=True)], [n * times for n in of]
    parts = split(a, b)
    np.testing.assert_allclose(parts.composition_by_group.value, 0.0, atol=1e-12)
    assert float(parts.total.value) == pytest.approx(float(parts.rates.value), abs=1e-12)


@given(people, people, shares_of_people)
def test_the_same_figures_leave_rates_nothing(n_a, n_b, figures):
    a, b = (([n * figure for n, figure in zip(of, figures, strict=True)], of) for of in (n_a, n_b))
    np.testing.assert_allclose(split(a, b).rates_by_group.value, 0.0, atol=1e-12)


@given(sides, sides, st.floats(-50, 50))
def test_a_groups_parts_do_not_depend_on_where_figures_are_counted_from(a, b, shift):
    c_a, c_b = np.array(a[1]) / sum(a[1]), np.array(b[1]) / sum(b[1])
    r_a, r_b = np.array(a[0]) / np.array(a[1]), np.array(b[0]) / np.array(b[1])
    plain = split_difference_of_averages(c_a, r_a, c_b, r_b)
    shifted = split_difference_of_averages(c_a, r_a + shift, c_b, r_b + shift)
    for part, other in zip(plain, shifted, strict=True):
        np.testing.assert_allclose(part, other, atol=1e-12)


def test_a_group_that_one_side_has_nobody_in_is_all_composition():
    parts = split(([30, 0], [100, 0]), ([20, 40], [100, 50]))
    assert float(parts.total.value) == pytest.approx(0.3 - 60 / 150)
    assert parts.rates_by_group.value[1] == 0.0
    assert float(parts.composition.value + parts.rates.value) == pytest.approx(0.3 - 0.4)
    nowhere = split(([30, 0], [100, 0]), ([20, 0], [100, 0]))
    assert nowhere.composition_by_group.value.tolist() == [0.0, 0.0]


def test_rows_that_cannot_be_split_say_why_and_leave_the_others_alone():
    counts = np.array([[10.0, 20], [np.nan, 5], [10, 20], [-1, 5], [60, 20], [0, 0]])
    of = np.array([[50.0, 50], [50, 50], [50, np.nan], [50, 50], [50, 50], [0, 0]])
    b = np.tile([5.0, 5], (6, 1)), np.tile([40.0, 60], (6, 1))
    parts = split((counts, of), b)
    assert parts.total.reason.tolist() == [
        "", "the count is missing", "the population is missing", "the count is negative",
        "the numerator is larger than the denominator", "the population is zero",
    ]  # fmt: skip
    assert np.isnan(parts.rates_by_group.value[1:]).all()
    alone = split((counts[0], of[0]), (b[0][0], b[1][0]))
    np.testing.assert_array_equal(parts.rates_by_group.value[0], alone.rates_by_group.value)
    events = split((counts[4], of[4]), (b[0][0], b[1][0]), of_people=False)  # more events than people are no fault
    assert events.total.reason == ""


def test_limits_hold_their_value_repeat_and_belong_to_the_row():
    a = np.array([[0.0, 30, 50], [10, 30, 50]]), np.array([[40.0, 60, 100], [40, 60, 100]])
    b = np.array([[5.0, 20, 60], [5, 20, 60]]), np.array([[50.0, 40, 110], [50, 40, 110]])
    both = split(a, b, with_limits=True, draws=2000)
    again = split(a, b, with_limits=True, draws=2000)
    second = split((a[0][1], a[1][1]), (b[0][1], b[1][1]), with_limits=True, draws=2000)
    for name in ("total", "composition", "rates", "composition_by_group", "rates_by_group"):
        part = getattr(both, name)
        assert (part.lower_998 <= part.lower_95).all()
        assert (part.lower_95 <= part.value).all()
        assert (part.value <= part.upper_95).all()
        assert (part.upper_95 <= part.upper_998).all()
        np.testing.assert_array_equal(part.lower_95, getattr(again, name).lower_95)
        np.testing.assert_array_equal(part.upper_95[1], getattr(second, name).upper_95)


@pytest.mark.parametrize("of_people", [True, False])
def test_simulated_limits_hold_the_true_parts_as_often_as_they_claim(of_people):
    rng, worlds = np.random.default_rng(20210414), 300
    of = np.array([300.0, 800]), np.array([600.0, 500])
    true = np.array([0.2, 0.7]), np.array([0.25, 0.65])
    draw = (
        (lambda n, p: rng.binomial(n.astype(int), p, (worlds, 2)))
        if of_people
        else (lambda n, p: rng.poisson(n * p, (worlds, 2)))
    )
    counts = [draw(n, p) for n, p in zip(of, true, strict=True)]
    wide = [np.broadcast_to(n, (worlds, 2)) for n in of]
    parts = split_averages_of_counts(counts[0], wide[0], counts[1], wide[1], of_people=of_people, draws=1000)
    truth = split((of[0] * true[0], of[0]), (of[1] * true[1], of[1]))
    for name in ("total", "composition", "rates"):
        part, value = getattr(parts, name), float(getattr(truth, name).value)
        held = ((part.lower_95 <= value) & (value <= part.upper_95)).mean()
        assert 0.92 <= held <= 0.98, name  # of 300 worlds: in 1,500 each was between 93 and 97 %


def test_published_averages_imply_the_shares_they_were_made_with():
    share, groups = np.array([0.3, 0.2]), np.array([[30.0, 50.0], [35.0, 52.0]])
    average = share * groups[:, 0] + (1 - share) * groups[:, 1]
    parts, shares, reach = split_published_averages(average[0], groups[0], average[1], groups[1])
    np.testing.assert_allclose(shares, share)
    assert float(parts.total.value) == pytest.approx(average[0] - average[1])
    assert float(parts.composition.value) == pytest.approx((0.3 - 0.2) * ((30 - 50) + (35 - 52)) / 2)
    assert float(reach) == 0.0
    assert np.isnan(parts.total.lower_95)


@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9), st.lists(st.floats(20, 80), min_size=4, max_size=4))
def test_rounding_moves_parts_by_no_more_than_is_said(share_a, share_b, figures):
    groups = np.array(figures).reshape(2, 2)
    if np.abs(np.diff(groups, axis=1)).min() < 2:
        return  # groups this close imply next to nothing
    average = np.array([share_a, share_b]) * groups[:, 0] + (1 - np.array([share_a, share_b])) * groups[:, 1]
    exact, _, _ = split_published_averages(average[0], groups[0], average[1], groups[1])
    rounded = np.round(average, 1), np.round(groups, 1)
    parts, _, reach = split_published_averages(rounded[0][0], rounded[1][0], rounded[0][1], rounded[1][1], 0.1)
    if np.isnan(reach):
        return
    for name in ("composition", "rates"):
        moved = abs(float(getattr(parts, name).value) - float(getattr(exact, name).value))
        assert moved <= 1.02 * float(reach) + 1e-9  # in a narrow box the corners are the furthest, all but


def test_averages_that_do_not_fit_together_are_not_split():
    parts, _, reach = split_published_averages(
        [60.0, np.nan], np.tile([30.0, 50.0], (2, 1)), [40.0] * 2, [[30.0, 50.0]] * 2
    )
    assert parts.total.reason.tolist() == [
        "the averages of the groups do not fit that of everyone", "the publisher gives no value",
    ]  # fmt: skip
    assert np.isnan(reach).all()


def arriaga_in_plain_python(table_1, table_2):
    """Arriaga's direct and indirect effects from l and L, as Preston, Heuveline and Guillot (2001) set them out."""
    (l_1, years_1), (l_2, years_2) = table_1, table_2
    last = len(l_1) - 1
    later_1, later_2 = ([math.fsum(years[age:]) for age in range(last + 1)] for years in (years_1, years_2))
    parts = []
    for age in range(last):
        direct = l_1[age] * (years_2[age] / l_2[age] - years_1[age] / l_1[age])
        indirect = later_2[age + 1] * (l_1[age] / l_2[age] - l_1[age + 1] / l_2[age + 1])
        parts.append(direct + indirect)
    return [*parts, l_1[last] * (later_2[last] / l_2[last] - later_1[last] / l_1[last])]


def life_table_in_plain_python(deaths, of):
    living, years, alive = [], [], 1.0
    for band, (d, n) in enumerate(zip(deaths, of, strict=True)):
        living.append(alive)
        m = d / n
        if band == len(deaths) - 1:
            years.append(alive / m)
            break
        width = BANDS_TO_90[band + 1] - BANDS_TO_90[band]
        lived = 0.1 if band == 0 else 0.5
        q = width * m / (1 + width * m * (1 - lived))
        years.append(width * (alive * (1 - q) + lived * alive * q))
        alive *= 1 - q
    return living, years


def test_ages_add_up_to_the_difference_and_are_the_mean_of_arriagas_two_directions():
    found = split_life_expectancy_of_deaths(MORE_DEATHS, PEOPLE, DEATHS, PEOPLE, draws=1000)
    there, back = (life_table_in_plain_python(deaths, PEOPLE) for deaths in (MORE_DEATHS, DEATHS))
    one_way = arriaga_in_plain_python(there, back)
    other_way = arriaga_in_plain_python(back, there)
    mean = [(other - one) / 2 for one, other in zip(one_way, other_way, strict=True)]
    np.testing.assert_allclose(found.by_age.value, mean, rtol=0, atol=1e-9)
    assert abs(one_way[-3] + other_way[-3]) > 1e-4  # the directions do differ
    tables = [compute_life_expectancy(deaths, PEOPLE).at(0).value for deaths in (MORE_DEATHS, DEATHS)]
    assert float(found.total.value) == pytest.approx(float(tables[0] - tables[1]), abs=1e-9)
    assert found.by_age.value.sum() == pytest.approx(float(found.total.value), abs=1e-9)


@given(st.lists(st.floats(0.2, 2), min_size=20, max_size=20))
@settings(max_examples=25)
def test_tables_that_change_places_change_every_sign(factors):
    tables = [compute_life_expectancy(deaths, PEOPLE) for deaths in (DEATHS, DEATHS * np.array(factors))]
    pairs = [(table.survivors, table.expectancy.value) for table in tables]
    there, back = split_life_expectancy_by_age(*pairs[0], *pairs[1]), split_life_expectancy_by_age(*pairs[1], *pairs[0])
    np.testing.assert_allclose(there, -back, rtol=0, atol=1e-12)
    assert there.sum() == pytest.approx(float(pairs[0][1][0] - pairs[1][1][0]), abs=1e-9)


def test_an_age_with_the_same_death_rates_adds_nothing():
    deaths = DEATHS.copy()
    deaths[12] *= 1.5
    found = split_life_expectancy_of_deaths(deaths, PEOPLE, DEATHS, PEOPLE, draws=1000)
    others = np.delete(found.by_age.value, 12)
    np.testing.assert_allclose(others, 0.0, atol=1e-12)
    assert float(found.by_age.value[12]) < 0 < float(-found.total.value)


def test_the_limits_of_a_difference_are_those_of_chiangs_variances():
    found = split_life_expectancy_of_deaths(MORE_DEATHS, PEOPLE, DEATHS, PEOPLE, draws=20_000)
    errors = [compute_life_expectancy(deaths, PEOPLE).standard_error[0] for deaths in (MORE_DEATHS, DEATHS)]
    half = 1.96 * math.hypot(*errors)
    assert float(found.total.upper_95 - found.total.lower_95) == pytest.approx(2 * half, rel=0.03)
    assert (found.by_age.lower_95 <= found.by_age.value).all()


def test_areas_without_a_life_table_are_not_split():
    deaths = np.array([DEATHS, DEATHS])
    deaths[1, 19] = 0
    found = split_life_expectancy_of_deaths(
        deaths, np.tile(PEOPLE, (2, 1)), np.tile(DEATHS, (2, 1)), np.tile(PEOPLE, (2, 1)), draws=1000
    )
    assert found.total.reason.tolist() == ["", "nobody died in the last age band"]
    assert np.isnan(found.by_age.value[1]).all()
    assert np.isfinite(found.by_age.lower_95[0]).all()
