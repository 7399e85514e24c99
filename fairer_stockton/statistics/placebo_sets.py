"""Placebo sets: the same question asked of sets of areas where nothing was done, which shows what chance can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fairer_stockton.statistics.estimate import Floats
from fairer_stockton.statistics.gap_changes import POWER
from fairer_stockton.statistics.matched_changes import Flags, Positions

MOST_SETS = 999  # the likest ones
MOST_COUNCILS = 99  # of which each has one set: more of them would be less like the areas
FEWEST_COUNCILS = 99  # with fewer, what is rare rests on one or two of them
# Stricter than 0.05: the pattern on the list is not that on the ground, which by 0.05 would make up to 7 in 100 false
# calls where neighbours share shocks (docs/methods/evaluations.md).
SIGNIFICANT = 0.03


@dataclass(frozen=True)
class PlaceboSets:
    """Sets of rows where nothing was done, a row a set: the likest of all, and the likest of each council.

    The likest vary as the real set does, but many of them are of few councils, which hides what happens to a whole
    council. One of each council shows that. The harsher of the two counts.
    """

    likest: Positions
    of_councils: Positions

    @property
    def are_enough(self) -> bool:
        """Whether there are sets of enough councils to say what is rare."""
        return len(self.of_councils) >= FEWEST_COUNCILS


@dataclass(frozen=True)
class PlaceboTest:
    """An effect beside the effects that are seen where nothing was done: those of the likest sets, and of councils."""

    effect: float
    likest: Floats
    of_councils: Floats

    @property
    def p_value(self) -> float:
        """The share of sets, the real one among them, whose effect is at least as large: the larger of two shares.

        With the real set counted, as Phipson and Smyth (2010), “Permutation p-values should never be zero”.
        """
        return max(compute_permutation_p(self.effect, placebos) for placebos in (self.likest, self.of_councils))

    @cached_property
    def critical(self) -> float:
        """The effect beyond which the p-value is at most `SIGNIFICANT`."""
        return max(_find_critical_effect(placebos) for placebos in (self.likest, self.of_councils))

    @property
    def interval(self) -> tuple[float, float]:
        """The effects that the test does not refuse: the test turned round.

        As in Rosenbaum (2002), “Observational Studies”, chapter 2.
        """
        return self.effect - self.critical, self.effect + self.critical

    @property
    def least_detectable(self) -> float:
        """The smallest effect, of either sign, that would be seen in four of five such sets."""
        return self.critical + max(_find_reach(placebos) for placebos in (self.likest, self.of_councils))


def compute_joint_p(tests: Sequence[PlaceboTest]) -> float:
    """Return the p-value of the largest of several effects, each in units of what chance does to it.

    One test of all of them, over the same sets: the maximum statistic of Westfall and Young (1993), “Resampling-Based
    Multiple Testing”. It stays sharp however many there are, where dividing the limit by their number would go below
    what so few sets can show.
    """
    effects = np.array([test.effect for test in tests])
    families = (
        np.stack([test.likest for test in tests]),
        np.stack([test.of_councils for test in tests]),
    )
    return max(_compute_p_of_largest(effects, placebos) for placebos in families)


def _compute_p_of_largest(effects: Floats, placebos: Floats) -> float:
    # A set that has no matches at one of the starts shows nothing; counted as large, it would hide a real movement.
    placebos = placebos[:, np.isfinite(placebos).all(axis=0)]
    spread = np.sqrt((placebos**2).mean(axis=1))
    spread = np.where(spread > 0, spread, np.finfo(float).tiny)
    largest = (np.abs(placebos) / spread[:, None]).max(axis=0)
    return compute_permutation_p(float((np.abs(effects) / spread).max()), largest)


def compare_sets(features: Floats, rows: Positions, sets: PlaceboSets) -> float:
    """Return how far a set lies from the mean of its placebo sets on the feature and in the family that is worst.

    In standard deviations of all areas. Chance as it is among sets that are better off says little of worse ones:
    their figures are larger, move by more, and tend back further.
    """
    own = features[rows].mean(axis=0)
    families = (features[family].mean(axis=(0, 1)) for family in (sets.likest, sets.of_councils))
    return max(float(np.abs(own - mean).max()) for mean in families)


def compute_permutation_p(effect: float, placebos: Floats) -> float:
    """Return the share of all effects, the real one among them, that are at least as large."""
    # What is not smaller counts, so that an effect that is not known is never rare.
    return float((1 + (~(np.abs(placebos) < abs(effect))).sum()) / (1 + placebos.size))


def _find_critical_effect(placebos: Floats) -> float:
    larger = int(SIGNIFICANT * (1 + placebos.size)) - 1
    return float(np.sort(np.abs(placebos))[::-1][larger]) if larger >= 0 else float("inf")


def _find_reach(placebos: Floats) -> float:
    low, high = np.quantile(placebos, [1 - POWER, POWER])
    return float(max(-low, high, 0.0))


def find_placebo_sets(rows: Positions, councils: Positions, features: Floats, is_usable: Flags) -> PlaceboSets:
    """Return sets of areas in the same pattern as the real one, the likest first.

    The areas are in the order of their councils and, within, of their names, so that areas near each other on the
    ground are mostly near each other in the list. The pattern of the real set is laid over every part of the list: a
    set that lies together is compared with sets that lie together, whose areas share the shocks of one place. Where a
    wide pattern fits too few councils its gaps are narrowed, which makes chance larger and never smaller.

    Args:
        rows: of the real set, all of one council.
        councils: a number for the council of each area, in rising order.
        features: that areas are matched on.
        is_usable: whether an area may be in a placebo set: not one of the real set's council.
    """
    gaps = np.diff(np.sort(rows))
    sets = np.empty((0, rows.size), dtype=np.intp)
    for widest in sorted({1, *(int(gap) for gap in gaps)}, reverse=True):
        offsets = np.concatenate([[0], np.minimum(gaps, widest).cumsum()]).astype(np.intp)
        sets = _lay_pattern_over_list(offsets, councils, is_usable)
        if len(np.unique(councils[sets[:, 0]])) >= MOST_COUNCILS:
            break
    distances = np.linalg.norm(features[sets].mean(axis=1) - features[rows].mean(axis=0), axis=1)
    sets = sets[np.argsort(distances, kind="stable")]
    first_of_council = np.sort(np.unique(councils[sets[:, 0]], return_index=True)[1])
    return PlaceboSets(sets[:MOST_SETS], sets[first_of_council[:MOST_COUNCILS]])


def _lay_pattern_over_list(offsets: Positions, councils: Positions, is_usable: Flags) -> Positions:
    starts = np.arange(max(0, councils.size - int(offsets[-1])), dtype=np.intp)
    sets = starts[:, None] + offsets
    is_within_council = councils[sets[:, 0]] == councils[sets[:, -1]]
    return np.asarray(sets[is_within_council & is_usable[sets].all(axis=1)], dtype=np.intp)


def judge_by_placebo_sets(differences: Floats, rows: Positions, sets: PlaceboSets) -> PlaceboTest:
    """Return the mean difference of the real set, beside those of the placebo sets."""
    likest, of_councils = (differences[chosen].mean(axis=1) for chosen in (sets.likest, sets.of_councils))
    return PlaceboTest(float(differences[rows].mean()), likest, of_councils)
