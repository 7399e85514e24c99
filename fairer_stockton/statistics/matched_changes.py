"""Matched changes: by how much an area changed more than areas elsewhere that were like it before."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairer_stockton.statistics.estimate import Floats

Positions = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

MATCHES = 10  # of each area
NEAREST_SEARCHED = 120  # among which its matches are looked for: the nearest may lie in its own council


@dataclass(frozen=True)
class MatchedChanges:
    """The matches of each area, and how its change differs from theirs.

    Attributes:
        matches: rows of its matches, a row an area; meaningless where `differences` is nan.
        differences: its change less its matches' mean change; nan where it has too few matches.
    """

    matches: Positions
    differences: Floats


def make_features(before: Floats, councils: Positions, *more: Floats) -> Floats:
    """Return what areas are matched on, each column on a scale on which its standard deviation is 1.

    Their mean figure, the mean of their council, and how far the latest figure lies from those before it. An area that
    is chosen because its figure is high tends back towards its own past and towards the places around it.

    Args:
        before: figures before the start, a row an area and a column a period, oldest first.
        councils: a number for the council of each area.
        more: further columns, such as deprivation.
    """
    level = before.mean(axis=1)
    of_council = np.bincount(councils, level) / np.maximum(np.bincount(councils), 1)
    columns = [level, of_council[councils], *more]
    if before.shape[1] > 1:
        columns.append(before[:, -1] - before[:, :-1].mean(axis=1))
    features = np.column_stack(columns)
    spread = features.std(axis=0)
    return (features - features.mean(axis=0)) / np.where(spread > 0, spread, 1.0)


def compute_changes(before: Floats, after: Floats) -> Floats:
    """Return each area's mean figure after the start less that before, a row an area."""
    return np.asarray(after.mean(axis=1) - before.mean(axis=1), dtype=float)


def compare_with_matches(changes: Floats, matches: Positions, features: Floats, is_donor: Flags) -> Floats:
    """Return each area's change less that of its matches, corrected for what the matching leaves unlike.

    The regression-corrected matching estimator of Abadie and Imbens (2011), “Bias-corrected matching estimators for
    average treatment effects”, Journal of Business & Economic Statistics 29(1): the regression is of the areas that
    others may be matched with.
    """
    design = np.column_stack([np.ones(len(features)), features])
    slopes = np.linalg.lstsq(design[is_donor], changes[is_donor], rcond=None)[0]
    unexplained = changes - design @ slopes
    return np.asarray(unexplained - unexplained[matches].mean(axis=1), dtype=float)


def match_changes(changes: Floats, features: Floats, councils: Positions, is_donor: Flags) -> MatchedChanges:
    """Match each area with the nearest of other councils, and compare their changes.

    Args:
        changes: of each area.
        features: that areas are matched on, as `make_features` returns them.
        councils: a number for the council of each area: no area is matched within its own, where what was done may
            have spread and where the council's other decisions reach both.
        is_donor: whether others may be matched with it.
    """
    matches, has_enough = find_matches(features, councils, is_donor)
    differences = compare_with_matches(changes, matches, features, is_donor)
    return MatchedChanges(matches, np.where(has_enough, differences, np.nan))


def find_matches(features: Floats, councils: Positions, is_donor: Flags) -> tuple[Positions, Flags]:
    """Return the rows of each area's matches, and whether it has as many as it needs."""
    from scipy.spatial import KDTree

    donors = np.flatnonzero(is_donor)
    if len(donors) < MATCHES:
        return np.zeros((len(features), MATCHES), dtype=np.intp), np.zeros(len(features), dtype=bool)
    searched = min(NEAREST_SEARCHED, len(donors))
    nearest = donors[KDTree(features[donors]).query(features, k=searched)[1]]
    is_own = councils[nearest] == councils[:, None]
    # A stable order: the nearest stay first, those of its own council come last.
    order = np.argsort(is_own, axis=1, kind="stable")[:, :MATCHES]
    return np.take_along_axis(nearest, order, axis=1), (~is_own).sum(axis=1) >= MATCHES


def compare_likeness(features: Floats, matches: Positions, rows: Positions) -> Floats:
    """Return how far some areas lie from their matches on each feature, in standard deviations of all areas."""
    return np.asarray(features[rows].mean(axis=0) - features[matches[rows]].mean(axis=(0, 1)), dtype=float)
