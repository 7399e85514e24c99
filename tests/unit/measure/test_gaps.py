"""Directions: only a disadvantage closes or widens, and only over periods that share no year."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import SeriesBreak
from fairer_stockton.measure.gaps import _find_periods_without_shared_years, _judge_gap_directions, find_gaps
from tests.conftest import DEFINITIONS, definitions_with

HIGHER = "level_4_or_above"  # higher is better
LOWER = "no_qualifications"  # lower is better


def series(
    values: list[float], measure: str, periods: list[str] | None = None, kind: str = "borough_v_england"
) -> pd.DataFrame:
    value = np.array(values, dtype=float)
    return pd.DataFrame(
        {
            "measure": measure,
            "gap_type": kind,
            "area_code": "E06000004",
            "group_a": "Stockton-on-Tees",
            "group_b": "England",
            "period": periods or [str(2019 + n) for n in range(len(values))],
            "value": value,
            "lower_95": value - 0.5,
            "upper_95": value + 0.5,
        }
    )


def latest(gaps: pd.DataFrame) -> str:
    return _judge_gap_directions(gaps, DEFINITIONS.measures).iloc[-1]


@pytest.mark.parametrize(
    ("values", "measure", "direction"),
    [
        ([-10, -8, -6, -4, -2], HIGHER, "closing"),
        ([-2, -4, -6, -8, -10], HIGHER, "widening"),
        ([10, 8, 6, 4, 2], LOWER, "closing"),
        ([2, 4, 6, 8, 10], LOWER, "widening"),
        ([10, 6, 2, -2, -6], HIGHER, "no_clear_change"),  # from ahead to behind
        ([25, 20, 15, 10, 5], HIGHER, "no_clear_change"),  # a lead that melts away is no gap closing
        ([-5, -10, -15, -20, -25], LOWER, "no_clear_change"),  # a lead that grows is no gap widening
        ([-5, -5, -5, -5, -5], HIGHER, "no_clear_change"),
        ([-5, -4], HIGHER, "too_few_periods"),
    ],
)
def test_direction(values: list[float], measure: str, direction: str) -> None:
    assert latest(series(values, measure)) == direction


def test_direction_needs_intervals() -> None:
    gaps = series([-5, -4, -3, -2, -1], HIGHER).assign(lower_95=np.nan, upper_95=np.nan)
    assert latest(gaps) == "not_calculated"


def test_without_intervals_a_lead_has_no_direction_either() -> None:
    gaps = series([5, 4, 3, 2, 1], HIGHER).assign(lower_95=np.nan, upper_95=np.nan)
    assert latest(gaps) == "not_calculated"


def test_row_order_does_not_matter() -> None:
    gaps = series([-10, -8, -6, -4, -2], HIGHER)
    shuffled = gaps.sample(frac=1, random_state=1)
    pd.testing.assert_series_equal(
        _judge_gap_directions(shuffled, DEFINITIONS.measures).sort_index(),
        _judge_gap_directions(gaps, DEFINITIONS.measures).sort_index(),
    )


def test_rolling_periods_that_share_years_count_once() -> None:
    rolling = [f"{year} to {year + 2}" for year in range(2015, 2020)]
    assert latest(series([-10, -8, -6, -4, -2], HIGHER, rolling)) == "too_few_periods"
    years = np.arange(2015, 2022)
    chosen = _find_periods_without_shared_years(np.array([4] * 7), years, np.array([3] * 7))
    assert [list(years[row[row >= 0]]) for row in chosen[-2:]] == [[2017, 2020], [2015, 2018, 2021]]


def test_each_series_is_judged_by_itself() -> None:
    closing, widening = series([-10, -8, -6, -4, -2], HIGHER), series([-2, -4, -6, -8, -10], HIGHER)
    both = pd.concat([closing, widening.assign(area_code="E92000001")], ignore_index=True)
    few = ["too_few_periods"] * 2
    assert list(_judge_gap_directions(both, DEFINITIONS.measures)) == [*few, *["closing"] * 3, *few, *["widening"] * 3]


def test_pooled_waves_that_share_one_are_not_two_periods() -> None:
    pooled = ["2011 and 2015", "2015 and 2019", "2019 and 2023", "2023 and 2027"]
    assert latest(series([-9, -6, -3, -1], HIGHER, pooled, kind="community")) == "too_few_periods"


def figures(measure: str, **given: object) -> pd.DataFrame:
    """Two periods of the borough and of England, each with an interval."""
    places = {"borough": ("E06000004", "Borough", 14.0), "england": ("E92000001", "England", 8.0)}
    rows = [
        {"area_type": kind, "area_code": code, "area_name": name, "period": period, "value": value}
        for kind, (code, name, value) in places.items()
        for period in ("2021", "2022")
    ]
    table = pd.DataFrame(rows).assign(
        **{"measure": measure, "vintage": "2022", "breakdown": "all", "category": "all", **given}
    )
    limits = {"lower_95": -1.0, "lower_998": -2.0, "upper_95": 1.0, "upper_998": 2.0}
    table = table.assign(**{level: table["value"] + width for level, width in limits.items()})
    return table.assign(
        statistic=DEFINITIONS.measures[measure].statistic,
        numerator=1.0,
        denominator=10.0,
        synthetic=False,
        sources="s",
        note="",
        leaves_out="none",
    )


def gaps_of(measure: str, **given: object) -> pd.DataFrame:
    return find_gaps(figures(measure, **given), DEFINITIONS)


def test_a_figure_of_something_else_has_no_gap_with_england() -> None:
    split = {"breakdown": "sex", "category": "Male"}
    gaps = gaps_of("published_life_expectancy", **split)
    assert set(gaps["gap_type"]) == {"borough_v_england"}
    assert set(map(tuple, gaps[["breakdown", "category"]].to_numpy())) == {("sex", "Male")}  # by which a page finds it
    assert gaps_of("inequality_in_life_expectancy", **split).empty


@pytest.mark.parametrize("measure", ["fuel_poverty", "unemployment_rate"])
def test_the_gap_between_two_figures_of_a_model_is_not_tested(measure: str) -> None:
    found = gaps_of(measure)
    assert list(found["value"]) == [6.0, 6.0]
    assert found[["lower_95", "upper_95", "people"]].isna().all(axis=None)
    assert found["note"].str.contains("model").all()
    assert set(found["direction"]) == {"not_calculated"}


def test_a_gap_has_no_direction_where_the_publisher_advises_against_it() -> None:
    measures = DEFINITIONS.measures
    advised = {**measures, HIGHER: replace(measures[HIGHER], not_over_time="It is advised against.")}
    gaps = series([-10, -8, -6, -4, -2], HIGHER)
    assert set(_judge_gap_directions(gaps, advised)) == {"not_calculated"}


def test_a_direction_does_not_cross_a_break_in_the_series() -> None:
    measures = DEFINITIONS.measures
    broken = {**measures, HIGHER: replace(measures[HIGHER], breaks=(SeriesBreak("2022", "the question changed."),))}
    fell_at_the_break = series([-20, -20, -20, -5, -4.9, -5.1], HIGHER)
    assert latest(fell_at_the_break) == "closing"
    assert _judge_gap_directions(fell_at_the_break, broken).iloc[-1] == "no_clear_change"
    assert _judge_gap_directions(fell_at_the_break.iloc[:-1], broken).iloc[-1] == "too_few_periods"


def test_the_gaps_of_a_measure_are_its_own(part: Settings) -> None:
    """What is found of all measures at once is what is found of each by itself, in the same order."""
    observations, measures = pd.read_parquet(part.measures / "observations.parquet"), DEFINITIONS.measures
    together = find_gaps(observations, definitions_with(measures))
    apart = [find_gaps(rows, definitions_with(measures)) for _, rows in observations.groupby("measure", sort=False)]
    pd.testing.assert_frame_equal(together, pd.concat([one for one in apart if len(one)], ignore_index=True))
    assert len(together.groupby(["measure", "gap_type"])) > 20
