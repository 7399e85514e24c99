"""What may be said of how a gap has changed: size, direction and certainty, always all three."""

from collections.abc import Iterable
from typing import NamedTuple

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.rows import Amount, CommunityRow, GapRow
from fairer_stockton.report.words.figures import (
    is_known,
    write_count_with_noun,
    write_difference_limits,
    write_difference_size,
    write_period,
    write_value_without_unit,
)
from fairer_stockton.run.vocabulary import CALLED_DIRECTIONS, INDEX_GAPS, MOVED_DIRECTIONS, Direction, GapType, Polarity
from fairer_stockton.statistics.gap_changes import ENTER_AT

DIRECTION_TITLES = {
    Direction.CLOSING: "Narrowed",
    Direction.WIDENING: "Widened",
    Direction.LEAD_GROWING: "Lead grew",
    Direction.LEAD_SHRINKING: "Lead shrank",
    Direction.CROSSED_OVER: "Crossed over",
    Direction.MIXED: "Mixed",
    Direction.NO_CLEAR_CHANGE: "No clear change",
    Direction.MOVED_CLOSER: "Closer (no margin of error)",
    Direction.MOVED_APART: "Further apart (no margin of error)",
    Direction.MOVED_ACROSS: "Crossed over (no margin of error)",
    Direction.LITTLE_CHANGED: "Little changed (no margin of error)",
    Direction.ONE_PERIOD: "One period so far",
    Direction.NOT_COMPARABLE: "Not compared over time",
    Direction.NO_FIGURE: "No figure",
}
MEANINGS = {
    Direction.CLOSING: "The group that does worse is less far behind, by more than chance explains.",
    Direction.WIDENING: "The group that does worse is further behind, by more than chance explains.",
    Direction.LEAD_GROWING: "The group we expected to do worse is ahead, and by more than before.",
    Direction.LEAD_SHRINKING: "The group we expected to do worse was ahead. Its lead has shrunk, or gone.",
    Direction.CROSSED_OVER: "The two have changed places, and the change is more than chance explains.",
    Direction.MIXED: "The difference has changed, but the ratio of the two figures has not changed with it.",
    Direction.NO_CLEAR_CHANGE: "Any change is small enough to be chance, given how many gaps we look at.",
    Direction.MOVED_CLOSER: "The gap is smaller, by more than is usual in a year. No margin of error is published.",
    Direction.MOVED_APART: "The gap is larger, by more than is usual in a year. No margin of error is published.",
    Direction.MOVED_ACROSS: "The two have changed places, by more than is usual. No margin of error is published.",
    Direction.LITTLE_CHANGED: "The change is no more than is usual in a year. No margin of error is published.",
    Direction.ONE_PERIOD: "There is nothing yet to compare it with.",
    Direction.NOT_COMPARABLE: "The figures of its periods cannot be compared with each other.",
    Direction.NO_FIGURE: "There is no gap to measure.",
}
OTHERWISE = (Direction.LEAD_GROWING, Direction.LEAD_SHRINKING, Direction.CROSSED_OVER, Direction.MIXED)
STEADY = (Direction.NO_CLEAR_CHANGE, Direction.LITTLE_CHANGED)


class GapCounts(NamedTuple):
    """How many gaps have changed in which way."""

    closing: int
    widening: int
    otherwise: int
    moved: int  # by more than is usual, without a margin of error
    steady: int  # no clear change, or little
    unjudged: int  # one period, or periods that are not to be compared

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)


def count_directions(directions: Iterable[Direction]) -> GapCounts:
    """Count gaps by how they have changed."""
    words = list(directions)
    groups = ((Direction.CLOSING,), (Direction.WIDENING,), OTHERWISE, MOVED_DIRECTIONS, STEADY)
    closing, widening, otherwise, moved, steady = (sum(word in group for word in words) for group in groups)
    judged = closing + widening + otherwise + moved + steady
    return GapCounts(closing, widening, otherwise, moved, steady, len(words) - judged)


def describe_gap_counts(counts: GapCounts, which: str, baseline_year: int) -> str:
    """Write how many gaps have changed in which way."""
    gaps = write_count_with_noun(counts.total, "gap", "gaps")
    sentences = [
        f"Of the {gaps} {which}, {counts.closing or 'none'} narrowed and {counts.widening or 'none'} widened since "
        f"{baseline_year}, or the nearest year we have, by more than chance explains. Where we have no figures after "
        f"{baseline_year}, the change is from earlier years."
    ]
    if counts.otherwise:
        sentences.append(f"{counts.otherwise} clearly changed in another way, such as that the two changed places.")
    if counts.moved:
        moved = write_count_with_noun(counts.moved, "gap moved", "gaps moved")
        sentences.append(f"{moved} by more than is usual in a year, but no margin of error is published.")
    if counts.steady:
        sentences.append(f"{write_count_with_noun(counts.steady, 'shows', 'show')} little or no clear change.")
    if counts.unjudged:
        sentences.append(
            f"For the other {counts.unjudged} there is one period so far, or the periods are not comparable."
        )
    return " ".join(sentences)


def describe_gap_direction(gap: GapRow, measure: Measure, gap_name: str = "this gap") -> str:
    """Write how a gap has changed, from when, by how much and how surely."""
    if gap.direction == Direction.ONE_PERIOD:
        return f"There is one period so far, so a change in {gap_name} cannot be measured yet."
    if gap.direction == Direction.NOT_COMPARABLE:
        return f"We do not compare {gap_name} over time: its periods are not comparable."
    if gap.direction == Direction.NO_FIGURE:
        return ""
    since = f"Since {write_period(gap.change_from)}"
    size, limits = _write_size_of_change(gap), _write_limits_of_change(gap, measure)
    usual = f"where {_write_usual_movement(gap)} is usual in a year. No margin of error is published"
    sentence = {
        Direction.CLOSING: f"{gap_name} has narrowed by {size}{limits}",
        Direction.WIDENING: f"{gap_name} has widened by {size}{limits}",
        Direction.LEAD_GROWING: f"{gap.group_a} has moved further ahead, by {size}{limits}",
        Direction.LEAD_SHRINKING: f"{gap.group_a} has lost some or all of its lead, {size}{limits}",
        Direction.CROSSED_OVER: (
            f"the two have changed places: the difference has moved by {size}{limits}{_write_whether_clear(gap)}"
        ),
        Direction.MIXED: (
            f"the difference has become {_choose_smaller_or_larger(gap, measure)}, by {size}{limits}, but the ratio of "
            "the two figures has not"
        ),
        Direction.NO_CLEAR_CHANGE: f"there is no clear change in {gap_name}{limits}{_write_what_could_be_seen(gap)}",
        Direction.MOVED_CLOSER: f"{_describe_move_closer(gap, gap_name)}, {usual}",
        Direction.MOVED_APART: f"{_describe_move_apart(gap, gap_name)}, {usual}",
        Direction.MOVED_ACROSS: f"the two have changed places: the difference has moved by {size}, {usual}",
        Direction.LITTLE_CHANGED: f"{gap_name} has changed little, by {size}, {usual}",
    }[gap.direction]
    return f"{since}, {sentence}."


def write_gap_direction(gap: GapRow | CommunityRow) -> str:
    """Write in a table's cell how a gap has changed, in a word."""
    return DIRECTION_TITLES[gap.direction]


def write_gap_change(gap: GapRow, measure: Measure) -> str:
    """Write in a table's cell how a gap has changed: the word, the size and how surely."""
    word = write_gap_direction(gap)
    if not gap.change_from or not is_known(gap.change):
        return word
    periods = write_count_with_noun(gap.periods, "period", "periods")
    # Of what is called, and of an index that is a ratio, the way is plain already.
    has_way = gap.direction in CALLED_DIRECTIONS or gap.gap_type == GapType.RELATIVE_INDEX
    way = "" if has_way or gap.change == 0 else f" {_choose_words_for_change(gap, measure)[gap.change > 0]}"
    return f"{word}, {_write_size_of_change(gap)}{way}{_write_limits_of_change(gap, measure)}; {periods}"


def _choose_words_for_change(gap: GapRow, measure: Measure) -> tuple[str, str]:
    """Return the words for a change below and above zero: of the group named first, or of the gap itself."""
    if gap.gap_type == GapType.AREA_RANGE:
        return "narrower", "wider"
    return ("closer", "further apart") if measure.polarity == Polarity.NEUTRAL else ("better", "worse")


def _amount_of_change(gap: GapRow) -> Amount:
    return Amount(gap.change, gap.change_lower_95, gap.change_upper_95, gap.unit)


def _write_size_of_change(gap: GapRow) -> str:
    if gap.gap_type == GapType.RELATIVE_INDEX:
        return f"{gap.change:,.2f} times what it was"
    return write_difference_size(gap.change, gap.unit)


def _write_limits_of_change(gap: GapRow, measure: Measure) -> str:
    change = _amount_of_change(gap)
    if not change.has_interval:
        return ""
    if gap.gap_type == GapType.RELATIVE_INDEX:
        return f" (95% interval {change.lower_95:,.2f} to {change.upper_95:,.2f} times)"
    if not change.interval_contains(0.0):
        return f" (95% interval {write_difference_limits(change)})"
    words = _choose_words_for_change(gap, measure)
    low, high = (
        f"{write_value_without_unit(abs(end), gap.unit)} {words[end > 0]}" for end in (change.lower_95, change.upper_95)
    )
    return f" (95% interval from {low} to {high})"


def _choose_smaller_or_larger(gap: GapRow, measure: Measure) -> str:
    """Return how the size of the gap has changed: of a lead it is smaller where the first group is worse off."""
    turned = measure.polarity == Polarity.HIGHER_IS_BETTER and gap.gap_type not in (*INDEX_GAPS, GapType.AREA_RANGE)
    at_start = gap.value + gap.change if turned else gap.value - gap.change
    return "smaller" if abs(gap.value) < abs(at_start) else "larger"


def _describe_move_closer(gap: GapRow, gap_name: str) -> str:
    """Write by how much a gap is smaller; where the first group is worse off than it was, it is a lead that shrank."""
    size = _write_size_of_change(gap)
    return (
        f"{gap.group_a} has lost {size} of its lead" if gap.change > 0 else f"{gap_name} has become smaller by {size}"
    )


def _describe_move_apart(gap: GapRow, gap_name: str) -> str:
    size = _write_size_of_change(gap)
    is_lead = gap.change < 0
    return f"{gap.group_a} has moved further ahead, by {size}" if is_lead else f"{gap_name} has become larger by {size}"


def _write_whether_clear(gap: GapRow) -> str:
    """Write, of two that have changed places, where the one that is ahead now may be so by chance."""
    return "; the difference now is within chance" if gap.interval_contains(0.0) else ""


def _write_what_could_be_seen(gap: GapRow) -> str:
    if gap.p_value <= ENTER_AT:
        return "; among so many gaps, one such change may be chance"
    if not is_known(gap.detectable_change) or gap.gap_type == GapType.RELATIVE_INDEX:
        return ""
    return f"; a change of {write_difference_size(gap.detectable_change, gap.unit)} would probably have been seen"


def _write_usual_movement(gap: GapRow) -> str:
    return write_difference_size(gap.usual_movement, gap.unit)
