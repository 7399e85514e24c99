"""Income and low income by MSOA: larger areas are their MSOAs weighted by households, and only where all are there."""

import pandas as pd
import pytest

from fairer_stockton.run.package import PACKAGE
from tests.databases import open_empty_database

LOW_INCOME = (PACKAGE / "staging/households_in_poverty.sql").read_text(encoding="utf-8")
INCOME = (PACKAGE / "staging/msoa_income.sql").read_text(encoding="utf-8")
SHARES = [  # of two councils of a region, one of Wales, and the note and blank row at the end of the file
    ("E02000001", "E06000001", "E12000001", 10.0),
    ("E02000002", "E06000001", "E12000001", 40.0),
    ("E02000003", "E06000002", "E12000001", 20.0),
    ("W02000001", "W06000001", "W92000004", 50.0),
    ("Source: ONS", None, None, None),
    (None, None, None, None),
]
HOMES = [("E02000001", 3000), ("E02000002", 1000), ("E02000003", 4000), ("W02000001", 2000), (None, None)]


def tables(homes: list[tuple[str | None, int | None]]) -> dict[str, pd.DataFrame]:
    """Return the tables of shares after and before housing costs, and of households."""
    after = pd.DataFrame(SHARES, columns=["msoa11cd", "ladcd", "rgncd", "percent"])
    after = after.assign(lower_percent=after["percent"] - 5, upper_percent=after["percent"] + 5)
    after = after.assign(period="2013-14", source_file="low.csv", source_row=range(2, 2 + len(after)))
    before = after.assign(percent=after["percent"] / 2)
    return {"after": after, "before": before, "homes": pd.DataFrame(homes, columns=["msoa11cd", "households"])}


def stage(statement: str, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    with open_empty_database() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        return connection.sql(statement).df()


def test_larger_areas_are_weighted_by_households() -> None:
    rows = stage(LOW_INCOME, tables(HOMES))
    assert set(rows["period"]) == {"2013/14"}
    larger = rows.dropna(subset=["areacd"]).set_index("areacd")
    assert larger["after_percent"].to_dict() == pytest.approx(
        {"E06000001": 17.5, "E06000002": 20.0, "E12000001": 18.75, "E92000001": 18.75}
    )
    assert larger.loc["E06000001", "before_percent"] == pytest.approx(8.75)
    assert larger["after_lower_percent"].isna().all()
    msoas = rows.dropna(subset=["msoa11cd"])
    assert len(msoas) == 4  # neither the note nor the blank row
    assert msoas["after_upper_percent"].tolist() == [15.0, 45.0, 25.0, 55.0]


def test_an_area_of_which_an_msoa_has_no_households_has_no_figure() -> None:
    rows = stage(LOW_INCOME, tables(HOMES[1:]))
    assert set(rows["areacd"].dropna()) == {"E06000002"}


def test_editions_are_named_by_their_years_and_the_lower_limit_is_in_its_column() -> None:
    earlier = pd.DataFrame(
        {"msoa11cd": ["E02000001", "E02000002"], "year_ending": 2012, "income_gbp": [20_000, 30_000]}
    )
    latest = pd.DataFrame({
        "msoa11cd": ["E02000001", "E02000002"], "ladcd": "E06000001", "rgncd": "E12000001", "period": "2019-20",
        "income_gbp": [24_000, 34_000], "upper_gbp": [27_000, 38_000], "lower_gbp": [21_000, 30_000],
    })  # fmt: skip
    places = {"source_file": "income.csv", "source_row": [2, 3]}
    frames = {"earlier": earlier.assign(**places), "latest": latest.assign(**places), "homes": tables(HOMES)["homes"]}
    columns = ["msoa11cd", "income_gbp", "lower_gbp", "upper_gbp", "period", *places]
    others = {kind: frames["latest"][columns] for kind in ("before_housing_costs", "net", "total")}
    others["total"] = others["total"].assign(income_gbp=[44_000, 54_000])
    rows = stage(INCOME, {**frames, **others})
    assert rows.groupby("kind")["period"].nunique().to_dict() == {"after_housing_costs": 2, **dict.fromkeys(others, 1)}
    assert set(rows["period"]) == {"2011/12", "2019/20"}
    assert rows.query("kind == 'total' and areacd == 'E06000001'")["income_gbp"].tolist() == [46_500]
    rows = rows[rows["kind"] == "after_housing_costs"]
    council = rows[rows["areacd"] == "E06000001"].set_index("period")["income_gbp"].to_dict()
    assert council == {"2011/12": 22_500, "2019/20": 26_500}
    limits = rows[(rows["msoa11cd"] == "E02000001") & (rows["period"] == "2019/20")].iloc[0]
    assert (limits["lower_gbp"], limits["upper_gbp"]) == (21_000, 27_000)
