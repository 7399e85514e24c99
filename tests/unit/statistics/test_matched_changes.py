"""Matched changes: the difference in differences of plain regression, by the matches of a plain search."""

import numpy as np
import pytest

from fairer_stockton.statistics.matched_changes import (
    MATCHES,
    compare_likeness,
    compute_changes,
    find_matches,
    make_features,
    match_changes,
)

RANDOM = np.random.default_rng(1)
COUNCILS = np.repeat(np.arange(20, dtype=np.intp), 10)
FEATURES = RANDOM.standard_normal((200, 3))
EVERYWHERE = np.ones(200, dtype=bool)


def test_matches_are_the_nearest_of_other_councils() -> None:
    is_donor = COUNCILS > 2
    matches, has_enough = find_matches(FEATURES, COUNCILS, is_donor)
    distances = np.linalg.norm(FEATURES[:, None] - FEATURES, axis=2)
    distances[:, ~is_donor] = np.inf
    distances[COUNCILS[:, None] == COUNCILS] = np.inf
    assert has_enough.all()
    assert (np.sort(matches, axis=1) == np.sort(np.argsort(distances, axis=1)[:, :MATCHES], axis=1)).all()


def test_without_enough_donors_nothing_is_compared() -> None:
    few = np.arange(200) < MATCHES - 1
    assert np.isnan(match_changes(FEATURES[:, 0], FEATURES, COUNCILS, few).differences).all()
    own = np.zeros(200, dtype=np.intp)
    assert np.isnan(match_changes(FEATURES[:, 0], FEATURES, own, EVERYWHERE).differences).all()


def test_the_difference_is_that_of_plain_regression() -> None:
    """Where the features have no slope: the interaction of group and time, by least squares on the long table."""
    before, after = RANDOM.standard_normal((2, 200, 2))
    alike = np.zeros((200, 1))
    matched = match_changes(compute_changes(before, after), alike, COUNCILS, EVERYWHERE)
    rows = np.arange(4)
    long = []
    for row in rows:
        long += [(1.0, period, before[row].mean() if period == 0 else after[row].mean()) for period in (0, 1)]
        for match in matched.matches[row]:
            long += [(0.0, period, (before if period == 0 else after)[match].mean()) for period in (0, 1)]
    group, time, figure = np.array(long).T
    design = np.column_stack([np.ones(len(long)), group, time, group * time])
    interaction = np.linalg.lstsq(design, figure, rcond=None)[0][3]
    assert matched.differences[rows].mean() == pytest.approx(interaction, abs=1e-12)


def test_a_change_that_follows_from_the_features_is_no_difference() -> None:
    changes = 3.0 - FEATURES @ [1.0, 2.0, 0.5]
    assert match_changes(changes, FEATURES, COUNCILS, EVERYWHERE).differences == pytest.approx(0.0, abs=1e-9)


def test_features_are_level_council_and_latest_step_on_one_scale() -> None:
    before = RANDOM.standard_normal((200, 3)) * 7
    features = make_features(before, COUNCILS, FEATURES[:, 0])
    assert features.shape == (200, 4)
    assert features.std(axis=0) == pytest.approx(1.0)
    assert len(np.unique(features[COUNCILS == 3, 1].round(9))) == 1
    assert make_features(before[:, :1], COUNCILS).shape == (200, 2)


def test_likeness_is_the_distance_from_the_matches() -> None:
    shifted = FEATURES.copy()
    shifted[:5] += 10.0
    matches, _ = find_matches(FEATURES, COUNCILS, COUNCILS > 0)
    far = compare_likeness(shifted, matches, np.arange(5, dtype=np.intp))
    near = compare_likeness(FEATURES, matches, np.arange(5, dtype=np.intp))
    assert far - near == pytest.approx(10.0)
