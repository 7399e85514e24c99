"""Words for how gaps change: each goes with its numbers, and only like is compared with like."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairer_stockton.definitions.sources import SeriesBreak
from fairer_stockton.measure.gap_directions import add_changes_and_directions, read_years_and_months
from fairer_stockton.run.vocabulary import CALLED_DIRECTIONS
from tests.conftest import DEFINITIONS

HIGHER = "level_4_or_above"  # higher is better
LOWER = "no_qualifications"  # lower is better
WITHOUT_MARGIN = ("moved_closer", "moved_apart", "moved_across", "little_changed")
BOROUGH, ENGLAND = "E06000004", "E92000001"


def series(
    values: list[float],
    measure: str = LOWER,
    periods: list[str] | None = None,
    kind: str = "borough_v_england",
    width: float = 0.5,
) -> pd.DataFrame:
    value = np.array(values, dtype=float)
    return pd.DataFrame(
        {
            "measure": measure,
            "gap_type": kind,
            "area_code": BOROUGH,
            "group_a": "Stockton-on-Tees",
            "group_b": "England",
            "breakdown": "all",
            "category": "all",
            "period": periods or [str(2021 + n) for n in range(len(values))],
            "value": value,
            "lower_95": value - width,
            "upper_95": value + width,
            "ratio": 1 + value / 100,
            "synthetic": False,
        }
    )


def judge(gaps: pd.DataFrame, measures=DEFINITIONS.measures) -> pd.DataFrame:
    never = pd.Series(data=False, index=gaps.index)
    return add_changes_and_directions(
        gaps, measures, DEFINITIONS.gap_changes, np.array([ENGLAND]), is_never_compared=never
    )


def latest(gaps: pd.DataFrame) -> pd.Series:
    return judge(gaps).iloc[-1]


@pytest.mark.parametrize(
    ("values", "measure", "direction", "change"),
    [
        ([-10, -6, -2], HIGHER, "closing", -8),
        ([-2, -6, -10], HIGHER, "widening", 8),
        ([10, 6, 2], LOWER, "closing", -8),
        ([2, 6, 10], LOWER, "widening", 8),
        ([10, 2, -6], HIGHER, "crossed_over", 16),  # from ahead to behind
        ([-6, 2, 10], HIGHER, "crossed_over", -16),
        ([25, 15, 5], HIGHER, "lead_shrinking", 20),  # a lead that melts away is no gap closing
        ([-5, -15, -25], LOWER, "lead_growing", -20),
        ([-9, -3, 0.3], HIGHER, "closing", -9.3),  # no more behind, and not clearly ahead
        ([9, 3, -0.3], HIGHER, "lead_shrinking", 9.3),
        ([-5, -5, -5.5], HIGHER, "no_clear_change", 0.5),
        ([-5, -4], HIGHER, "closing", -1),  # two periods make a change
        ([-5], HIGHER, "one_period", np.nan),
    ],
)
def test_each_word(values: list[float], measure: str, direction: str, change: float) -> None:
    row = latest(series(values, measure))
    assert row["direction"] == direction
    assert row["change"] == pytest.approx(change, nan_ok=True)
    assert row["periods"] == len(values)


def test_a_difference_and_a_ratio_that_disagree_are_mixed() -> None:
    gaps = series([15, 10]).assign(ratio=[40 / 25, 20 / 10])
    row = latest(gaps)
    assert (row["direction"], row["relative_change"]) == ("mixed", pytest.approx(1.25))
    assert latest(gaps.assign(ratio=[40 / 25, 15 / 10]))["direction"] == "closing"


@pytest.mark.parametrize(
    ("values", "direction"),
    [([10, 2], "moved_closer"), ([2, 10], "moved_apart"), ([6, -6], "moved_across"), ([10, 10.3], "little_changed")],
)
def test_without_a_margin_the_word_says_so(values: list[float], direction: str) -> None:
    row = latest(series(values).assign(lower_95=np.nan, upper_95=np.nan))
    assert row["direction"] == direction
    assert np.isnan(row["q_value"])
    assert row["usual_movement"] == DEFINITIONS.gap_changes.find_usual_movement(DEFINITIONS.measures[LOWER])


def test_what_is_beyond_chance_alone_is_not_called_among_many() -> None:
    moved = series([10, 8.5], width=1.0)  # p is about 0.035
    still = [series([5, 5.2], width=1.0).assign(group_b=f"group {number}") for number in range(20)]
    assert latest(moved)["direction"] == "closing"
    among = judge(pd.concat([*still, moved], ignore_index=True)).iloc[-1]
    assert (among["direction"], among["p_value"] < 0.05, among["q_value"] > 0.10) == ("no_clear_change", True, True)


def test_the_sample_makes_what_is_real_neither_more_nor_less_sure() -> None:
    moved = series([10, 8.5], width=1.0)
    invented = [series([5, 5.2]).assign(group_b=f"group {number}", synthetic=True) for number in range(20)]
    among = judge(pd.concat([*invented, moved], ignore_index=True)).iloc[-1]
    assert among["q_value"] == latest(moved)["q_value"]


def test_row_order_does_not_matter() -> None:
    gaps = series([-10, -8, -6, -4, -2], HIGHER)
    shuffled = gaps.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(judge(shuffled).sort_index(), judge(gaps))


def test_changes_are_judged_from_the_baseline_and_before_it_over_five_periods() -> None:
    rows = judge(series([float(n) for n in range(12)], periods=[str(year) for year in range(2012, 2024)]))
    assert rows.set_index("period").loc[["2012", "2014", "2018", "2021", "2022", "2023"], "change_from"].tolist() == [
        *("", "2012", "2014", "2017", "2021", "2021")
    ]
    assert set(rows["first_period"]) == {"2012"}
    assert rows["baseline_period"].iloc[-1] == "2021"
    assert rows["previous_period"].iloc[-1] == "2022"


def test_rolling_periods_are_compared_only_where_they_share_no_year() -> None:
    rolling = [f"{year} to {year + 2}" for year in range(2015, 2023)]
    rows = judge(series([float(n) for n in range(8)], periods=rolling)).set_index("period")
    assert rows.loc["2017 to 2019", ["change_from", "direction"]].tolist() == ["", "one_period"]
    assert rows.loc["2018 to 2020", "change_from"] == "2015 to 2017"
    assert rows.loc["2021 to 2023", ["change_from", "baseline_period"]].tolist() == ["2018 to 2020"] * 2
    assert rows.loc["2022 to 2024", "change_from"] == "2019 to 2021"


def test_a_month_is_compared_with_the_same_month() -> None:
    months = ["2021-03", "2021-09", "2022-03", "2022-09", "2023-03"]
    rows = judge(series([1.0, 9.0, 1.0, 9.0, 1.0], periods=months))
    assert rows["change_from"].tolist() == ["", "", "2021-03", "2021-09", "2021-03"]
    assert rows["direction"].iloc[-1] == "no_clear_change"


def test_pooled_waves_that_share_one_are_not_two_periods() -> None:
    pooled = ["2011 and 2015", "2015 and 2019", "2019 and 2023"]
    rows = judge(series([-9, -6, -3], HIGHER, pooled, kind="community"))
    assert rows["change_from"].tolist() == ["", "", "2011 and 2015"]


def test_a_gap_within_england_stands_beside_that_within_the_borough() -> None:
    here = series([10.0, 8.0], kind="breakdown")
    both = judge(pd.concat([here, here.assign(area_code=ENGLAND, value=[7.0, 6.0])], ignore_index=True))
    assert both["england_value"].tolist()[:2] == [7.0, 6.0]
    assert both["england_value"].iloc[2:].isna().all()


def test_the_indices_follow_the_gap_between_the_fifths() -> None:
    fifths = series([10.0, 6.0], kind="most_v_least_fifth")
    slope = series([14.0, 9.0], kind="slope_index")
    relative = series([2.0, 1.5], kind="relative_index", width=0.05)
    rows = judge(pd.concat([fifths, slope, relative], ignore_index=True))
    assert rows.iloc[[1, 3, 5]]["direction"].tolist() == ["closing"] * 3
    assert rows.iloc[5]["change"] == pytest.approx(0.75)
    steady = judge(pd.concat([fifths.assign(value=9.0), slope, relative], ignore_index=True))
    assert steady.iloc[[3, 5]]["direction"].tolist() == ["no_clear_change"] * 2


def test_a_gap_has_no_direction_where_the_publisher_advises_against_it() -> None:
    measures = {**DEFINITIONS.measures, LOWER: replace(DEFINITIONS.measures[LOWER], not_over_time="It says so.")}
    rows = judge(series([10, 5]), measures)
    assert set(rows["direction"]) == {"not_comparable"}
    assert rows[["change", "p_value"]].isna().all(axis=None)


def test_a_change_does_not_cross_a_break_in_the_series() -> None:
    broken = replace(DEFINITIONS.measures[LOWER], breaks=(SeriesBreak("2022", "It is counted anew."),))
    rows = judge(series([20, 5, 5], periods=["2021", "2022", "2023"]), {**DEFINITIONS.measures, LOWER: broken})
    assert rows["change_from"].tolist() == ["", "", "2022"]
    assert rows["direction"].tolist() == ["one_period", "one_period", "no_clear_change"]


def test_a_change_crosses_no_earlier_break_either() -> None:
    breaks = tuple(SeriesBreak(start, "It is counted anew.") for start in ("2020", "2022"))
    broken = replace(DEFINITIONS.measures[LOWER], breaks=breaks)
    rows = judge(
        series([20, 15, 5, 5, 4], periods=["2018", "2019", "2020", "2021", "2022"]),
        {**DEFINITIONS.measures, LOWER: broken},
    )
    assert rows["change_from"].tolist() == ["", "2018", "", "2020", ""]


def test_a_gap_without_a_figure_has_none() -> None:
    rows = judge(series([5, np.nan, 9]))
    assert rows["direction"].tolist() == ["one_period", "no_figure", "widening"]


numbers = st.lists(
    st.tuples(st.floats(-20, 20), st.floats(0.1, 9), st.booleans(), st.floats(0.2, 5)), min_size=2, max_size=7
)


@settings(max_examples=60, deadline=None)
@given(numbers, st.sampled_from([HIGHER, LOWER]))
def test_no_word_contradicts_its_own_numbers(rows: list[tuple[float, float, bool, float]], measure: str) -> None:
    value, width, known, ratio = (np.array(column) for column in zip(*rows, strict=True))
    blank = np.where(known, 0.0, np.nan)
    gaps = series(list(value), measure).assign(
        lower_95=value - width + blank, upper_95=value + width + blank, ratio=ratio
    )
    sign = -1 if measure == HIGHER else 1
    judged = judge(gaps)
    by_period = dict(zip(judged["period"], judged["value"], strict=True))
    for row in judged[judged["change_from"] != ""].itertuples():
        then, now = sign * by_period[row.change_from], sign * row.value
        assert row.change == pytest.approx(now - then)
        called = row.direction in CALLED_DIRECTIONS
        assert not called or (row.q_value <= 0.10 and not row.change_lower_95 < 0 < row.change_upper_95)
        assert (row.direction in WITHOUT_MARGIN) == np.isnan(row.change_lower_95)
        assert row.direction not in ("closing", "moved_closer") or abs(now) < abs(then)
        assert row.direction not in ("widening", "moved_apart") or abs(now) > abs(then)
        assert row.direction not in ("crossed_over", "moved_across") or now * then < 0
        assert row.direction != "crossed_over" or not row.lower_95 < 0 < row.upper_95 or abs(now) >= abs(then)
        assert row.direction != "closing" or (then >= 0 and row.relative_change <= 1)
        assert row.direction != "widening" or (now >= 0 and then >= 0 and row.relative_change >= 1)
        assert row.direction != "lead_growing" or (now < then <= 0)
        assert row.direction != "lead_shrinking" or (
            then < now and then <= 0 and (now <= 0 or row.lower_95 < 0 < row.upper_95)
        )
        assert row.direction != "little_changed" or abs(row.change) <= row.usual_movement


def test_a_restless_group_is_judged_by_its_own_movements() -> None:
    rules, measure = DEFINITIONS.gap_changes, DEFINITIONS.measures["good_level_of_development_social_care"]
    of_children_in_need = rules.find_usual_movement(measure, "Children in need")
    assert of_children_in_need > rules.find_usual_movement(measure)
    assert rules.find_usual_movement(measure, "A group with too few movements") == of_children_in_need
    bare = replace(rules, usual_of_group={}, usual_of_measure={}, usual_of_unit={})
    assert bare.find_usual_movement(measure) == measure.least_difference.absolute


def test_years_of_three_school_years_are_read() -> None:
    years = read_years_and_months(
        pd.Series(["2021/22 to 2023/24", "2019 to 2021", "2020/21", "2021-03", "2011 and 2015"])
    )
    assert years["first_year"].tolist() == [2021, 2019, 2020, 2021, 2011]
    assert years["length"].tolist() == [3, 3, 1, 1, 5]
    assert years["month"].tolist() == ["", "", "", "03", ""]
