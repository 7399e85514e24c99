"""What may be said of a figure or a gap, and no more: each sentence is built from one row and its significance."""

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.observe.comparing import CLEAR, differs_enough
from fairer_stockton.report.rows import Amount, CommunityRow, GapRow, ObservationRow
from fairer_stockton.report.words.figures import (
    LOW_BASE,
    is_known,
    mark_sample,
    write_difference,
    write_difference_limits,
    write_difference_size,
    write_limits,
    write_people_count,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.run.vocabulary import AreaType, Comparison, GapType, Polarity, Statistic, Trend

COMPARISONS = {
    Comparison.BETTER: "Better",
    Comparison.SIMILAR: "Similar",
    Comparison.ABOUT_THE_SAME: "About the same",
    Comparison.WORSE: "Worse",
    Comparison.HIGHER: "Higher",
    Comparison.LOWER: "Lower",
    Comparison.NOT_COMPARED: "Not compared",
}
NO_MARGIN = "no margin of error"
TREND_SENTENCES = {
    Trend.IMPROVING: "Over its latest five yearly figures the borough has improved.",
    Trend.WORSENING: "Over its latest five yearly figures the borough has worsened.",
    Trend.INCREASING: "Over its latest five yearly figures the borough's figure has risen.",
    Trend.DECREASING: "Over its latest five yearly figures the borough's figure has fallen.",
    Trend.NO_SIGNIFICANT_CHANGE: "Over its latest five yearly figures the borough shows no clear change.",
    Trend.NOT_CALCULATED: "",
}
# Money of each year's own prices: more of it is not yet a betterment.
CASH_TREND_SENTENCES = {
    Trend.IMPROVING: "Over its latest five yearly figures it has risen in cash; the rise in prices is not taken out.",
    Trend.WORSENING: (
        "Over its latest five yearly figures it has fallen in cash, before any rise in prices is taken out."
    ),
}
GAP_TITLES = {
    GapType.MOST_V_LEAST_FIFTH: "Most against least deprived fifth",
    GapType.BREAKDOWN: "Between groups",
    GapType.COMMUNITY: "Community against everyone else",
    GapType.BOROUGH_V_ENGLAND: "Borough against England",
    GapType.AREA_RANGE: "Highest against lowest ward or local area",
    GapType.SLOPE_INDEX: "Slope index of inequality",
    GapType.RELATIVE_INDEX: "Relative index of inequality",
    GapType.TARGET_AREA_V_REST: "Targeted Action Areas against the rest of the borough",
}


def write_measure_title(measure: Measure, rests_on_sample: object, group: str = "all") -> str:
    """Write the title of a measure, or of a group in it, with the marks of a proxy and of the generated sample."""
    return mark_sample(mark_proxy_in_title(measure, measure.make_title_of_group(group)), bool(rests_on_sample))


def mark_proxy_in_title(measure: Measure, title: str) -> str:
    """Add a mark to the title of a measure that is only the nearest to what the framework asks for."""
    return f"{title} (nearest available measure)" if measure.proxy_for else title


def write_interval(row: Amount) -> str:
    """Write a row's interval, or that it has none."""
    return f"95% interval {write_limits(row)}" if row.has_interval else NO_MARGIN


def describe_value(row: ObservationRow) -> str:
    """Write the figure of one area, with its interval and what it counts."""
    if not row.has_value:
        return (
            f"{_label_area_and_group(row)}: no figure for {write_period(row.period)} ({row.note or 'not available'})."
        )
    figure = write_value_with_unit(row.value, row.unit)
    text = f"{_label_area_and_group(row)}: {figure} in {write_period(row.period)} ({write_interval(row)})."
    if row.is_low_base:
        text += " It rests on few answers or cases (a low base), so read it with care."
    if row.note:
        text += f" {row.note[:1].upper()}{row.note[1:]}."
    if row.statistic == Statistic.PROPORTION and is_known(row.numerator):
        text += f" That is {row.numerator:,.0f} out of {row.denominator:,.0f}."
    return text


def choose_comparison_verdict(row: ObservationRow, gap: GapRow | None) -> Comparison:
    """Return the key of `COMPARISONS` that may be used: the cautious one where figure and gap disagree."""
    word = row.comparison
    if not row.has_interval:
        return Comparison.NOT_COMPARED
    # The figure's own interval takes England's figure as exact; the gap's interval counts the chance in both.
    if word in (*CLEAR, Comparison.ABOUT_THE_SAME) and gap and gap.interval_contains(0.0):
        return Comparison.SIMILAR
    return word


def compare_with_england(
    row: ObservationRow, england: ObservationRow | None, gap: GapRow | None, measure: Measure | None = None
) -> str:
    """Write how the borough's figure compares with England's, or the United Kingdom's where England has none."""
    if not row.has_value:
        return ""
    if measure and measure.unlike_england:
        return measure.unlike_england
    if england is None or not england.has_value:
        return "This source has no figure for England, so the two are not compared."
    theirs = write_value_with_unit(england.value, england.unit)
    # The borough's gap is with England, so the United Kingdom's figure is shown without a verdict.
    if england.area_type == AreaType.UNITED_KINGDOM:
        return f"This source has no figure for England; that of the United Kingdom is {theirs}."
    word = choose_comparison_verdict(row, gap)
    difference = write_difference(gap.value, gap.unit) if gap else ""
    if word == Comparison.NOT_COMPARED or gap is None or not gap.has_interval:
        apart = f", so the borough's figure is {difference}" if gap and round(gap.value, 9) else ""
        if measure and measure.estimated:
            return f"England's figure is {theirs}{apart}. Both rest on a model, so neither is called better or worse."
        return (
            f"England's figure is {theirs}{apart}. Without a margin of error for both we cannot say "
            "whether that is a real difference; how it ranks among councils like ours says more."
        )
    limits = write_difference_limits(gap)
    if word == Comparison.SIMILAR:
        return f"This is similar to England ({theirs}): no clear difference (95% interval {limits})."
    if word == Comparison.ABOUT_THE_SAME:
        return (
            f"This is about the same as England ({theirs}): {difference} (95% interval {limits}), too little to matter."
        )
    end = "" if word in (Comparison.BETTER, Comparison.WORSE) else " On this measure, higher is neither good nor bad."
    return f"This is {word} than England ({theirs}): {difference} (95% interval {limits}).{end}"


def describe_people_at_england_rate(row: ObservationRow, gap: GapRow | None) -> str:
    """Write what England's rate would mean for the borough's count; only where the difference is clear."""
    if gap is None or not is_known(gap.people) or not gap.excludes_zero:
        return ""
    if choose_comparison_verdict(row, gap) == Comparison.ABOUT_THE_SAME:
        return ""
    way = "fewer" if gap.value > 0 else "more"
    count = f"{row.numerator:,.0f}"
    return f"At England's rate there would be about {write_people_count(gap.people)} {way} in the count of {count}."


def compare_fifths(gap: GapRow, most_deprived: ObservationRow, least_deprived: ObservationRow, measure: Measure) -> str:
    """Write how the most and the least deprived fifth of the borough's neighbourhoods differ."""
    ends = (
        f"In {write_period(gap.period)} the figure was {_write_figure_with_limits(most_deprived)} in the most "
        "deprived fifth of the "
        f"borough's neighbourhoods and {_write_figure_with_limits(least_deprived)} in the least deprived fifth"
    )
    return f"{ends}: {_write_gap_as_clause(gap)}.{_write_who_is_worse(gap, measure, most_deprived, least_deprived)}"


def explain_why_fifths_not_compared(measure: Measure) -> str:
    """Write why a measure's fifths are not compared: the index that sorts them holds the measure itself."""
    of_it = "" if measure.part_of_index == "imd" else f", through its {measure.index_name}"
    return (
        "Not compared. The fifths are sorted by the Index of Multiple Deprivation, and this measure goes into that "
        f"index{of_it}: the fifths would differ because of how they are sorted."
    )


def describe_people_at_best_fifths_rate(gap: GapRow, borough: ObservationRow | None, measure: Measure) -> str:
    """Write what the best fifth's rate everywhere would mean for the borough's count; only where the gap is clear."""
    if not is_known(gap.people) or not gap.excludes_zero:
        return ""
    way = "fewer" if measure.polarity == Polarity.LOWER_IS_BETTER else "more"
    of = f" of {borough.numerator:,.0f}" if borough and is_known(borough.numerator) else ""
    return (
        "If the whole borough matched the best-off fifth, there would be about "
        f"{write_people_count(gap.people)} {way} in the borough's count{of}."
    )


def describe_inequality_indices(slope_index: GapRow | None, relative_index: GapRow | None) -> str:
    """Write the slope and relative index of inequality."""
    if slope_index is None or not slope_index.has_interval:
        return ""
    if slope_index.interval_contains(0.0):
        return (
            "Across all five fifths there is no clear slope (slope index of inequality, 95% interval "
            f"{write_difference_limits(slope_index)})."
        )
    worse = "most" if slope_index.value > 0 else "least"
    text = (
        f"Across all five fifths, the {worse} deprived end is "
        f"{write_difference_size(slope_index.value, slope_index.unit)} worse "
        f"than the other (slope index of inequality, 95% interval {write_difference_limits(slope_index)})"
    )
    # The next sentence reads “the higher end is N times the lower”, which a ratio below 1 would make false.
    if (
        relative_index is None
        or not relative_index.has_interval
        or relative_index.interval_contains(1.0)
        or relative_index.value < 1
    ):
        return f"{text}."
    return (
        f"{text}. The higher end is {relative_index.value:,.1f} times the lower (relative index of inequality, "
        f"{relative_index.lower_95:,.1f} to {relative_index.upper_95:,.1f}). Both come from a straight line "
        "drawn through the five fifths."
    )


def write_group_within_sentence(group: str, characteristic: str) -> str:
    """Write the name of a group of people within a sentence; names of peoples keep their capital."""
    return group if characteristic.lower() == "ethnic group" else group.lower()


def compare_groups(
    gap: GapRow, first: ObservationRow, second: ObservationRow, measure: Measure, characteristic: str
) -> str:
    """Write how two groups of people differ; `characteristic` is the characteristic that defines them."""
    worse = _write_who_is_worse(gap, measure, first, second, are_groups_of_people=True)
    names = [write_group_within_sentence(group, characteristic) for group in (gap.group_a, gap.group_b)]
    return (
        f"By {characteristic}, in {write_period(gap.period)}: {names[0]} {_write_figure_with_limits(first)}, "
        f"{names[1]} {_write_figure_with_limits(second)}: {_write_gap_as_clause(gap)}.{worse}"
    )


def compare_wards(
    gap: GapRow, highest: ObservationRow, lowest: ObservationRow, ward_count: int, unshown_count: int = 0
) -> str:
    """Return how far apart the wards or MSOAs are, and whether the limits allow for having picked the two."""
    areas = "local areas (MSOAs)" if highest.area_type == AreaType.MSOA else "wards"
    apart = write_difference_size(gap.value, gap.unit)
    shown = f" with a figure ({unshown_count} have none that can be shown)" if unshown_count else ""
    limits = f" (95% interval {write_difference_limits(gap)})" if gap.has_interval else f" ({NO_MARGIN})"
    picked = (
        "The interval allows for having picked the highest and the lowest."
        if gap.has_interval
        else "We picked the highest and the lowest, so chance may explain some of the difference."
    )
    return (
        f"Of the {ward_count} {areas}{shown} on the {highest.vintage} map, {highest.area_name} had the highest figure "
        f"({_write_figure_with_low_base_mark(highest)}) and {lowest.area_name} the lowest "
        f"({_write_figure_with_low_base_mark(lowest)}) in {write_period(gap.period)}: {apart} apart{limits}. "
        f"{picked}"
    )


def compare_target_area_with_rest(gap: GapRow, target_area: ObservationRow, rest: ObservationRow) -> str:
    """Write how a target area and the rest of the borough differ."""
    return (
        f"{gap.group_a}: {_write_figure_with_limits(target_area)} in {write_period(gap.period)}, against "
        f"{_write_figure_with_limits(rest)} in the rest of the borough: {_write_gap_as_clause(gap)}."
    )


def describe_trend(row: ObservationRow) -> str:
    """Write the recent trend of a figure; nothing where it is not known."""
    words = {**TREND_SENTENCES, **CASH_TREND_SENTENCES} if row.unit == "gbp" else TREND_SENTENCES
    return words[row.trend]


def write_gap_title(gap: GapRow) -> str:
    """Write which two areas or groups a gap compares."""
    if gap.gap_type == GapType.BREAKDOWN:
        return f"{gap.group_a} against {gap.group_b[:1].lower()}{gap.group_b[1:]}"
    return GAP_TITLES[gap.gap_type]


def write_gap_for_table(gap: GapRow | CommunityRow) -> str:
    """Write a gap in a table's cell."""
    if gap.gap_type == GapType.AREA_RANGE:
        return f"{write_difference_size(gap.value, gap.unit)}; {_write_short_gap_interval(gap)}"
    if gap.interval_contains(0.0):
        return f"no clear difference ({write_difference_limits(gap)})"
    return f"{write_difference(gap.value, gap.unit)}; {_write_short_gap_interval(gap)}"


def explain_no_measure(needs: str, why: str = "") -> str:
    """Return that nothing is measured: why, where that is known, else what it waits for."""
    if why:
        return f"Not measured here: {why}."
    return f"No data yet: needs {needs[:1].lower()}{needs[1:]}"


def _write_short_gap_interval(gap: Amount) -> str:
    return f"interval {write_difference_limits(gap)}" if gap.has_interval else NO_MARGIN


def _label_area_and_group(row: ObservationRow) -> str:
    return row.area_name if row.category == "all" else f"{row.area_name}, {row.category.lower()}"


def _write_figure_with_limits(row: ObservationRow) -> str:
    notes = "; ".join(filter(None, (write_limits(row), LOW_BASE if row.is_low_base else "")))
    return (
        f"{write_value_with_unit(row.value, row.unit)} ({notes})"
        if notes
        else write_value_with_unit(row.value, row.unit)
    )


def _write_figure_with_low_base_mark(row: ObservationRow) -> str:
    return f"{write_value_with_unit(row.value, row.unit)}{'; ' + LOW_BASE if row.is_low_base else ''}"


def _write_gap_as_clause(gap: Amount) -> str:
    if not gap.has_interval:
        return f"{write_difference(gap.value, gap.unit)} ({NO_MARGIN})"
    if gap.interval_contains(0.0):
        return f"no clear difference (95% interval {write_difference_limits(gap)})"
    return f"{write_difference(gap.value, gap.unit)} (95% interval {write_difference_limits(gap)})"


def _write_who_is_worse(
    gap: GapRow, measure: Measure, first: ObservationRow, second: ObservationRow, *, are_groups_of_people: bool = False
) -> str:
    if measure.polarity == Polarity.NEUTRAL or not gap.excludes_zero:
        return ""
    if not differs_enough(first.value, second.value, measure):
        return " So small a difference matters little: the two are about the same."
    first_is_worse = (gap.value > 0) == (measure.polarity == Polarity.LOWER_IS_BETTER)
    worse = gap.group_a if first_is_worse else gap.group_b
    if are_groups_of_people:
        return f" The group “{worse}” does worse."
    return f" The {worse[:1].lower()}{worse[1:]} does worse."
