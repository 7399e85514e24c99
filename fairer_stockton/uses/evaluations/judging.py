"""Judging: whether the areas changed otherwise than areas like them, and whether that can be judged at all."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fairer_stockton.definitions.evaluations import Evaluation
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.run.vocabulary import AreaType, Polarity
from fairer_stockton.run.vocabulary_of_uses import EvaluationVerdict
from fairer_stockton.statistics.estimate import Floats
from fairer_stockton.statistics.matched_changes import (
    MATCHES,
    Positions,
    compare_likeness,
    compute_changes,
    make_features,
    match_changes,
)
from fairer_stockton.statistics.placebo_sets import (
    FEWEST_COUNCILS,
    SIGNIFICANT,
    PlaceboSets,
    PlaceboTest,
    compare_sets,
    compute_joint_p,
    find_placebo_sets,
    judge_by_placebo_sets,
)
from fairer_stockton.uses.evaluations.coverage import list_needs_of_coverage
from fairer_stockton.uses.evaluations.panel import FEWEST_AREAS, Panel

MOST_UNLIKE = 0.25  # standard deviations: beyond it, matched groups are unlike (Stuart 2010, Statistical Science 25)
MOST_UNLIKE_SETS = (
    0.5  # beyond it, chance among the placebo sets is not chance among these (docs/methods/evaluations.md)
)


class FakeStart(NamedTuple):
    """A period before the start, taken for one after it: whatever was done, there should be no effect."""

    period: str
    test: PlaceboTest


@dataclass(frozen=True)
class Judged:
    """What is said of an evaluation.

    Attributes:
        verdict: the answer; `why` says why there is none.
        test: the effect beside those seen where nothing was done; None where there is nothing to compare with.
        matches: rows of the panel that each area is matched with.
        unlikeness: the largest distance of the areas from their matches, in standard deviations.
        sets_unlikeness: the same from the sets that show what chance does; nan where there are too few of them.
        fake_starts: the same test of periods before the start.
    """

    verdict: EvaluationVerdict
    why: str
    test: PlaceboTest | None
    matches: Positions
    unlikeness: float
    sets_unlikeness: float
    fake_starts: tuple[FakeStart, ...]


def judge_evaluation(
    evaluation: Evaluation, panel: Panel, periods_before: tuple[str, ...], polarity: Polarity
) -> Judged:
    """Return whether the areas changed otherwise than their matches, or why that cannot be judged.

    Whether it can be judged is decided before the effect is looked at: by how many sets there are to compare with, how
    like the matches are, how large an effect would have to be, and whether the areas moved apart before the start.
    """
    features = _make_features_of_panel(panel, len(periods_before))
    before, after = np.split(panel.figures, [len(periods_before)], axis=1)
    changed = match_changes(compute_changes(before, after), features, panel.councils, panel.is_elsewhere)
    is_usable = panel.is_elsewhere & np.isfinite(changed.differences)
    sets = find_placebo_sets(panel.rows, panel.councils, features, is_usable)
    unlike = float(np.abs(compare_likeness(features, changed.matches, panel.rows)).max())
    if why := _find_why_not_compared(changed.differences[panel.rows], sets):
        return Judged(EvaluationVerdict.CANNOT_BE_JUDGED, why, None, changed.matches, unlike, float("nan"), ())
    unlike_sets = compare_sets(features, panel.rows, sets)
    test = judge_by_placebo_sets(changed.differences, panel.rows, sets)
    fake_starts = tuple(
        FakeStart(period, judge_by_placebo_sets(differences, panel.rows, sets))
        for period, differences in zip(periods_before[1:], _compute_fake_differences(panel, before), strict=True)
    )
    why = _find_why_not_judged(evaluation, test, (unlike, unlike_sets), fake_starts)
    verdict = EvaluationVerdict.CANNOT_BE_JUDGED if why else choose_verdict(test, polarity, evaluation.least_effect)
    return Judged(verdict, why, test, changed.matches, unlike, unlike_sets, fake_starts)


def _find_why_not_compared(differences: Floats, sets: PlaceboSets) -> str:
    if not np.isfinite(differences).all():
        return f"Too few neighbourhoods of other councils are near enough: each of these needs {MATCHES} to match."
    if not sets.are_enough:
        return f"Too few councils have neighbourhoods in such a pattern: at least {FEWEST_COUNCILS} are needed."
    return ""


def _make_features_of_panel(panel: Panel, count_before: int) -> Floats:
    deprivation = [panel.areas["deprivation"].to_numpy(float)] if panel.indices else []
    return make_features(panel.figures[:, :count_before], panel.councils, *deprivation)


def _compute_fake_differences(panel: Panel, before: Floats) -> list[Floats]:
    """Return each area's difference from its matches for each period but the first, as if it were after the start."""
    return [
        match_changes(
            compute_changes(before[:, :count], before[:, count : count + 1]),
            _make_features_of_panel(panel, count),
            panel.councils,
            panel.is_elsewhere,
        ).differences
        for count in range(1, before.shape[1])
    ]


def _find_why_not_judged(
    evaluation: Evaluation, test: PlaceboTest, unlike: tuple[float, float], fake_starts: tuple[FakeStart, ...]
) -> str:
    if unlike[0] > MOST_UNLIKE:
        return "There are too few neighbourhoods elsewhere that were like these before the start."
    if not all(np.isfinite(fake.test.effect) for fake in fake_starts):
        return "For some period before the start, too few neighbourhoods elsewhere are near enough to match."
    # Areas that are chosen because their figure is high have risen before the start: that is how they were chosen.
    if not evaluation.chosen_on_outcome and has_moved_before(fake_starts):
        return "These neighbourhoods were already moving away from others like them before the start."
    if unlike[1] > MOST_UNLIKE_SETS:
        return (
            "There are too few sets of areas elsewhere that were like these before the start, as badly off or as well "
            "off, so nobody can tell what chance does to places like these."
        )
    if test.least_detectable > evaluation.least_effect:
        return "Chance alone moves such neighbourhoods by so much that the effect asked for would often be missed."
    return ""


def has_moved_before(fake_starts: tuple[FakeStart, ...]) -> bool:
    """Return whether the fake starts, all taken together, show an effect."""
    return bool(fake_starts) and compute_joint_p([fake.test for fake in fake_starts]) <= SIGNIFICANT


def choose_verdict(test: PlaceboTest, polarity: Polarity, least_effect: float) -> EvaluationVerdict:
    """Return the answer to an effect that can be judged."""
    if test.p_value > SIGNIFICANT:
        return EvaluationVerdict.NO_DIFFERENCE
    if abs(test.effect) < least_effect:
        return EvaluationVerdict.SMALL_CHANGE
    is_better = (test.effect < 0) == (polarity == Polarity.LOWER_IS_BETTER)
    return EvaluationVerdict.LIKELY_WORKED if is_better else EvaluationVerdict.GOT_WORSE


def list_needs_of_panel(panel: Panel) -> list[str]:
    """Return what the areas lack to be compared at all."""
    count = len(panel.rows)
    if count < FEWEST_AREAS:
        areas = "local areas (MSOAs)" if panel.area_type == AreaType.MSOA else "neighbourhoods"
        return [
            f"At least {FEWEST_AREAS} {areas} that have a counted figure in every period that is compared; there "
            f"{'is' if count == 1 else 'are'} {count}. Of one or two, whatever happens in a single street decides.",
            *list_needs_of_coverage(panel.coverage),
        ]
    if np.unique(panel.councils[panel.rows]).size > 1:
        return ["Areas of one council: an evaluation is of what that council or its partners did."]
    return list_needs_of_coverage(panel.coverage)


def list_needs_of_least_effect(evaluation: Evaluation, measure: Measure, panel: Panel, count_before: int) -> list[str]:
    """Return that a least effect lies beyond what the areas' share can change by, where it does.

    So large a bar would let any figures pass as strong enough to judge by.
    """
    if measure.unit != "percent":
        return []
    level = float(panel.figures[panel.rows, :count_before].mean())
    room = level if measure.polarity == Polarity.LOWER_IS_BETTER else 100.0 - level
    if evaluation.least_effect <= room:
        return []
    return [
        f"A least effect that can happen: the areas' own level before the start is {level:.1f}%, so it cannot get "
        f"better by {evaluation.least_effect:g} percentage points; {room:.1f} is the most."
    ]
