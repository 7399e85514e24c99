"""Income and low income by MSOA, against the bytes of the publisher's files."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

AFTER = "households_below_60_percent_after_housing_costs"
BEFORE = "households_below_60_percent_before_housing_costs"
INCOME = "household_income_after_housing_costs"


def read_rows(path: Path, **wanted: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig") as file:
        return [row for row in csv.DictReader(file) if all(row[name] == cell for name, cell in wanted.items())]


def households(mirror: Path) -> dict[str, int]:
    rows = read_rows(mirror / "census/msoa2011/msoa_overcrowding_2011_data.csv")
    return {row["MSOA11CD"]: int(row["total_households"]) for row in rows if row["MSOA11CD"][1:3] == "02"}


@pytest.mark.parametrize(("measure", "part"), [(AFTER, "after"), (BEFORE, "before")])
def test_shares_and_limits_are_the_publishers(
    real_observations: pd.DataFrame, mirror: Path, measure: str, part: str
) -> None:
    path = mirror / f"income/householdsinpoverty{part[0]}hcfye14.csv"
    published = read_rows(path, **{"Local authority name": "Stockton-on-Tees"})
    rows = real_observations[real_observations["measure"] == measure]
    ours = rows[rows["area_type"] == "msoa"].set_index("area_code")
    assert len(published) == len(ours) == 24
    weights, total, weighed = households(mirror), 0, 0.0
    for row in published:
        code, (share, lower, upper) = row["MSOA code"], [float(cell) for cell in list(row.values())[6:9]]
        assert ours.loc[code, ["value", "lower_95", "upper_95"]].tolist() == [share, lower, upper]
        total, weighed = total + weights[code], weighed + weights[code] * share
    borough = rows[rows["area_type"] == "borough"].iloc[0]
    assert borough["value"] == pytest.approx(weighed / total)
    assert pd.isna(borough["lower_95"])
    assert set(rows["comparison"]) == {"not_compared"}
    assert set(rows["period"]) == {"2013/14"}


def test_englands_share_is_near_that_of_the_national_survey(real_observations: pd.DataFrame) -> None:
    """Households Below Average Income has 21% of people after housing costs and 15% before in 2013/14."""
    england = real_observations[real_observations["area_type"] == "england"].set_index("measure")["value"]
    assert england[AFTER] == pytest.approx(21, abs=1)
    assert england[BEFORE] == pytest.approx(15, abs=2)


def test_income_has_five_editions_and_limits_in_one(real_observations: pd.DataFrame, mirror: Path) -> None:
    rows = real_observations[(real_observations["measure"] == INCOME) & (real_observations["area_type"] == "msoa")]
    by_period = rows.groupby("period")["lower_95"].count().to_dict()
    assert by_period == {"2011/12": 0, "2013/14": 0, "2015/16": 0, "2017/18": 0, "2019/20": 24}
    assert (rows["trend"] == "not_calculated").all()
    published = read_rows(mirror / "income/CombinedSmallIncomeData.csv", Year="2012")
    weekly = {row["MSOAcode"]: float(row["NAIAHC"]) for row in published}
    first = rows[rows["period"] == "2011/12"].set_index("area_code")["value"]
    assert all(weekly[code] == value and value % 52 == 0 for code, value in first.items())
    parish = rows[(rows["area_code"] == "E02002535") & (rows["period"] == "2019/20")].iloc[0]
    assert parish["lower_95"] < parish["value"] < parish["upper_95"]


@pytest.mark.parametrize(
    ("measure", "income", "lower", "upper"),
    [  # of Stockton-on-Tees 001 in the publisher's table, sheet by sheet
        (INCOME, 26_600, 23_600, 30_100),
        ("household_income_before_housing_costs", 31_300, 27_800, 35_100),
        ("net_household_income", 32_300, 27_800, 37_400),
        ("total_household_income", 43_200, 36_400, 51_300),
    ],
)
def test_four_incomes_of_an_area(
    real_observations: pd.DataFrame, measure: str, income: int, lower: int, upper: int
) -> None:
    rows = real_observations.query("measure == @measure and period == '2019/20'")
    area = rows[rows["area_code"] == "E02002535"].iloc[0]
    assert area[["value", "lower_95", "upper_95"]].tolist() == [income, lower, upper]
    assert (rows["area_type"] == "msoa").sum() == 24
    assert {"borough", "region", "england"} <= set(rows["area_type"])


def test_the_highest_and_lowest_msoa_are_a_gap_with_names(real: Settings) -> None:
    gaps = pd.read_parquet(real.measures / "gaps.parquet")
    gap = gaps[(gaps["measure"] == AFTER) & (gaps["gap_type"] == "area_range")].iloc[0]
    assert (gap["group_a"], gap["group_b"]) == ("Central Stockton, Portrack & Low Hartburn", "Ingleby Barwick West")
    fuel = gaps[(gaps["measure"] == "fuel_poverty") & (gaps["gap_type"] == "area_range")]
    assert len(fuel) == fuel["period"].nunique()  # between wards alone, since it has them
