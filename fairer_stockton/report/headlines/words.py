"""What may be said of the headline gaps: the finding first, then of each gap how large, how sure and for whom."""

from collections.abc import Sequence

from fairer_stockton.report.headlines.choice import HeadlineGap, Headlines, find_change_for_better
from fairer_stockton.report.rows import GapRow, ObservationRow
from fairer_stockton.report.words.figures import (
    choose_more_or_less,
    is_known,
    lower_first_letter,
    mark_sample,
    write_count_with_noun,
    write_difference_size,
    write_people_count,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.report.words.gap_changes import write_gap_change
from fairer_stockton.run.vocabulary import Certainty, Direction, Fairness, GapType, Polarity, Statistic

FAIRNESS_TITLES = {
    Fairness.FAIRER: "Getting fairer",
    Fairness.LESS_FAIR: "Getting less fair",
    Fairness.MIXED: "Mixed",
    Fairness.NO_CLEAR_CHANGE: "No clear change",
}
CERTAINTY_WORDS = {
    Certainty.CLEAR_CHANGE: "Sure: the change is more than chance explains.",
    Certainty.LARGER_THAN_USUAL: (
        "Not tested: no margin of error is published. The change is larger than is usual in a year."
    ),
    Certainty.CLEAR_GAP: (
        "Sure that there is a gap. Not sure that it is changing: that may be chance, or no more than usual."
    ),
    Certainty.WITHIN_CHANCE: "Not sure: so small a gap may be chance.",
}
FEWEST_POUNDS_WITHOUT_PENCE = 10
NO_GAP = "no gap"
MOST_NAMED = 2  # gaps in the headline, each way; the sentence after it counts all


def write_finding(headlines: Headlines, baseline_year: int) -> str:
    """Write the finding in one sentence: which headline gaps have grown since the start, and which have shrunk."""
    larger, smaller = (headlines.select(word) for word in (Fairness.LESS_FAIR, Fairness.FAIRER))
    if not headlines.shown:
        return f"We cannot yet follow any gap since {baseline_year}"
    grown, shrunk = f"grown in {_list_topics(larger)}", f"shrunk in {_list_topics(smaller)}"
    if larger and smaller:
        return f"Since {baseline_year}, gaps have {grown}, and {shrunk}"
    if larger or smaller:
        return f"Since {baseline_year}, gaps have {grown if larger else shrunk}"
    return f"No headline gap has clearly changed since {baseline_year}"


def write_answer(headlines: Headlines, baseline_year: int) -> str:
    """Write whether the borough is fairer than at the start, by how many of the headline gaps have changed how."""
    fairer, less_fair, mixed, unclear = (len(headlines.select(fairness)) for fairness in Fairness)
    total = len(headlines.shown)
    counts = [
        f"{fairer or 'none'} {'is' if fairer == 1 else 'are'} smaller than in {baseline_year} or the nearest year held",
        f"{less_fair or 'none'} {'is' if less_fair == 1 else 'are'} larger",
    ]
    if mixed:
        counts.append(f"{mixed} {'is' if mixed == 1 else 'are'} smaller one way and larger another")
    if unclear:
        counts.append(f"{unclear} {'shows' if unclear == 1 else 'show'} no clear change")
    listed = f"{', '.join(counts[:-1])} and {counts[-1]}"
    return f"Of {write_count_with_noun(total, 'headline gap', 'headline gaps')}, {listed}."


def write_direction(gap: HeadlineGap) -> str:
    """Write in a few words how a gap has changed; one that may only seem to has its way too."""
    if gap.now.direction != Direction.NO_CLEAR_CHANGE:
        return "Little changed" if gap.fairness == Fairness.NO_CLEAR_CHANGE else FAIRNESS_TITLES[gap.fairness]
    if gap.now.value * gap.start.value < 0:
        return "Changed places, but it may be chance"
    way = "Larger" if abs(gap.now.value) > abs(gap.start.value) else "Smaller"
    return f"{way}, but it may be chance"


def write_title(gap: HeadlineGap) -> str:
    """Write what a gap is of, with the mark of the generated sample."""
    return mark_sample(gap.title, gap.synthetic)


def write_who(gap: HeadlineGap) -> str:
    """Write who is compared with whom, the group that is expected to be worse off first."""
    first, second = gap.groups
    return f"{first} compared with {second}"


def write_size(row: GapRow) -> str:
    """Write the size of a gap, without its sign; pence only where there are few pounds."""
    size = write_difference_size(row.value, row.unit)
    if not any(digit in "123456789" for digit in size) or size.startswith("under "):
        return NO_GAP
    return f"£{abs(row.value):,.0f}" if row.unit == "gbp" and abs(row.value) >= FEWEST_POUNDS_WITHOUT_PENCE else size


def write_size_in_period(gap: HeadlineGap, row: GapRow) -> str:
    """Write the size of a gap in a period, with the way where it is not that of the latest."""
    size = write_size(row)
    same_way = row.value * gap.now.value >= 0 or size == NO_GAP
    return size if same_way else f"{size} {choose_more_or_less(row.value, row.unit)}"


def write_way(gap: HeadlineGap) -> str:
    """Write which way the latest gap goes: `less than England`."""
    return f"{choose_more_or_less(gap.now.value, gap.now.unit)} than {gap.groups[1]}"


def write_then_and_now(gap: HeadlineGap) -> str:
    """Write the gap at the start, in the period before the latest where that is another, and now."""
    rows = [gap.start, *([gap.previous] if gap.previous else []), gap.now]
    return ", ".join(f"{write_size_in_period(gap, row)} in {write_period(row.period)}" for row in rows)


def write_change(gap: HeadlineGap) -> str:
    """Write how the gap has changed, by how much and how surely."""
    return write_gap_change(gap.now, gap.measure)


def write_certainty(gap: HeadlineGap) -> str:
    """Write how sure the gap or its change is."""
    model = " The figures come from a model." if gap.measure.estimated else ""
    return f"{CERTAINTY_WORDS[gap.certainty]}{model}"


def write_england_gap(gap: HeadlineGap) -> str:
    """Write England's own gap between the same groups; where the gap is with England, England's figure."""
    if gap.course.kind == GapType.BOROUGH_V_ENGLAND:
        figure = gap.better_off[-1]
        return f"England: {write_value_with_unit(figure.value, figure.unit)}"
    if not is_known(gap.now.england_value):
        return "England’s own gap is not known"
    return f"England’s own gap: {write_difference_size(gap.now.england_value, gap.now.unit)}"


def write_people(gap: HeadlineGap) -> str:
    """Write how many people, homes or cases the gap means, or why they cannot be counted."""
    if gap.now.interval_contains(0.0):
        return "Not counted: the gap is within chance"
    if is_known(gap.people):
        way = "fewer" if gap.measure.polarity == Polarity.LOWER_IS_BETTER else "more"
        rate = "England’s rate" if gap.course.kind == GapType.BOROUGH_V_ENGLAND else f"the rate of {gap.groups[1]}"
        counted = lower_first_letter(gap.measure.title)
        return f"About {write_people_count(gap.people)} {way} {counted}, at {rate}"
    if gap.measure.statistic == Statistic.SURVEY_SHARE:
        return "Cannot be counted: a survey gives shares, not numbers"
    if gap.now.unit == "percentage_points":
        return "Cannot be counted: only the percentage is published"
    return "Cannot be counted: this is an average or a rate, not a number of people"


def write_sentence(gap: HeadlineGap) -> str:
    """Write the two figures that the gap is between, then and now, and whether both went the same way."""
    periods = (gap.start.period, gap.now.period)
    parts = []
    for group, rows in zip(gap.groups, (gap.worse_off, gap.better_off), strict=True):
        ends = [_find_figure(rows, period) for period in periods]
        then, now = (write_value_with_unit(end.value, end.unit) if end else "not shown" for end in ends)
        parts.append(f"{now} for {group} ({then} in {write_period(periods[0])})")
    return f"In {write_period(periods[1])} the figure was {' and '.join(parts)}.{_describe_common_course(gap)}"


def _describe_common_course(gap: HeadlineGap) -> str:
    """Write that both groups got worse, or better, where the gap alone would let one think otherwise.

    A gap also gets smaller where those who are better off lose more: nobody has gained by it.
    """
    changes = [find_change_for_better(rows, gap) for rows in (gap.worse_off, gap.better_off)]
    first, second = gap.groups
    if gap.fairness == Fairness.FAIRER and changes[0] is not None and changes[0] <= 0 and gap.is_still_worse:
        return f" The gap is smaller because the figure got worse for {second}, not because it got better for {first}."
    if gap.fairness == Fairness.LESS_FAIR and changes[0] is not None and changes[0] >= 0 and gap.is_still_worse:
        return f" It got better for both, but less so for {first}."
    return ""


def _find_figure(rows: Sequence[ObservationRow], period: str) -> ObservationRow | None:
    return next((row for row in reversed(rows) if row.period == period), None)


def _list_topics(gaps: Sequence[HeadlineGap]) -> str:
    """Return what gaps are about, the surest first, and no more of them than a headline can hold."""
    surest_first = sorted(gaps, key=lambda gap: (gap.synthetic, gap.certainty != Certainty.CLEAR_CHANGE))
    topics = [mark_sample(gap.topic, gap.synthetic) for gap in surest_first[:MOST_NAMED]]
    return " and ".join(topics)
