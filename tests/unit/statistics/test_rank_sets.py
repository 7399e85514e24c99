"""Rank sets: they hold the truth together, do not depend on the order of areas, and say nothing of what is missing."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import studentized_range

from benchmarks.simulations.rank_sets import make_worlds, simulate
from fairer_stockton.statistics.estimate import Z_95
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.statistics.rank_sets import (
    VarianceScale,
    convert_to_scale_of_even_variance,
    find_rank_sets,
    find_simultaneous_limits_of_drawn_ranks,
)
from fairer_stockton.statistics.rates import compute_rate


def figures(areas: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.normal(0, 1, areas), random.uniform(0.05, 0.5, areas)


def find_sets_one_by_one(value: np.ndarray, error: np.ndarray, level: float, draws: int, seed: int) -> np.ndarray:
    """Find the limits by loops over pairs and rounds, with the plain order statistic: another way to the same sets."""
    from scipy.stats import binom

    normal = np.random.default_rng(seed).standard_normal((draws, len(value)), dtype=np.float32)
    drawn = normal.astype(float) * error
    open_pairs = set(itertools.permutations(range(len(value)), 2))
    surely: set[tuple[int, int]] = set()
    while True:
        spread = {(j, k): float(np.hypot(error[j], error[k])) for j, k in open_pairs}
        largest = np.max([(drawn[:, j] - drawn[:, k]) / width for (j, k), width in spread.items()], axis=0)
        critical = np.sort(largest)[int(binom.ppf(0.99, draws, level))]
        newly = {(j, k) for (j, k), width in spread.items() if (value[j] - value[k]) / width > critical}
        if not newly:
            break
        surely, open_pairs = surely | newly, open_pairs - newly
    lower = [1 + sum(k == area for _, k in surely) for area in range(len(value))]
    upper = [len(value) - sum(j == area for j, _ in surely) for area in range(len(value))]
    return np.array([lower, upper])


@pytest.mark.parametrize("seed", range(4))
def test_the_sets_are_those_found_pair_by_pair(seed: int) -> None:
    value, error = figures(9, seed)
    sets = find_rank_sets(value, error, draws=1_000, seed=seed)
    np.testing.assert_array_equal([sets.lower, sets.upper], find_sets_one_by_one(value, error, 0.95, 1_000, seed))


def test_of_equal_errors_the_critical_value_is_that_of_the_studentised_range() -> None:
    """Two groups far apart or near: the pair is told apart just where Tukey's range says so."""
    critical = studentized_range.ppf(0.95, 20, np.inf) / np.sqrt(2)
    value = np.zeros(20)
    for part, told_apart in ((0.97, False), (1.03, True)):
        value[0] = part * critical * np.sqrt(2)
        sets = find_rank_sets(value, np.ones(20), draws=50_000)
        assert (sets.upper[0] == 1) == told_apart


@given(st.permutations(range(12)), st.floats(0.01, 100), st.floats(-50, 50))
@settings(max_examples=15, deadline=None)
def test_neither_unit_nor_origin_matters_and_the_order_of_areas_hardly(order, factor, shift) -> None:
    value, error = figures(12)
    sets = find_rank_sets(value, error, draws=1_000)
    scaled = find_rank_sets(value * factor + shift, error * factor, draws=1_000)
    np.testing.assert_array_equal(sets.lower, scaled.lower)
    moved = find_rank_sets(value[order], error[order], draws=1_000)
    assert np.abs(sets.lower[order] - moved.lower).max() <= 2
    np.testing.assert_array_equal(sets.rank[order], moved.rank)


@given(st.integers(0, 50))
@settings(max_examples=20, deadline=None)
def test_a_set_holds_its_rank_and_a_stepwise_higher_or_less_sure_set_is_no_wider(seed) -> None:
    value, error = figures(15, seed)
    sets = find_rank_sets(value, error, draws=1_000)
    assert (sets.lower <= sets.rank).all() and (sets.rank <= sets.upper).all()
    one_step = find_rank_sets(value, error, draws=1_000, stepwise=False)
    less_sure = find_rank_sets(value, error, draws=1_000, level=0.8)
    for wider, narrower in ((one_step, sets), (sets, less_sure)):
        assert (wider.lower <= narrower.lower).all() and (narrower.upper <= wider.upper).all()


def test_areas_without_an_estimate_take_no_part() -> None:
    value, error = figures(12)
    missing = value.copy()
    missing[3] = np.nan
    errors = error.copy()
    errors[[5, 7]] = np.nan, 0
    sets = find_rank_sets(missing, errors)
    known = np.delete(np.arange(12), [3, 5, 7])
    alone = find_rank_sets(value[known], error[known])
    assert sets.areas == alone.areas == 9
    assert not sets.rank[[3, 5, 7]].any() and not sets.upper[[3, 5, 7]].any()
    np.testing.assert_array_equal(sets.lower[known], alone.lower)
    assert find_rank_sets([np.nan, np.nan], [1, 1]).areas == 0
    only = find_rank_sets([4.0, np.nan], [1, 1])
    assert (only.lower[0], only.rank[0], only.upper[0], only.areas) == (1, 1, 1, 1)


def test_ties_share_the_best_rank_and_are_never_told_apart() -> None:
    sets = find_rank_sets([5.0, 5.0, 1.0, 1.0], [0.1] * 4)
    assert sets.rank.tolist() == [1, 1, 3, 3]
    assert (sets.lower.tolist(), sets.upper.tolist()) == ([1, 1, 3, 3], [2, 2, 4, 4])


@pytest.mark.parametrize(
    ("value", "error", "options"),
    [([1.0, 2.0], [1.0], {}), ([[1.0]], [[1.0]], {}), ([1.0], [1.0], {"draws": 10}), ([1.0], [1.0], {"level": 1.0})],
)
def test_what_cannot_be_judged_is_refused(value, error, options) -> None:
    with pytest.raises(ValueError, match="needed"):
        find_rank_sets(value, error, **options)


@pytest.mark.parametrize("world", ["27 wards, all alike", "27 wards, shares of 20 to 200 answers"])
def test_all_sets_hold_at_once_in_a_known_world(world: str) -> None:
    """The full simulation is of 5,000 draws and eight worlds: see benchmarks/simulations."""
    known = simulate(make_worlds()[world], 60)
    assert known["all_hold"] >= 0.9
    assert known["a_surely_is_wrong"] <= 0.1


def test_a_share_or_count_of_none_has_the_standard_error_of_its_scale() -> None:
    share, rate = compute_wilson_proportion([0, 30], [40, 100]), compute_rate([0, 50], [1000, 1000])
    for estimate, scale, error in (
        (share, VarianceScale.SHARE, 1 / (2 * np.sqrt([40, 100]))),
        (rate, VarianceScale.RATE, [0.5, 0.5]),
    ):
        limits = np.stack([estimate.lower_95, estimate.upper_95])
        low, high = convert_to_scale_of_even_variance(limits, scale)
        np.testing.assert_allclose((high - low) / (2 * Z_95), error, rtol=0.05)


def test_figures_that_do_not_fit_their_scale_stay_as_they_are() -> None:
    for number, scale in (
        ([-1.0, 4.0], VarianceScale.RATE),
        ([50.0, 101.0], VarianceScale.SHARE),
        ([4.0, np.nan], VarianceScale.PLAIN),
    ):
        np.testing.assert_array_equal(convert_to_scale_of_even_variance(number, scale), number)


def test_limits_of_drawn_ranks_hold_all_ranks_at_once() -> None:
    random = np.random.default_rng(3)
    scores = np.linspace(0, 3, 20) + random.normal(0, 0.7, (4_000, 20))
    ranks = 20 - scores.argsort(axis=1).argsort(axis=1)
    low, high = find_simultaneous_limits_of_drawn_ranks(ranks)
    share = ((low <= ranks) & (ranks <= high)).all(axis=1).mean()
    assert 0.95 <= share < 0.96
    alone = np.quantile(ranks, [0.025, 0.975], axis=0)
    assert (low <= alone[0]).all() and (alone[1] <= high).all()
    assert ((low < alone[0]) | (alone[1] < high)).any()


def test_limits_of_ranks_that_never_change_are_those_ranks() -> None:
    ranks = np.tile([1, 2, 2, 4], (1_000, 1))
    assert find_simultaneous_limits_of_drawn_ranks(ranks).tolist() == [[1, 2, 2, 4], [1, 2, 2, 4]]
