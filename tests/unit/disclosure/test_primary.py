"""No small count of a council's extract is shown, nor found by subtraction inside its own table."""

import pandas as pd
import pytest

from fairer_stockton.disclosure.primary import NOTE, protect

AREAS = ("A", "B", "C")


def table(numerators: tuple[float, ...], sources: str = "customer_contacts", area_type: str = "ward") -> pd.DataFrame:
    rows = [
        {
            "measure": "m",
            "period": "2025",
            "area_type": kind,
            "area_code": code,
            "vintage": "2024",
            "breakdown": "all",
            "statistic": "proportion",
            "numerator": numerator,
            "denominator": 100.0 if kind != "borough" else 300.0,
            "value": numerator,
            "lower_95": 0.0,
            "upper_95": 100.0,
            "lower_998": 0.0,
            "upper_998": 100.0,
            "status": "published",
            "comparison": "similar",
            "trend": "not_calculated",
            "note": "",
            "sources": sources,
        }
        for kind, code, numerator in [
            ("borough", "X", sum(numerators)),
            *((area_type, c, n) for c, n in zip(AREAS, numerators, strict=True)),
        ]
    ]
    return pd.DataFrame(rows)


def test_one_small_count_hides_its_whole_map_but_not_the_borough() -> None:
    shown = protect(table((3.0, 40.0, 50.0)), {"customer_contacts"}).set_index("area_code")
    assert shown.loc["X", "status"] == "published"
    hidden = shown.loc[list(AREAS)]
    assert set(hidden["status"]) == {"suppressed"}
    assert set(hidden["note"]) == {NOTE}
    assert hidden[["numerator", "denominator", "value", "lower_95", "upper_998"]].isna().all(axis=None)


@pytest.mark.parametrize("numerators", [(97.0, 40.0, 50.0), (40.0, 1.0, 50.0)])
def test_small_complement_counts_too(numerators: tuple[float, ...]) -> None:
    assert (protect(table(numerators), {"customer_contacts"})["status"] == "suppressed").sum() == 3


@pytest.mark.parametrize("numerators", [(0.0, 40.0, 50.0), (5.0, 40.0, 95.0), (100.0, 10.0, 20.0)])
def test_nothing_small_nothing_hidden(numerators: tuple[float, ...]) -> None:
    assert (protect(table(numerators), {"customer_contacts"})["status"] == "published").all()


def test_open_figures_are_left_alone() -> None:
    given = table((3.0, 1.0, 2.0), sources="census_ts067")
    pd.testing.assert_frame_equal(protect(given, {"customer_contacts"}), given)


def test_neighbourhoods_are_never_shown() -> None:
    shown = protect(table((30.0, 40.0, 50.0), area_type="lsoa"), {"customer_contacts"})
    assert set(shown["area_type"]) == {"borough"}


def test_a_mean_of_few_hides_its_map() -> None:
    waits = table((30.0, 40.0, 50.0)).assign(statistic="weighted_mean")
    waits.loc[waits["area_code"] == "B", "denominator"] = 2.0
    shown = protect(waits, {"customer_contacts"}).set_index("area_code")
    assert shown.loc["X", "status"] == "published"
    assert shown.loc[list(AREAS), "value"].isna().all()
