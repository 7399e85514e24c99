"""Standings and comparators: ranks count from the best, equals share, and only intervals make a difference clear."""

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.places.comparators import compare_with_other_councils
from fairer_stockton.places.standings import compare_areas_with_borough
from fairer_stockton.schemas.results.comparators import Comparators
from fairer_stockton.schemas.results.standings import Standings
from tests.conftest import DEFINITIONS
from tests.databases import open_empty_database

LOWER, HIGHER, NEUTRAL = "no_qualifications", "level_4_or_above", "renting_privately"


def rows(measure: str, area_type: str, values: dict[str, float], half: float = 1.0) -> pd.DataFrame:
    value = np.array(list(values.values()), dtype=float)
    return pd.DataFrame({
        "measure": measure, "area_type": area_type, "area_code": list(values), "area_name": list(values),
        "vintage": "2024", "period": "2021", "breakdown": "all", "category": "all", "value": value,
        "lower_95": value - half, "upper_95": value + half, "lower_998": value - half, "upper_998": value + half,
        "unit": "percent", "synthetic": False, "sources": "census", "note": "", "leaves_out": "none",
    })  # fmt: skip


def standings(measure: str, wards: dict[str, float], borough: float = 10.0, half: float = 1.0) -> pd.DataFrame:
    table = pd.concat([rows(measure, "borough", {"B": borough}), rows(measure, "ward", wards, half)], ignore_index=True)
    found = compare_areas_with_borough(table, DEFINITIONS.measures, "2024")
    Standings.validate(found)
    return found.set_index("area_code")


def test_lower_is_better_ranks_from_the_lowest() -> None:
    found = standings(LOWER, {"W1": 5.0, "W2": 10.5, "W3": 20.0})
    assert found["rank"].to_dict() == {"W1": 1, "W2": 2, "W3": 3}
    assert found["against_borough"].to_dict() == {"W1": "better", "W2": "similar", "W3": "worse"}
    assert found.loc["W1", "distance"] > 0 > found.loc["W3", "distance"]
    assert found.loc["W3", "distance"] == pytest.approx(-10 / np.std([5, 10.5, 20], ddof=1))
    assert (found["areas"] == 3).all()


def test_higher_is_better_turns_it_round_and_equals_share_a_rank() -> None:
    found = standings(HIGHER, {"W1": 20.0, "W2": 20.0, "W3": 5.0})
    assert found["rank"].to_dict() == {"W1": 1, "W2": 1, "W3": 3}
    assert found.loc["W1", "against_borough"] == "better"


def test_a_neutral_measure_is_neither_good_nor_bad() -> None:
    found = standings(NEUTRAL, {"W1": 20.0, "W2": 5.0})
    assert found["against_borough"].to_dict() == {"W1": "higher", "W2": "lower"}
    assert found["distance"].isna().all()


def test_without_an_interval_nothing_is_compared() -> None:
    found = standings(LOWER, {"W1": 5.0, "W2": 20.0}, half=float("nan"))
    assert set(found["against_borough"]) == {"not_compared"}


def test_target_areas_are_not_ranked_and_measured_by_the_spread_of_wards() -> None:
    table = pd.concat(
        [
            rows(LOWER, "borough", {"B": 10.0}),
            rows(LOWER, "ward", {"W1": 8.0, "W2": 12.0}),
            rows(LOWER, "target_area", {"target-x": 30.0}).assign(vintage="2021"),
        ],
        ignore_index=True,
    )
    found = compare_areas_with_borough(table, DEFINITIONS.measures, "2024").set_index("area_code").loc["target-x"]
    assert np.isnan(found["rank"])
    assert found["distance"] == pytest.approx(-20 / np.std([8, 12], ddof=1))


def compared(measure: str, own: float, others: dict[str, float], half: float = 1.0) -> pd.DataFrame:
    table = pd.concat(
        [rows(measure, "borough", {"B": own}, half), rows(measure, "authority", others, half)], ignore_index=True
    )
    with open_empty_database() as connection:
        members = pd.DataFrame({"comparators": "similar_areas", "area_code": list(others), "place": range(len(others))})
        connection.register("comparators", members)
        found = compare_with_other_councils(connection, table, DEFINITIONS.measures, list(DEFINITIONS.comparators))
    Comparators.validate(found) if len(found) else None
    return found


def test_position_range_and_median_among_councils() -> None:
    found = compared(LOWER, 10.0, {"C1": 5.0, "C2": 10.5, "C3": 20.0, "C4": 10.0}).iloc[0]
    assert (found["position"], found["councils"]) == (2, 5)  # shares it with C4
    assert (found["lowest"], found["lowest_council"], found["highest"], found["highest_council"]) == (5, "C1", 20, "C3")
    assert found["median"] == 10.0
    assert (found["clearly_better"], found["clearly_worse"]) == (1, 1)
    assert found["names"] == "C1; C2; C3; C4"


def test_higher_is_better_counts_from_the_highest() -> None:
    found = compared(HIGHER, 10.0, {"C1": 5.0, "C2": 20.0, "C3": 30.0}).iloc[0]
    assert found["position"] == 3
    assert (found["clearly_better"], found["clearly_worse"]) == (2, 1)


def test_one_missing_interval_leaves_the_count_open() -> None:
    found = compared(LOWER, 10.0, {"C1": 5.0, "C2": 20.0}, half=float("nan")).iloc[0]
    assert np.isnan(found["clearly_better"])
    assert found["position"] == 2


def test_a_single_other_council_gives_no_position() -> None:
    assert compared(LOWER, 10.0, {"C1": 5.0}).empty


def test_councils_that_differ_too_little_to_matter_are_not_clearly_better() -> None:
    found = compared(HIGHER, 32.5, {"C1": 33.1, "C2": 40.0, "C3": 31.9}, half=0.1).iloc[0]
    assert (found["tested"], found["clearly_better"], found["clearly_worse"]) == (3, 1, 0)


def test_councils_are_not_tested_on_what_a_model_makes() -> None:
    found = compared("unemployment_rate", 6.0, {"C1": 4.0, "C2": 9.0}, half=0.1).iloc[0]
    assert (found["position"], found["tested"]) == (2, 0)
    assert np.isnan(found["clearly_better"])


def test_a_clear_difference_of_no_account_is_about_the_same() -> None:
    found = standings(HIGHER, {"W1": 10.6, "W2": 12.0}, half=0.1)
    assert found["against_borough"].to_dict() == {"W1": "about_the_same", "W2": "better"}


def many_wards(measure: str, half: float, hidden: int = 0) -> pd.DataFrame:
    """Set 25 wards with figures of 2 to 50 per cent beside the borough; the last ones have no figure shown."""
    table = pd.concat(
        [
            rows(measure, "borough", {"B": 10.0}),
            rows(measure, "ward", {f"W{number:02}": 2.0 * number for number in range(1, 26 - hidden)}, half),
            rows(measure, "ward", {f"W{number:02}": np.nan for number in range(26 - hidden, 26)}, half),
        ],
        ignore_index=True,
    )
    found = compare_areas_with_borough(table, DEFINITIONS.measures, "2024")
    Standings.validate(found)
    return found.set_index("area_code")


def test_surely_among_the_ten_worst_is_whose_whole_set_of_ranks_is() -> None:
    found = many_wards(LOWER, half=2.0)
    assert (found["ranked_with_interval"] == 25).all()
    assert found.loc["W25", ["rank", "rank_upper_95", "among_ten_worst"]].tolist() == [25, 25, "surely"]
    assert found.loc["W01", ["rank", "rank_lower_95", "among_ten_worst"]].tolist() == [1, 1, "not"]
    # From the worst end rank 10 is 16 of 25: its neighbours are too near to be told apart.
    assert found.loc["W16", "rank_lower_95"] < 16 < found.loc["W16", "rank_upper_95"]
    assert found.loc["W16", "among_ten_worst"] == "perhaps"
    surely = found[found["among_ten_worst"] == "surely"]
    assert (surely["rank_lower_95"] >= 16).all() and len(surely) < 10
    assert (found.loc[found["among_ten_worst"] == "not", "rank_upper_95"] <= 15).all()


def test_wide_intervals_leave_nobody_surely_among_the_ten_worst() -> None:
    assert set(many_wards(LOWER, half=40.0)["among_ten_worst"]) == {"perhaps"}


def test_areas_whose_figure_is_not_shown_take_no_part_in_the_ranks() -> None:
    every, some = many_wards(LOWER, half=2.0), many_wards(LOWER, half=2.0, hidden=3)
    assert set(some.index) == {f"W{number:02}" for number in range(1, 23)}
    assert (some["ranked_with_interval"] == 22).all()
    # What is hidden is worst, and changes nothing but how many there are to be ranked among.
    assert some.loc["W22", "rank_upper_95"] == 22 < every.loc["W22", "rank_upper_95"]


def test_few_areas_neutral_measures_and_figures_without_an_interval_have_no_ten_worst() -> None:
    few = standings(LOWER, {f"W{number}": 3.0 * number for number in range(1, 20)})
    assert set(few["among_ten_worst"]) == {"not_judged"}
    assert few.loc["W19", "rank_lower_95"] > 15
    neutral = many_wards(NEUTRAL, half=2.0)
    assert set(neutral["among_ten_worst"]) == {"not_judged"}
    assert neutral.loc["W25", "rank_upper_95"] < 5  # of a neutral measure the first is highest
    bare = many_wards(LOWER, half=float("nan"))
    assert set(bare["among_ten_worst"]) == {"not_judged"}
    assert bare[["rank_lower_95", "rank_upper_95", "ranked_with_interval"]].isna().all(axis=None)


def test_what_a_publishers_model_makes_has_a_rank_and_no_limits() -> None:
    name = next(name for name, measure in DEFINITIONS.measures.items() if measure.estimated)
    found = many_wards(name, half=1.0)
    assert found["rank"].notna().all() and found["rank_lower_95"].isna().all()
