"""No sentence says more than its figure's significance allows."""

import re
from dataclasses import replace

import pytest

from fairer_stockton.report.words import gap_changes, narrative
from fairer_stockton.run.vocabulary import AreaType, Comparison, Direction, Trend
from fairer_stockton.statistics.trends import TREND_PERIODS

from .conftest import gap_row, limits, measure, observation_row

HERE = observation_row(**limits(12.0, 1.0), numerator=1200, denominator=10000, comparison="worse")
THERE = observation_row("england", **limits(10.0, 0.1))
CLEAR, UNCLEAR = gap_row(**limits(2.0, 1.0), people=200.0), gap_row(**limits(2.0, 2.5), people=200.0)
WITHOUT_MARGIN = ("moved_closer", "moved_apart", "moved_across", "little_changed")
MOVED = {"change_from": "2011", "periods": 2, "change": -2.7, "detectable_change": 3.0, "usual_movement": 1.1}
WITHOUT_SIZE = ("no_clear_change", "one_period", "not_comparable", "no_figure")
MOVES = re.compile(r"\b(rose|risen|fell|fallen|improved|worsened|closing|widening|better|worse)\b")


def test_a_clear_difference_from_england_is_said_with_its_interval() -> None:
    sentence = narrative.compare_with_england(HERE, THERE, CLEAR)
    assert sentence == "This is worse than England (10.0%): 2.0 percentage points more (95% interval 1.0 to 3.0)."
    assert (
        narrative.describe_people_at_england_rate(HERE, CLEAR)
        == "At England's rate there would be about 200 fewer in the count of 1,200."
    )


def test_a_difference_whose_interval_holds_nothing_is_no_clear_difference() -> None:
    sentence = narrative.compare_with_england(HERE, THERE, UNCLEAR)
    assert "no clear difference (95% interval from 0.5 less to 4.5 more)" in sentence
    assert not MOVES.search(sentence)
    assert narrative.choose_comparison_verdict(HERE, UNCLEAR) == "similar"
    assert narrative.describe_people_at_england_rate(HERE, UNCLEAR) == ""


def test_a_figure_without_an_interval_is_called_neither_better_nor_worse() -> None:
    bare = observation_row(value=12.0, comparison="worse")
    sentence = narrative.compare_with_england(bare, THERE, gap_row(value=2.0))
    assert "Without a margin of error" in sentence
    assert not MOVES.search(sentence)
    assert narrative.choose_comparison_verdict(bare, gap_row(value=2.0)) == "not_compared"
    assert "(no margin of error)" in narrative.describe_value(bare)


def test_a_clear_difference_of_no_account_is_about_the_same() -> None:
    same = replace(HERE, comparison=Comparison.ABOUT_THE_SAME)
    sentence = narrative.compare_with_england(same, THERE, CLEAR)
    assert sentence.startswith("This is about the same as England (10.0%): 2.0 percentage points more")
    assert not MOVES.search(sentence)
    assert narrative.describe_people_at_england_rate(same, CLEAR) == ""
    assert narrative.choose_comparison_verdict(same, UNCLEAR) == "similar"


def test_what_is_compared_with_nothing_says_why() -> None:
    own = measure(unlike_england="England's is of other tenths.")
    assert narrative.compare_with_england(HERE, THERE, None, own) == "England's is of other tenths."
    kingdom = replace(THERE, area_type=AreaType.UNITED_KINGDOM)
    assert "that of the United Kingdom is 10.0%" in narrative.compare_with_england(HERE, kingdom, None)
    modelled = narrative.compare_with_england(
        replace(HERE, comparison=Comparison.NOT_COMPARED), THERE, gap_row(value=2.0), measure(estimated=True)
    )
    assert "Both rest on a model" in modelled
    assert "interval" not in modelled


def test_a_part_of_the_index_says_why_it_has_no_fifths() -> None:
    sentence = narrative.explain_why_fifths_not_compared(measure(part_of_index="education"))
    assert "through its education, skills and training domain" in sentence
    assert "through" not in narrative.explain_why_fifths_not_compared(measure(part_of_index="imd"))


def test_ends_that_differ_too_little_to_matter_are_about_the_same() -> None:
    most, least = observation_row(**limits(50.6, 0.1)), observation_row(**limits(50.0, 0.1))
    ends = {"group_a": "Most deprived fifth", "group_b": "Least deprived fifth"}
    sentence = narrative.compare_fifths(
        gap_row("most_v_least_fifth", **ends, **limits(0.6, 0.2)), most, least, measure()
    )
    assert sentence.endswith("So small a difference matters little: the two are about the same.")
    assert "does worse" not in sentence


def test_without_englands_figure_nothing_is_compared() -> None:
    assert "not compared" in narrative.compare_with_england(HERE, None, None)


def test_a_neutral_measure_is_neither_good_nor_bad() -> None:
    sentence = narrative.compare_with_england(replace(HERE, comparison=Comparison.HIGHER), THERE, CLEAR)
    assert sentence.startswith("This is higher than England")
    assert sentence.endswith("higher is neither good nor bad.")


def test_fifths_say_which_fares_worse_only_where_it_is_clear() -> None:
    most, least = observation_row(**limits(20.0, 1.0)), observation_row(**limits(5.0, 1.0))
    ends = {"group_a": "Most deprived fifth", "group_b": "Least deprived fifth"}
    clear = gap_row("most_v_least_fifth", **ends, **limits(15.0, 1.4), people=4445.5)
    unclear = gap_row("most_v_least_fifth", **ends, **limits(0.5, 1.4), people=12.0)
    lower = measure(polarity="lower_is_better")
    assert "The most deprived fifth does worse." in narrative.compare_fifths(clear, most, least, lower)
    assert "The least deprived fifth does worse." in narrative.compare_fifths(
        clear, most, least, measure(polarity="higher_is_better")
    )
    assert "does worse" not in narrative.compare_fifths(clear, most, least, measure(polarity="neutral"))
    assert "no clear difference" in narrative.compare_fifths(unclear, most, least, lower)
    assert "does worse" not in narrative.compare_fifths(unclear, most, least, lower)
    assert "about 4,450 fewer in the borough's count" in narrative.describe_people_at_best_fifths_rate(
        clear, None, lower
    )
    assert narrative.describe_people_at_best_fifths_rate(unclear, None, lower) == ""


def test_the_slope_is_said_for_the_end_that_fares_worse() -> None:
    assert "the most deprived end is 18.0 percentage points worse" in narrative.describe_inequality_indices(
        gap_row(**limits(18.0, 1.0)), None
    )
    assert "the least deprived end is 18.0 percentage points worse" in narrative.describe_inequality_indices(
        gap_row(**limits(-18.0, 1.0)), None
    )
    assert "no clear slope" in narrative.describe_inequality_indices(gap_row(**limits(0.5, 1.0)), None)
    assert narrative.describe_inequality_indices(gap_row(value=3.0), None) == ""


@pytest.mark.parametrize("direction", list(Direction))
def test_a_gap_closes_or_widens_only_where_its_direction_says_so(direction: str) -> None:
    sentence = gap_changes.describe_gap_direction(gap_row(direction=direction, **MOVED), measure())
    assert ("has narrowed" in sentence) == (direction == "closing")
    assert ("has widened" in sentence) == (direction == "widening")
    assert ("no clear change" in sentence) == (direction == "no_clear_change")
    unsure = direction in WITHOUT_MARGIN
    assert ("No margin of error is published." in sentence) == unsure
    assert ("2.7 percentage points" in sentence) == (direction not in WITHOUT_SIZE)
    assert direction in gap_changes.DIRECTION_TITLES
    assert direction in gap_changes.MEANINGS


def test_a_change_is_written_with_size_direction_and_certainty() -> None:
    closing = gap_row(direction="closing", **MOVED, change_lower_95=-4.2, change_upper_95=-1.3)
    assert gap_changes.describe_gap_direction(closing, measure()) == (
        "Since 2011, this gap has narrowed by 2.7 percentage points (95% interval 1.3 to 4.2)."
    )
    assert gap_changes.write_gap_change(closing, measure()) == (
        "Narrowed, 2.7 percentage points (95% interval 1.3 to 4.2); 2 periods"
    )
    unclear = gap_row(direction="no_clear_change", **MOVED, change_lower_95=-6.2, change_upper_95=0.8)
    assert gap_changes.describe_gap_direction(unclear, measure(), "the gap with England") == (
        "Since 2011, there is no clear change in the gap with England (95% interval from 6.2 better to 0.8 worse); a "
        "change of 3.0 percentage points would probably have been seen."
    )
    unsure = gap_changes.describe_gap_direction(gap_row(direction="moved_closer", **MOVED), measure())
    assert unsure == (
        "Since 2011, this gap has become smaller by 2.7 percentage points, where 1.1 percentage points is usual in a "
        "year. No margin of error is published."
    )
    assert gap_changes.write_gap_change(gap_row(), measure()) == "One period so far"


@pytest.mark.parametrize(
    ("direction", "change", "words"),
    [
        ("lead_growing", -0.7, "Lead grew, 0.7 percentage points; 2 periods"),  # not "less": the gap is larger
        (
            "moved_closer",
            13.2,
            "Closer (no margin of error), 13.2 percentage points worse; 2 periods",
        ),  # a lead that shrinks
        ("little_changed", 0.6, "Little changed (no margin of error), 0.6 percentage points worse; 2 periods"),
    ],
)
def test_a_change_of_a_lead_is_not_written_the_wrong_way_round(direction: str, change: float, words: str) -> None:
    row = gap_row(direction=direction, **{**MOVED, "change": change})
    assert gap_changes.write_gap_change(row, measure(polarity="higher_is_better")) == words


@pytest.mark.parametrize(
    ("gap_type", "polarity", "words"),
    [
        ("borough_v_england", "neutral", "further apart"),
        ("area_range", "higher_is_better", "wider"),
        ("borough_v_england", "higher_is_better", "worse"),
    ],
)
def test_a_change_is_worse_only_where_one_way_is_better(gap_type: str, polarity: str, words: str) -> None:
    moved = {**MOVED, "change": 2.7, "change_lower_95": -1.0, "change_upper_95": 6.4}
    row = gap_row(gap_type, direction="no_clear_change", **moved)
    assert f"2.7 percentage points {words} (95%" in gap_changes.write_gap_change(row, measure(polarity=polarity))
    assert f"to 6.4 {words})" in gap_changes.write_gap_change(row, measure(polarity=polarity))


def test_a_lead_that_shrinks_is_not_told_as_a_gap_that_closes() -> None:
    lost, ahead = (
        gap_changes.describe_gap_direction(gap_row(direction=word, **{**MOVED, "change": change}), measure())
        for word, change in (("moved_closer", 2.7), ("moved_apart", -2.7))
    )
    assert "has lost 2.7 percentage points of its lead, where 1.1" in lost
    assert "has moved further ahead, by 2.7 percentage points, where 1.1" in ahead


def test_an_interval_that_excludes_no_change_is_explained_where_nothing_is_called() -> None:
    row = gap_row(direction="no_clear_change", **MOVED, change_lower_95=-4.2, change_upper_95=-1.3, p_value=0.02)
    sentence = gap_changes.describe_gap_direction(row, measure())
    assert sentence.endswith("(95% interval 1.3 to 4.2); among so many gaps, one such change may be chance.")


def test_an_index_that_is_a_ratio_changes_by_times() -> None:
    row = gap_row("relative_index", direction="no_clear_change", **{**MOVED, "change": 0.93, "unit": "ratio"})
    assert gap_changes.write_gap_change(row, measure()) == "No clear change, 0.93 times what it was; 2 periods"


@pytest.mark.parametrize(
    ("value", "change", "size"), [(-5.5, 9.8, "smaller"), (8.4, -2.9, "smaller"), (9, 4, "larger")]
)
def test_a_mixed_change_says_whether_the_difference_is_smaller(value: float, change: float, size: str) -> None:
    row = gap_row(direction="mixed", value=value, **{**MOVED, "change": change})
    lower = measure(polarity="lower_is_better")
    assert f"the difference has become {size}, by" in gap_changes.describe_gap_direction(row, lower)
    turned = replace(row, value=-value)
    higher = measure(polarity="higher_is_better")
    assert f"the difference has become {size}, by" in gap_changes.describe_gap_direction(turned, higher)


def test_two_that_changed_places_may_be_within_chance_now() -> None:
    unclear = gap_row(direction="crossed_over", **limits(-2.1, 3.8), **MOVED)
    assert "the difference now is within chance" in gap_changes.describe_gap_direction(unclear, measure())
    clear = gap_row(direction="crossed_over", **limits(-12.1, 3.8), **MOVED)
    assert "within chance" not in gap_changes.describe_gap_direction(clear, measure())


def test_a_range_is_laid_to_chance_only_where_its_limits_do_not_allow_for_it() -> None:
    highest, lowest = (observation_row("ward", area_name=name, value=value) for name, value in (("A", 9.0), ("B", 1.0)))
    allowing = narrative.compare_wards(gap_row("area_range", **limits(8.0, 2.0)), highest, lowest, 27)
    assert allowing.endswith("The interval allows for having picked the highest and the lowest.")
    assert "chance" not in allowing
    bare = narrative.compare_wards(gap_row("area_range", value=8.0), highest, lowest, 27)
    assert bare.endswith("so chance may explain some of the difference.")


@pytest.mark.parametrize("trend", list(Trend))
def test_a_trend_is_said_only_where_there_is_one(trend: str) -> None:
    sentence = narrative.describe_trend(observation_row(trend=trend))
    assert bool(MOVES.search(sentence)) == (trend not in ("no_significant_change", "not_calculated"))


def test_more_money_is_no_betterment_before_prices_are_taken_out() -> None:
    sentence = narrative.describe_trend(observation_row(trend="improving", unit="gbp"))
    assert "risen in cash" in sentence
    assert "improved" not in sentence


def test_the_words_cover_the_contract_and_the_windows_they_name() -> None:
    assert set(narrative.COMPARISONS) == set(Comparison)
    assert TREND_PERIODS == 5


def test_a_suppressed_figure_says_why() -> None:
    row = observation_row(status="suppressed", note="the publisher suppresses it")
    assert narrative.describe_value(row) == "Stockton-on-Tees: no figure for 2022 (the publisher suppresses it)."


def test_no_sentence_has_a_bare_minus() -> None:
    down = gap_row(**limits(-2.0, 1.0))
    for sentence in (
        narrative.compare_with_england(replace(HERE, comparison=Comparison.BETTER), THERE, down),
        narrative.write_gap_for_table(down),
    ):
        assert not re.search(r"[-−]\d", sentence)
