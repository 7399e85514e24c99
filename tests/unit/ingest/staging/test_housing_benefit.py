"""Housing Benefit: a series that was joined by name to several wards is no ward's, and a name is no code."""

import pandas as pd
import pytest

from fairer_stockton.run.package import PACKAGE
from tests.databases import open_empty_database

STATEMENT = (PACKAGE / "staging/housing_benefit.sql").read_text(encoding="utf-8")
LOOKUP = [  # ward, its name, district, region
    ("E05000001", "Sound", "E06000004", "E12000001"),
    ("E05000002", "Shared", "E06000004", "E12000001"),
    ("E05000003", "Averaged", "E06000004", "E12000001"),
    ("E05000004", "Shared", "E06000006", "E12000002"),
]
SERIES = [
    ("E05000001", "2022-01", 90.0),
    ("E05000001", "2022-02", 80.0),
    ("E05000001", "2023-02", 60.0),
    ("E05000002", "2023-02", 50.0),
    ("E05000003", "2022-02", 40.0),
    ("E05000003", "2022-03", 40.5),  # a fraction in any month
    ("E05000003", "2023-02", 30.0),
    ("Eastville", "2023-02", 20.0),  # a name that was cut, in the place of a code
    ("E06000004", "2023-02", 200.0),
    ("E12000001", "2023-02", 200.0),
]


@pytest.fixture
def staged() -> pd.DataFrame:
    series = pd.DataFrame(SERIES, columns=["code", "month", "claimants"])
    lookup = pd.DataFrame(LOOKUP, columns=["wd22cd", "wd22nm", "lad22cd", "rgn22cd"])
    wards = lookup.rename(columns={"wd22nm": "wd20nm", "lad22cd": "lad21cd"})[["wd20nm", "lad21cd"]]
    children = {f"child_{age}": 10 for age in range(16)}
    with open_empty_database() as connection:
        connection.register("extract", series.assign(source_file="f.csv", source_row=range(2, 2 + len(series))))
        connection.register("lookup", lookup)
        connection.register("wards", wards.assign(residents=1160, **children))
        return connection.sql(STATEMENT).df()


def test_only_sound_series_are_a_wards(staged: pd.DataFrame) -> None:
    wards = staged[staged["wd19cd"].notna()]
    assert wards[["wd19cd", "period", "claimants"]].to_numpy().tolist() == [
        ["E05000001", "2022-02", 80],
        ["E05000001", "2023-02", 60],
    ]


def test_rates_are_of_residents_aged_16_and_over(staged: pd.DataFrame) -> None:
    rates = staged[staged["period"] == "2023-02"].assign(code=lambda rows: rows["wd19cd"].fillna(rows["areacd"]))
    assert rates.set_index("code")["claimants_per_1000"].to_dict() == pytest.approx(
        {"E05000001": 60.0, "E06000004": 200 / 3, "E12000001": 200 / 3}
    )
