"""Placebo sets: every place that the pattern fits, p-values by enumeration, few false calls in known worlds."""

from itertools import pairwise

import numpy as np
import pytest

from benchmarks.simulations.evaluations import make_worlds, simulate
from fairer_stockton.statistics.placebo_sets import (
    SIGNIFICANT,
    PlaceboTest,
    compare_sets,
    compute_joint_p,
    compute_permutation_p,
    find_placebo_sets,
    judge_by_placebo_sets,
)

COUNCILS = np.repeat(np.arange(250, dtype=np.intp), 8)
RANDOM = np.random.default_rng(2)
FEATURES = RANDOM.standard_normal((COUNCILS.size, 2))
ROWS = np.array([17, 18, 21], dtype=np.intp)  # of council 2
ELSEWHERE = COUNCILS != 2


def test_sets_have_the_pattern_of_the_real_one_and_are_the_likest() -> None:
    sets = find_placebo_sets(ROWS, COUNCILS, FEATURES, ELSEWHERE)
    mean = FEATURES[ROWS].mean(axis=0)
    every = [
        (np.linalg.norm(FEATURES[[start, start + 1, start + 4]].mean(axis=0) - mean), start)
        for start in range(COUNCILS.size - 4)
        if COUNCILS[start] == COUNCILS[start + 4] != 2
    ]
    likest = [start for _, start in sorted(every)]
    assert sets.likest[:, 0].tolist() == likest[: len(sets.likest)]
    firsts = list({int(COUNCILS[start]): start for start in reversed(likest)}.values())
    assert set(sets.of_councils[:, 0]) <= set(firsts)
    assert len({int(COUNCILS[row]) for row in sets.of_councils[:, 0]}) == len(sets.of_councils) == 99
    assert sets.are_enough


def test_a_pattern_that_fits_few_councils_is_narrowed() -> None:
    councils = np.concatenate([np.zeros(40, dtype=np.intp), COUNCILS + 1])
    features = RANDOM.standard_normal((councils.size, 2))
    sets = find_placebo_sets(np.array([0, 1, 30], dtype=np.intp), councils, features, councils > 0)
    assert {tuple(np.diff(row)) for row in sets.likest} == {(1, 1)}
    assert not find_placebo_sets(np.arange(3, dtype=np.intp), councils, features, councils > 200).are_enough


def test_the_p_value_is_that_of_enumeration() -> None:
    differences = RANDOM.standard_normal(COUNCILS.size)
    sets = find_placebo_sets(ROWS, COUNCILS, FEATURES, ELSEWHERE)
    test = judge_by_placebo_sets(differences, ROWS, sets)
    effect = sum(differences[row] for row in ROWS) / 3
    shares = []
    for family in (sets.likest, sets.of_councils):
        larger = sum(abs(sum(differences[row] for row in rows) / 3) >= abs(effect) for rows in family)
        shares.append((1 + larger) / (1 + len(family)))
    assert test.p_value == pytest.approx(max(shares))
    assert compute_permutation_p(2.0, np.array([1.0, -2.0, 3.0])) == 0.75
    assert compute_permutation_p(float("nan"), np.array([1.0, -2.0, 3.0])) == 1.0


def test_the_interval_holds_what_the_test_does_not_refuse() -> None:
    likest, of_councils = RANDOM.standard_normal(999), RANDOM.standard_normal(199) * 1.2
    test = PlaceboTest(3.0, likest, of_councils)
    for end, direction in zip(test.interval, (1, -1), strict=True):
        inside, outside = (
            PlaceboTest(3.0 - (end + step), likest, of_councils).p_value
            for step in (direction * 1e-9, -direction * 1e-9)
        )
        assert inside > SIGNIFICANT >= outside
    found = np.abs(of_councils + test.least_detectable) > test.critical
    assert found.mean() >= 0.8
    assert not (np.abs(of_councils + test.critical) > test.critical).mean() >= 0.8


def test_one_effect_among_many_is_seen_by_the_joint_test() -> None:
    """By enumeration, and where dividing the limit by the number of tests would go below what the sets can show."""
    placebos = RANDOM.standard_normal((8, 199))
    tests = [PlaceboTest(effect, family, family) for effect, family in zip([0.0] * 7 + [4.5], placebos, strict=True)]
    sizes = np.sqrt((placebos**2).mean(axis=1))
    larger = sum(max(abs(column) / sizes) >= 4.5 / sizes[7] for column in placebos.T)
    assert compute_joint_p(tests) == pytest.approx((1 + larger) / 200)
    assert compute_joint_p(tests) <= SIGNIFICANT < 8 * compute_permutation_p(4.5, placebos[7])
    assert compute_joint_p(tests[:7]) > 0.5
    placebos[0, :20] = np.nan
    assert compute_joint_p(tests) <= SIGNIFICANT


def test_likeness_of_sets_is_that_of_the_worse_family() -> None:
    shifted = FEATURES.copy()
    shifted[ROWS, 1] += 10.0
    sets = find_placebo_sets(ROWS, COUNCILS, FEATURES, ELSEWHERE)
    of_councils = shifted[ROWS].mean(axis=0) - shifted[sets.of_councils].mean(axis=(0, 1))
    likest = shifted[ROWS].mean(axis=0) - shifted[sets.likest].mean(axis=(0, 1))
    assert compare_sets(shifted, ROWS, sets) == pytest.approx(np.abs([of_councils, likest]).max())


@pytest.mark.parametrize("name", [name for name in make_worlds() if "side by side" in name])
def test_little_is_called_where_nothing_was_done(name: str) -> None:
    """The full simulation has more draws and worlds: see benchmarks/simulations."""
    outcome = simulate(make_worlds()[name], 4)
    assert outcome["false_calls"] <= 0.05
    assert outcome["found"] >= 0.7


def test_gaps_stay_whole() -> None:
    """The pattern is laid as it is where that fits enough councils."""
    sets = find_placebo_sets(ROWS, COUNCILS, FEATURES, ELSEWHERE)
    assert {tuple(np.diff(row)) for row in sets.of_councils} == {tuple(end - start for start, end in pairwise(ROWS))}
