"""The headline gaps: chosen by the declared rule, judged by difference and ratio together, and written as they are."""

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.gap_courses import GapOverTime
from fairer_stockton.report.headlines import words
from fairer_stockton.report.headlines.choice import choose_headlines, judge_certainty, judge_fairness
from fairer_stockton.run.vocabulary import Certainty, Direction, Fairness
from tests.unit.report.conftest import NONE, gap, gap_row, make_edition, measure, observation

HERE, THERE = "borough", "england"
MOVED = {"periods": 2, "change_from": "2021", "baseline_period": "2021", "previous_period": "2021"}


def course(direction: str, value: float = 5.0, polarity: str = "lower_is_better", **cells: Any) -> GapOverTime:
    row = gap_row(value=value, direction=direction, **{"usual_movement": 1.0, **cells})
    return GapOverTime(measure(polarity=polarity), (row,))


def edition_with(*measures: tuple[str, dict[str, Any], float, dict[str, Any]]) -> Edition:
    """Give the tiny edition measures: of each its name, fields, gap to England in 2023 and cells of that row."""
    edition = make_edition()
    rows, gaps, catalogue = [], [], {}
    for name, fields, size, cells in measures:
        catalogue[name] = measure(name, **{"framework": "Warm homes", **fields})
        mine = {"measure": name, "domain": "housing", "synthetic": cells.get("synthetic", False)}
        for period, value in (("2021", 12.0), ("2023", 10.0 + size)):
            rows.append(observation(period=period, value=value, numerator=value * 10, denominator=1000.0, **mine))
            rows.append(observation(THERE, period=period, value=10.0, **mine))
        gaps.append(gap(measure=name, period="2021", value=2.0))
        moved = {"direction": "moved_apart", "change": size - 2.0, "usual_movement": 1.0, "relative_change": 1.1}
        gaps.append(gap(measure=name, period="2023", **{"value": size, **MOVED, **moved, **cells}))
    framework = {"housing": Domain("housing", "Housing", ("Warm homes", "Dry homes", "Safe homes"), "Counts.")}
    return replace(
        edition,
        measures=catalogue,
        framework=framework,
        observations=pd.DataFrame(rows),
        gaps=pd.DataFrame(gaps),
    )


def names(edition: Edition) -> list[str]:
    return [headline.measure.name for headline in choose_headlines(edition).shown]


@pytest.mark.parametrize(
    ("direction", "value", "relative_change", "change", "fairness"),
    [
        ("closing", 5.0, 0.9, -2.0, Fairness.FAIRER),
        ("moved_closer", 5.0, 0.9, -2.0, Fairness.FAIRER),
        # 20 against 10 per cent is a smaller difference than 40 against 25, and a larger ratio.
        ("moved_closer", 10.0, (20 / 10) / (40 / 25), -5.0, Fairness.MIXED),
        ("widening", 5.0, 1.2, 2.0, Fairness.LESS_FAIR),
        ("moved_apart", 15.0, (40 / 25) / (20 / 10), 5.0, Fairness.MIXED),
        ("moved_apart", 15.0, NONE, 5.0, Fairness.LESS_FAIR),  # of a score there is no ratio
        ("mixed", 5.0, 1.2, -2.0, Fairness.MIXED),
        ("crossed_over", 5.0, 1.2, 8.0, Fairness.LESS_FAIR),
        ("moved_across", -5.0, 0.8, -8.0, Fairness.FAIRER),
        ("no_clear_change", 5.0, 0.7, -2.0, Fairness.NO_CLEAR_CHANGE),
        ("little_changed", 5.0, 0.99, -0.2, Fairness.NO_CLEAR_CHANGE),
    ],
)
def test_fairer_needs_difference_and_ratio_to_agree(
    direction: str, value: float, relative_change: float, change: float, fairness: Fairness
) -> None:
    assert judge_fairness(course(direction, value, relative_change=relative_change, change=change)) == fairness


def test_who_is_worse_off_after_crossing_depends_on_the_way_that_is_better() -> None:
    assert judge_fairness(course("crossed_over", 5.0, "higher_is_better")) == Fairness.FAIRER
    assert judge_fairness(course("crossed_over", -5.0, "higher_is_better")) == Fairness.LESS_FAIR


@pytest.mark.parametrize(
    ("direction", "cells", "certainty"),
    [
        ("widening", {}, Certainty.CLEAR_CHANGE),
        ("moved_across", {}, Certainty.LARGER_THAN_USUAL),
        ("no_clear_change", {"lower_95": 1.0, "upper_95": 9.0}, Certainty.CLEAR_GAP),
        ("no_clear_change", {"lower_95": -1.0, "upper_95": 11.0}, Certainty.WITHIN_CHANCE),
        ("little_changed", {"usual_movement": 4.0}, Certainty.CLEAR_GAP),
        ("little_changed", {"usual_movement": 5.0}, Certainty.WITHIN_CHANCE),
    ],
)
def test_certainty_is_of_the_change_or_else_of_the_gap(
    direction: str, cells: dict[str, Any], certainty: Certainty
) -> None:
    assert judge_certainty(course(direction, **cells).last) == certainty


def test_every_direction_has_a_fairness() -> None:
    assert {judge_fairness(course(direction)) for direction in Direction} <= set(Fairness)


def test_each_measure_of_the_framework_has_its_best_gap_first() -> None:
    edition = edition_with(
        ("small", {}, 4.0, {}),
        ("large", {}, 9.0, {}),
        ("nearest", {"proxy_for": "Dry homes."}, 90.0, {}),  # however large: another answers exactly
        ("dry", {"framework": "Dry homes"}, 5.0, {}),
        ("outside", {"framework": "Nothing of the framework"}, 50.0, {}),
        ("neither", {"polarity": "neutral"}, 50.0, {}),
        ("cash", {"nominal": True}, 50.0, {}),
    )
    found = choose_headlines(edition)
    assert names(edition) == ["nearest", "large", "dry", "small"]  # the best of each, then second ones: too few for ten
    assert found.unanswered == ("Safe homes",)
    two = replace(edition, definitions=_with_number(edition, 2))
    assert names(two) == ["large", "dry"]
    assert [other.measure.name for other in choose_headlines(two).others] == ["nearest", "small"]


def _with_number(edition: Edition, number: int) -> Any:
    return replace(edition.definitions, headlines=replace(edition.definitions.headlines, number=number))


def test_the_score_is_size_times_certainty() -> None:
    edition = edition_with(
        ("moved", {}, 8.0, {"usual_movement": 2.0}),
        ("sure", {}, 4.0, {"direction": "widening", "usual_movement": 0.5}),
        ("steady", {}, 6.0, {"direction": "little_changed"}),
        ("model", {"estimated": True, "title": "Cold homes (modelled)"}, 8.0, {}),
        ("ahead", {}, -4.0, {"direction": "moved_across"}),  # was 2 behind: that counts
    )
    scores = {headline.measure.name: headline.score for headline in choose_headlines(edition).shown}
    assert scores == {"sure": 16.0, "moved": 6.0, "steady": 6.0, "model": 6.0, "ahead": 3.0}


def test_invented_figures_never_come_before_real_ones() -> None:
    edition = edition_with(("invented", {}, 90.0, {"synthetic": True}), ("real", {"proxy_for": "Warmth."}, 2.5, {}))
    assert names(edition) == ["real", "invented"]
    assert names(replace(edition, definitions=_with_number(edition, 1))) == ["real"]


@pytest.mark.parametrize(
    "cells",
    [
        {"change_from": "", "direction": "one_period"},
        {"baseline_period": "2023"},  # nothing later than the framework's first year
        {"value": NONE, "status": "not_available"},
    ],
)
def test_a_gap_that_cannot_be_followed_from_the_start_is_no_headline(cells: dict[str, Any]) -> None:
    edition = edition_with(("homes", {}, 4.0, cells))
    found = choose_headlines(edition)
    assert found.shown == ()
    assert "Warm homes" in found.unanswered
    assert words.write_finding(found, 2021) == "We cannot yet follow any gap since 2021"


def test_a_gap_that_nobody_is_on_the_worse_side_of_is_no_headline() -> None:
    edition = edition_with(("homes", {"polarity": "higher_is_better"}, 4.0, {"direction": "lead_growing"}))
    assert choose_headlines(edition).shown == ()


def test_people_follow_from_a_count_without_a_margin() -> None:
    (headline,) = choose_headlines(edition_with(("homes", {}, 4.0, {}))).shown
    assert math.isclose(headline.people, 40.0)  # 4 points of 1,000 homes
    assert words.write_people(headline) == "About 40 fewer cold homes, at England’s rate"
    (counted,) = choose_headlines(edition_with(("homes", {}, 4.0, {"people": 38.0}))).shown
    assert words.write_people(counted) == "About 38 fewer cold homes, at England’s rate"
    (chance,) = choose_headlines(
        edition_with(("homes", {}, 4.0, {"lower_95": -1.0, "upper_95": 9.0, "direction": "no_clear_change"}))
    ).shown
    assert words.write_people(chance) == "Not counted: the gap is within chance"


def test_a_headline_says_then_and_now_and_how_sure() -> None:
    edition = edition_with(("homes", {"headline": "cold homes"}, 4.0, {}))
    found = choose_headlines(edition)
    (headline,) = found.shown
    assert words.write_size(headline.now) == "4.0 percentage points"
    assert words.write_way(headline) == "more than England"
    assert words.write_then_and_now(headline) == "2.0 percentage points in 2021, 4.0 percentage points in 2023"
    assert words.write_sentence(headline) == (
        "In 2023 the figure was 14.0% for Stockton-on-Tees (12.0% in 2021) and 10.0% for England (10.0% in 2021)."
    )
    assert words.write_finding(found, 2021) == "Since 2021, gaps have grown in cold homes"
    assert words.write_answer(found, 2021) == (
        "Of 1 headline gap, none are smaller than in 2021 or the nearest year held and 1 is larger."
    )


def test_the_finding_names_two_of_each_kind() -> None:
    edition = edition_with(
        *((f"worse{number}", {"headline": f"worse {number}"}, 20.0 - number, {}) for number in range(5)),
        ("better", {"headline": "better"}, 3.0, {"direction": "closing", "relative_change": 0.9, "change": -1.0}),
        ("invented", {"headline": "made up"}, 90.0, {"synthetic": True, "direction": "closing"}),
    )
    assert words.write_finding(choose_headlines(edition), 2021) == (
        "Since 2021, gaps have grown in worse 0 and worse 1, and shrunk in better and made up [sample]"
    )


def test_pounds_lose_their_pence_and_a_vanished_gap_is_called_so() -> None:
    assert words.write_size(gap_row(value=-5216.4, unit="gbp")) == "£5,216"
    assert words.write_size(gap_row(value=0.25, unit="gbp")) == "£0.25"
    assert words.write_size(gap_row(value=0.0)) == "no gap"


@pytest.mark.parametrize(
    ("figures", "gap_now", "direction", "words_after"),
    [
        # The better-off lose more: a gap that is smaller though nobody gained.
        (((12.0, 13.0), (8.0, 11.0)), 2.0, "moved_closer", " The gap is smaller because the figure got worse for"),
        (((12.0, 11.0), (8.0, 9.0)), 2.0, "moved_closer", ""),
        (((12.0, 11.0), (8.0, 4.0)), 7.0, "moved_apart", " It got better for both, but less so for"),
        (((12.0, 13.0), (8.0, 4.0)), 9.0, "moved_apart", ""),
    ],
)
def test_a_gap_says_where_both_groups_went_the_same_way(
    figures: tuple[tuple[float, float], ...], gap_now: float, direction: str, words_after: str
) -> None:
    edition = edition_with(
        (
            *("homes", {}, gap_now),
            {"direction": direction, "change": gap_now - 4.0, "relative_change": 1.0 + 0.1 * (gap_now - 4.0)},
        )
    )
    rows = edition.observations.copy()
    for area, (then, now) in zip(("borough", "england"), figures, strict=True):
        for period, value in (("2021", then), ("2023", now)):
            rows.loc[(rows["area_type"] == area) & (rows["period"] == period), "value"] = value
    gaps = edition.gaps.copy()
    gaps.loc[gaps["period"] == "2021", "value"] = 4.0
    (headline,) = choose_headlines(replace(edition, observations=rows, gaps=gaps)).shown
    _, _, rest = words.write_sentence(headline).partition(" in 2021).")
    assert rest.startswith(words_after)
    assert bool(rest) == bool(words_after)


def test_the_surest_gap_is_named_first_and_modelled_fifths_are_no_headline() -> None:
    edition = edition_with(
        ("large", {"headline": "large"}, 40.0, {}),
        ("sure", {"headline": "sure", "framework": "Dry homes"}, 4.0, {"direction": "widening"}),
    )
    assert words.write_finding(choose_headlines(edition), 2021) == "Since 2021, gaps have grown in sure and large"
    gaps = edition.gaps.assign(gap_type="most_v_least_fifth")
    modelled = {name: replace(each, estimated=True) for name, each in edition.measures.items()}
    assert choose_headlines(replace(edition, gaps=gaps, measures=modelled)).shown == ()
