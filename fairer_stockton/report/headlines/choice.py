"""The headline gaps: which of all gaps the first page shows, by the rule of `definitions/headlines.toml`.

Whether a gap is fairer than at the framework's start is judged from its row alone: by the direction that its change was
given, and by whether difference and ratio agree.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.definitions.headlines import CertaintyWeights, HeadlineRules
from fairer_stockton.definitions.measures import PER, Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.gap_courses import GapOverTime, list_gaps_over_time
from fairer_stockton.report.questions import FIFTHS_BREAKDOWN
from fairer_stockton.report.rows import GapRow, ObservationRow
from fairer_stockton.report.words.figures import lower_first_letter
from fairer_stockton.run.vocabulary import (
    CALLED_DIRECTIONS,
    MOVED_DIRECTIONS,
    AreaType,
    Certainty,
    Direction,
    Fairness,
    GapType,
    Polarity,
    Statistic,
)

MOST_AND_LEAST_DEPRIVED = ("1", "5")
MOST_AND_LEAST_DEPRIVED_WORDS = ("the most deprived fifth of neighbourhoods", "the least deprived fifth")
COUNTS = (Statistic.PROPORTION, Statistic.RATE)  # of all people, homes or cases, so that a share of them is a number
SMALLER = (Direction.CLOSING, Direction.MOVED_CLOSER)
LARGER = (Direction.WIDENING, Direction.MOVED_APART)
CROSSED = (Direction.CROSSED_OVER, Direction.MOVED_ACROSS)


@dataclass(frozen=True)
class HeadlineGap:
    """One gap that can be a headline: then, last year and now, and what may be said of it.

    `worse_off` and `better_off` are the figures of the two groups, oldest first, as the gap names them: the first is
    worse off now, or was at the start. `groups` is how the two are named within a sentence, and `topic` what the gap is
    about, after “gaps in”.
    """

    course: GapOverTime
    start: GapRow
    fairness: Fairness
    certainty: Certainty
    score: float
    topic: str
    groups: tuple[str, str]
    worse_off: tuple[ObservationRow, ...]
    better_off: tuple[ObservationRow, ...]

    @property
    def measure(self) -> Measure:
        """The measure that the gap is of."""
        return self.course.measure

    @property
    def now(self) -> GapRow:
        """The latest gap."""
        return self.course.last

    @property
    def previous(self) -> GapRow | None:
        """The gap of the period before the latest, where that is not the start."""
        period = self.now.previous_period
        earlier = (row for row in self.course.rows if row.period == period and row.has_value)
        return None if period == self.start.period else next(earlier, None)

    @property
    def synthetic(self) -> bool:
        """Whether the gap rests on the generated sample."""
        return self.now.synthetic or self.start.synthetic

    @property
    def title(self) -> str:
        """The measure's title, with the group of people where the gap to England is of one."""
        is_of_group = self.course.kind == GapType.BOROUGH_V_ENGLAND
        return self.measure.make_title_of_group(self.now.category) if is_of_group else self.measure.title

    @property
    def people(self) -> float:
        """How many people, homes or cases fewer (or more) there would be at the better-off group's rate.

        A gap without a margin of error has no such count in the tables; where the borough's figure is a count of all,
        it follows from that. It is nan where it cannot be had.
        """
        if self.course.kind != GapType.BOROUGH_V_ENGLAND or self.now.people == self.now.people or not self.worse_off:
            return self.now.people
        latest = self.worse_off[-1]
        is_count = latest.statistic in COUNTS and latest.period == self.now.period
        return abs(self.now.value) / PER[latest.unit] * latest.denominator if is_count else math.nan

    @property
    def is_still_worse(self) -> bool:
        """Whether the group named first is worse off in the latest period."""
        return self.now.value * self.course.sign > 0


@dataclass(frozen=True)
class Headlines:
    """The headline gaps, best first, and the best gap of every other measure that could be judged."""

    shown: tuple[HeadlineGap, ...]
    others: tuple[HeadlineGap, ...]
    unanswered: tuple[str, ...]  # measures of the framework of which no gap can be followed from its start

    def select(self, fairness: Fairness) -> tuple[HeadlineGap, ...]:
        """Return the headline gaps that have changed so."""
        return tuple(gap for gap in self.shown if gap.fairness == fairness)

    def select_others(self, fairness: Fairness) -> tuple[HeadlineGap, ...]:
        """Return the gaps that are no headlines and have changed so."""
        return tuple(gap for gap in self.others if gap.fairness == fairness)


def choose_headlines(edition: Edition) -> Headlines:
    """Choose the headline gaps of an edition, and judge every other measure's best gap."""
    rules = edition.definitions.headlines
    candidates = _sort_best_first(
        _make_headline_gap(edition, course, start, rules.certainty) for course, start in _find_candidates(edition)
    )
    shown = _choose_across_framework(candidates, rules)
    best_of_each_measure = {gap.measure.name: gap for gap in reversed(candidates)}
    names = {gap.measure.name for gap in shown}
    others = (gap for name, gap in best_of_each_measure.items() if name not in names)
    answered = {gap.measure.framework for gap in candidates}
    return Headlines(
        shown=shown,
        others=_sort_best_first(others),
        unanswered=tuple(
            wanted
            for domain in edition.framework.values()
            if not domain.context
            for wanted in domain.measures
            if wanted not in answered
        ),
    )


def judge_fairness(course: GapOverTime) -> Fairness:
    """Return whether a gap that is to somebody's disadvantage, now or at the start, has become fairer."""
    row = course.last
    if row.direction in CROSSED:
        return Fairness.LESS_FAIR if row.value * course.sign > 0 else Fairness.FAIRER
    if row.direction == Direction.MIXED or (row.direction in (*SMALLER, *LARGER) and _has_ratio_that_disagrees(course)):
        return Fairness.MIXED
    if row.direction in SMALLER:
        return Fairness.FAIRER
    return Fairness.LESS_FAIR if row.direction in LARGER else Fairness.NO_CLEAR_CHANGE


def judge_certainty(row: GapRow) -> Certainty:
    """Return how sure a gap is: whether its change is, else whether it is itself."""
    if row.direction in CALLED_DIRECTIONS:
        return Certainty.CLEAR_CHANGE
    if row.direction in MOVED_DIRECTIONS:
        return Certainty.LARGER_THAN_USUAL
    is_small = row.interval_contains(0.0) if row.has_interval else abs(row.value) <= row.usual_movement
    return Certainty.WITHIN_CHANCE if is_small else Certainty.CLEAR_GAP


def _has_ratio_that_disagrees(course: GapOverTime) -> bool:
    """Return whether the ratio of the two figures has changed the other way than their difference.

    `relative_change` is above 1 where the ratio is further to the first group's disadvantage.
    """
    row = course.last
    return (row.relative_change - 1.0) * row.change < 0  # False where there is no ratio, as of a score


def _find_candidates(edition: Edition) -> Iterable[tuple[GapOverTime, GapRow]]:
    """Yield every gap that can be a headline, with the row that it is judged from."""
    rules = edition.definitions.headlines
    for course in list_gaps_over_time(edition):
        start = course.start
        if start is None or not answers_framework(edition.framework, course.measure):
            continue
        if (
            _is_of_headline_kind(course, rules)
            and _is_judged_since_start(course.last)
            and _is_to_disadvantage(course, start)
        ):
            yield course, start


def _is_of_headline_kind(course: GapOverTime, rules: HeadlineRules) -> bool:
    if course.kind == GapType.BREAKDOWN and course.last.breakdown in rules.without_breakdowns:
        return False
    # What a model says of single neighbourhoods shows which are high or low; publishers advise against following it.
    is_modelled_in_small_areas = course.kind == GapType.MOST_V_LEAST_FIFTH and course.measure.estimated
    return course.kind in rules.gaps and not is_modelled_in_small_areas


def answers_framework(framework: Mapping[str, Domain], measure: Measure) -> bool:
    """Return whether a measure is of something that the framework asks for, and one way of it is better."""
    domain = framework[measure.domain]
    # Pounds of different years are not alike; the same measure after inflation is.
    comparable = measure.polarity != Polarity.NEUTRAL and not measure.nominal
    return comparable and not domain.context and measure.framework in domain.measures


def _is_judged_since_start(row: GapRow) -> bool:
    """Return whether a gap's change runs from the framework's first year, or from the first year held after it."""
    return row.has_value and row.baseline_period in ("", row.change_from)


def _is_to_disadvantage(course: GapOverTime, start: GapRow) -> bool:
    return max(start.value * course.sign, course.last.value * course.sign) > 0


def _make_headline_gap(edition: Edition, course: GapOverTime, start: GapRow, weights: CertaintyWeights) -> HeadlineGap:
    row, certainty = course.last, judge_certainty(course.last)
    size = row.value * course.sign if row.value * course.sign > 0 else start.value * course.sign
    usual = row.usual_movement or course.measure.least_difference.absolute
    weight = getattr(weights, certainty) * (weights.modelled if course.measure.estimated else 1.0)
    first, second = _find_figures_of_both_groups(edition, course)
    return HeadlineGap(
        course=course,
        start=start,
        fairness=judge_fairness(course),
        certainty=certainty,
        score=size / usual * weight,
        topic=_name_topic(edition, course),
        groups=_name_groups(edition, course, first, second),
        worse_off=first,
        better_off=second,
    )


def _name_topic(edition: Edition, course: GapOverTime) -> str:
    """Return what a gap is about; the gap of a group of people to England is of that group."""
    row = course.last
    topic = course.measure.headline or lower_first_letter(course.measure.title)
    is_of_group = course.kind == GapType.BOROUGH_V_ENGLAND and row.category != "all"
    return f"{topic} of {_name_group(edition, row.breakdown, row.category)}" if is_of_group else topic


def _name_groups(
    edition: Edition, course: GapOverTime, first: Sequence[ObservationRow], second: Sequence[ObservationRow]
) -> tuple[str, str]:
    row = course.last
    if course.kind == GapType.BOROUGH_V_ENGLAND:
        return first[-1].area_name, second[-1].area_name
    if course.kind == GapType.MOST_V_LEAST_FIFTH:
        return MOST_AND_LEAST_DEPRIVED_WORDS
    return _name_group(edition, row.breakdown, row.group_a), _name_group(edition, row.breakdown, row.group_b)


def _name_group(edition: Edition, characteristic: str, group: str) -> str:
    """Return how a group of people is named within a sentence; one that has no such name in its own words, quoted."""
    known = edition.definitions.breakdowns.get(characteristic)
    return (known.groups if known else {}).get(group, f"“{group}”")


def find_change_for_better(rows: Sequence[ObservationRow], gap: HeadlineGap) -> float | None:
    """Return by how much a group's own figure got better between the start and now; None where one is not shown."""
    values = {row.period: row.value for row in rows}
    then, now = values.get(gap.start.period), values.get(gap.now.period)
    better = 1.0 if gap.measure.polarity == Polarity.HIGHER_IS_BETTER else -1.0
    return None if then is None or now is None else (now - then) * better


def _sort_best_first(gaps: Iterable[HeadlineGap]) -> tuple[HeadlineGap, ...]:
    """Return gaps with real figures before generated ones, then by score; names decide between equals."""
    return tuple(
        sorted(gaps, key=lambda gap: (gap.synthetic, -gap.score, gap.measure.name, gap.now.category, gap.course.kind))
    )


def _choose_across_framework(candidates: Sequence[HeadlineGap], rules: HeadlineRules) -> tuple[HeadlineGap, ...]:
    """Return the best gap of each measure of the framework; where that is too few, second ones of other measures."""
    # A stable sort: among exact measures, and among the nearest available, the best stays first.
    by_fit = sorted(candidates, key=lambda gap: (gap.synthetic, bool(gap.measure.proxy_for)))
    first_of_each: dict[str, HeadlineGap] = {}
    for gap in by_fit:
        first_of_each.setdefault(gap.measure.framework, gap)
    shown = _sort_best_first(first_of_each.values())[: rules.number]
    names = {gap.measure.name for gap in shown}
    second = {gap.measure.name: gap for gap in reversed(candidates) if gap.measure.name not in names}
    return _sort_best_first((*shown, *_sort_best_first(second.values())[: rules.number - len(shown)]))


def _find_figures_of_both_groups(
    edition: Edition, course: GapOverTime
) -> tuple[tuple[ObservationRow, ...], tuple[ObservationRow, ...]]:
    """Return the figures of the two groups of a gap, oldest first; periods in which one is hidden have none."""
    row, name = course.last, course.measure.name
    if course.kind == GapType.BOROUGH_V_ENGLAND:
        areas, breakdown, categories = (AreaType.BOROUGH, AreaType.ENGLAND), row.breakdown, (row.category, row.category)
    else:
        is_of_fifths = course.kind == GapType.MOST_V_LEAST_FIFTH
        areas, breakdown = (AreaType.BOROUGH, AreaType.BOROUGH), FIFTHS_BREAKDOWN if is_of_fifths else row.breakdown
        categories = MOST_AND_LEAST_DEPRIVED if is_of_fifths else (row.group_a, row.group_b)
    first, second = (
        tuple(
            figure
            for figure in edition.select_observations(name, area_type=area, breakdown=breakdown, category=category)
            if figure.has_value
        )
        for area, category in zip(areas, categories, strict=True)
    )
    return first, second
