"""Gaps: which are drawn, between whom, and which are not tested."""

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.measure.gaps import compute_gaps, find_gaps, judge_gaps
from fairer_stockton.observe.columns import AREA_KEY
from fairer_stockton.observe.councils import ManyCouncils
from tests.conftest import DEFINITIONS, definitions_with

WARDS = DEFINITIONS.national.maps.ward_vintage


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
    assert found["p_value"].isna().all()


def test_the_gaps_of_many_councils_are_those_of_each() -> None:
    """Fifths, wards and England: a council's gaps, and how surely they have changed, do not depend on another's."""
    alone = {code: figures_of_council(code, step) for code, step in (("E06000001", 0.5), ("E06000002", -1.5))}
    shown = pd.concat([rows[AREA_KEY].drop_duplicates().assign(council=code) for code, rows in alone.items()])
    together = pd.concat(alone.values()).drop_duplicates([*AREA_KEY, "breakdown", "category", "period"])
    computed = compute_gaps(together.reset_index(drop=True), DEFINITIONS, ManyCouncils(shown))
    found = judge_gaps(computed, DEFINITIONS).assign(council=computed["council"])
    kinds = {"borough_v_england", "most_v_least_fifth", "area_range", "slope_index", "relative_index"}
    assert set(found["gap_type"]) == kinds
    for code, rows in alone.items():
        own = found[found["council"] == code].drop(columns="council").reset_index(drop=True)
        pd.testing.assert_frame_equal(own, find_gaps(rows, DEFINITIONS), check_exact=True)


def figures_of_council(code: str, step: float) -> pd.DataFrame:
    """A council's fifths and two wards, beside the borough and England, all moving from one year to the next."""
    whole = figures("no_qualifications").replace({"E06000004": code})
    fifths = [whole[:2].assign(breakdown="deprivation_fifth", category=str(fifth)) for fifth in range(1, 6)]
    wards = [
        whole[:2].assign(area_type="ward", area_code=f"{code}{ward}", area_name=ward, vintage=WARDS) for ward in "PQ"
    ]
    moved = pd.concat([whole, *fifths, *wards], ignore_index=True)
    size = moved.groupby(["area_code", "category"], sort=False).ngroup() + (moved["period"] == "2022") * step
    size = size.where(moved["area_type"] != "england", 0.0)
    return moved.assign(**{name: moved[name] + size for name in ("value", "lower_95", "upper_95")})


def test_the_gaps_of_a_measure_are_its_own(part: Settings) -> None:
    """What is found of all measures at once is what is found of each by itself, in the same order."""
    observations, measures = pd.read_parquet(part.measures / "observations.parquet"), DEFINITIONS.measures
    together = find_gaps(observations, definitions_with(measures))
    apart = [find_gaps(rows, definitions_with(measures)) for _, rows in observations.groupby("measure", sort=False)]
    # A measure's changes are judged among those of all others.
    own = [name for name in together.columns if name not in ("q_value", "direction")]
    pd.testing.assert_frame_equal(
        together[own], pd.concat([gaps[own] for gaps in apart if len(gaps)], ignore_index=True)
    )
    assert len(together.groupby(["measure", "gap_type"])) > 20
