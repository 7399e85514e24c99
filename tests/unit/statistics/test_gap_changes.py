"""Changes in gaps: their periods, their intervals, their family and their replay, each against plain Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, false_discovery_control, norm

from benchmarks.simulations import gap_changes as simulation
from fairer_stockton.statistics.gap_changes import (
    DETECTABLE_DEVIATES,
    GapSeries,
    adjust_p_values,
    compute_gap_changes,
    find_compared_periods,
    replay_calls,
)


def one_series(first_years, length=1, value=None, width=1.0):
    years = np.array(first_years)
    value = np.zeros(len(years)) if value is None else np.asarray(value, dtype=float)
    return GapSeries(
        np.zeros(len(years), dtype=int), years, np.full(len(years), length), value, value - width, value + width
    )


def test_the_detectable_change_is_that_of_the_planner():
    assert pytest.approx(2.80, abs=0.005) == DETECTABLE_DEVIATES
    change = compute_gap_changes(one_series([2021, 2022], value=[10, 7]), np.array([-1, 0]), np.ones(2))
    error = np.hypot(1, 1) / norm.ppf(0.975)
    assert change.detectable[1] == pytest.approx((norm.ppf(0.975) + norm.ppf(0.8)) * error)
    # At the true change that is detectable, the test rejects four times in five.
    assert norm.sf(norm.ppf(0.975) - change.detectable[1] / error) == pytest.approx(0.80, abs=1e-3)


def test_a_change_is_the_difference_of_two_estimates():
    change = compute_gap_changes(one_series([2021, 2022], value=[10, 7]), np.array([-1, 0]), np.ones(2))
    assert change.change.value[1] == pytest.approx(-3)
    assert (change.change.lower_95[1], change.change.upper_95[1]) == pytest.approx((-3 - 2**0.5, -3 + 2**0.5))
    assert change.p_value[1] == pytest.approx(2 * norm.sf(3 / (2**0.5 / norm.ppf(0.975))))
    turned = compute_gap_changes(one_series([2021, 2022], value=[10, 7]), np.array([-1, 0]), -np.ones(2))
    assert turned.change.value[1] == pytest.approx(3)
    assert np.isnan(change.change.value[0])


@given(st.floats(-5, 5), st.floats(0.1, 4), st.floats(0.1, 4), st.floats(0.1, 4), st.floats(0.1, 4))
def test_a_change_is_unlikely_just_where_its_interval_excludes_nought(value, low, high, low_then, high_then):
    gaps = GapSeries(
        np.zeros(2, dtype=int), np.array([2021, 2022]), np.ones(2, dtype=int), np.array([0.0, value]),
        np.array([-low_then, value - low]), np.array([high_then, value + high]),
    )  # fmt: skip
    change = compute_gap_changes(gaps, np.array([-1, 0]), np.ones(2))
    if abs(change.p_value[1] - 0.05) > 1e-9:
        outside = change.change.lower_95[1] > 0 or change.change.upper_95[1] < 0
        assert outside == (change.p_value[1] < 0.05)


@given(st.sets(st.integers(2005, 2028), min_size=1, max_size=12), st.integers(1, 4))
def test_the_periods_compared_are_those_of_plain_python(years, length):
    first = sorted(years)
    compared = find_compared_periods(one_series(first, length), 2021)
    for row, year in enumerate(first):
        before = [other for other in first if other + length <= year]
        steps = [year]
        while len(steps) < 5 and any(other + length <= steps[-1] for other in first):
            steps.append(max(other for other in first if other + length <= steps[-1]))
        baselines = [other for other in before if other + length - 1 <= 2021]
        start = max(baselines) if year + length - 1 > 2021 and baselines else steps[-1]
        assert first[compared.first[row]] == first[0]
        assert (compared.previous[row] == -1) if not before else first[compared.previous[row]] == max(before)
        assert (compared.start[row] == -1) if start == year else first[compared.start[row]] == start
        apart, last = 1, year
        if start != year:
            while earlier := [other for other in first if start <= other and other + length <= last]:
                apart, last = apart + 1, max(earlier)
        assert compared.count[row] == apart


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_false_discovery_rate_is_that_of_benjamini_and_hochberg(p_values):
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    expected, running = [0.0] * len(p_values), 1.0
    for rank in range(len(order), 0, -1):
        running = min(running, p_values[order[rank - 1]] * len(order) / rank)
        expected[order[rank - 1]] = running
    rates = adjust_p_values([*p_values, np.nan, 0.001], [*([0] * len(p_values)), 0, -1])
    assert rates[: len(p_values)] == pytest.approx(expected)
    assert np.isnan(rates[-2:]).all()


@given(st.lists(st.tuples(st.integers(-1, 3), st.floats(0, 1)), min_size=1, max_size=40))
def test_the_rates_of_each_family_are_those_that_scipy_computes_of_it_alone(changes):
    family, p_values = (np.array(column) for column in zip(*changes, strict=True))
    rates = adjust_p_values(p_values, family)
    assert np.isnan(rates[family < 0]).all()
    for number in range(4):
        expected = false_discovery_control(p_values[family == number], method="bh")
        np.testing.assert_array_equal(rates[family == number], expected)


def test_the_published_example_of_benjamini_and_hochberg():
    # Benjamini & Hochberg 1995, section 3.2: of fifteen p-values, four are called at 0.05.
    published = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
        *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
    ]
    assert (adjust_p_values(published, [0] * 15) <= 0.05).sum() == 4


def replay_among_two(p_values, signs=(1, 1, 1, 1)):
    """Replay a series beside another whose p-value is always 0.9, so that each rate is twice the p-value."""
    years, series = np.tile([2021, 2022, 2023, 2024, 2025], 2), np.repeat([0, 1], 5)
    gaps = GapSeries(series, years, np.ones(10, dtype=int), *[np.zeros(10)] * 3)
    change = np.array([np.nan, *(-sign for sign in signs), np.nan, *[1.0] * 4])
    p = np.array([np.nan, *p_values, np.nan, *[0.9] * 4])
    return tuple(column[1:5].tolist() for column in replay_calls(gaps, change, p, np.zeros(10, dtype=int)))


def test_a_call_once_made_stands_until_its_rate_is_above_a_tenth():
    calls, rates = replay_among_two([0.02, 0.04, 0.06, 0.04])
    assert calls == [-1, -1, 0, 0]
    assert rates == pytest.approx([0.04, 0.08, 0.12, 0.08])
    assert replay_among_two([0.02, 0.04, 0.04, 0.04], (1, -1, 1, 1))[0] == [-1, 0, 0, 0]


def test_no_call_stands_whose_own_interval_holds_nought():
    calls, rates = replay_calls(
        one_series([2021, 2022, 2023]), np.array([np.nan, -1, -1]), np.array([np.nan, 0.04, 0.08]), np.zeros(3)
    )
    assert (calls.tolist(), rates[2]) == ([0, -1, 0], 0.08)


def test_later_periods_do_not_change_what_was_said_of_earlier_ones():
    random = np.random.default_rng(4)
    world = simulation.make_world(random, 0.3).gaps
    start = find_compared_periods(world, 2021).start
    moved = compute_gap_changes(world, start, np.ones(len(start)))
    calls, _ = replay_calls(world, moved.change.value, moved.p_value, np.zeros(len(start)))
    early = world.last_year <= 2023
    cut = GapSeries(*(column[early] for column in (world.series, world.first_year, world.length)),
                    *(column[early] for column in (world.value, world.lower_95, world.upper_95)))  # fmt: skip
    start = find_compared_periods(cut, 2021).start
    moved = compute_gap_changes(cut, start, np.ones(len(start)))
    assert np.array_equal(calls[early], replay_calls(cut, moved.change.value, moved.p_value, np.zeros(len(start)))[0])


def test_rows_out_of_order_are_refused():
    with pytest.raises(ValueError, match="sorted"):
        one_series([2022, 2021])
    with pytest.raises(ValueError, match="one shape"):
        GapSeries(*[np.zeros(2, dtype=int)] * 3, *[np.zeros(3)] * 3)


def test_few_worlds_in_which_nothing_changes_have_a_call():
    # The full count, by `make simulate`, is in docs/methods/simulations.md.
    still = simulation.summarise_worlds(300, 5, 0.0, 1.0)
    assert binomtest(round(still["any_call"] * 300), 300, 0.05, alternative="greater").pvalue > 0.01
    mixed = simulation.summarise_worlds(150, 6, 0.25, 1.0)
    assert mixed["false_share"] < 0.05 + 2.33 * 0.1 / 150**0.5
    assert 0.35 < mixed["found"] < 0.65
    assert still["flips"] < 0.01
    assert 0.93 < still["covered"] < 0.975
