"""Traps of form in files on housing, income and wealth: each is refused, left out or put right by its staging."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from fairer_stockton.ingest.staging_sql import MACROS
from tests.conftest import DEFINITIONS
from tests.databases import open_empty_database

YEARS = range(2012, 2022)
ORIGIN = {"source_file": "file", "source_row": 2}
Rows = Sequence[Mapping[str, Any]]


def stage(source: str, **tables: Rows) -> pd.DataFrame:
    """Run a source's staging over tiny tables."""
    statement = DEFINITIONS.sources[source].staging_file.read_text(encoding="utf-8")
    with open_empty_database() as connection:
        for name, rows in tables.items():
            connection.register(name, pd.DataFrame([{**ORIGIN, **row} for row in rows]))
        connection.execute(MACROS.read_text(encoding="utf-8"))
        return connection.sql(statement).df()


def dwellings(*codes: str) -> Rows:
    """Return a thousand dwellings in each authority and year."""
    return [{"areacd": code, **{f"dwellings_{year}": 1000 for year in YEARS}} for code in codes]


def claims(code: str | None, claimant: str = "Mortgage", quarters: int = 4, year: int = 2019) -> Rows:
    """Return a claim a quarter."""
    return [
        {"areacd": code, "quarter": f"{year} Q{quarter + 1}", "claimant": claimant, "action": "Claims", "number": 1.0}
        for quarter in range(quarters)
    ]


def test_claims_without_a_council_of_england_are_in_no_figure() -> None:
    rows = [*claims("E06000004"), *claims("1000"), *claims(None), *claims("W06000001"), *claims("E06000005")]
    staged = stage("possession_claims", claims=rows, dwellings=dwellings("E06000004", "E06000005")).set_index("areacd")
    assert staged["mortgage_claims"].to_dict() == {"E06000004": 4, "E06000005": 4, "E92000001": 8}
    assert staged["landlord_claims"].sum() == 0  # no row of the file means no claim
    assert staged.loc["E92000001", "dwellings"] == 2000


def test_a_year_that_is_not_whole_has_no_figure() -> None:
    rows = [*claims("E06000004"), *claims("E06000004", quarters=3, year=2023), *claims("E06000004", year=2005)]
    staged = stage("possession_claims", claims=rows, dwellings=dwellings("E06000004"))
    assert set(staged["period"]) == {"2005", "2019"}
    assert set(staged["dwellings"]) == {1000}  # those of 2012 for 2005


def test_orders_and_warrants_are_no_claims() -> None:
    rows = [*claims("E06000004"), *({**row, "action": "Warrants"} for row in claims("E06000004"))]
    staged = stage("possession_claims", claims=rows, dwellings=dwellings("E06000004"))
    assert set(staged["mortgage_claims"]) == {4}


def test_the_census_of_2001_counts_people() -> None:
    tenures = ("All tenures", "Owner occupied", "Private rented", "Social rented")
    rows = [
        {"areacd": "E06000004", "census": census, "tenure": tenure, "households": 9}
        for census in ("1991", "2001")
        for tenure in tenures
    ]
    assert stage("tenure_at_censuses", extract=rows)["period"].to_list() == ["1991"]


def test_london_stands_twice_and_counts_once() -> None:
    duties = [{"areacd": code, "quarter": "2023-03", "households": 9.0} for code in ("E12000007", "E12000007")]
    homes = [{"areacd": "E09000001", "rgncd": "E12000007", "dwellings_2021": 1000}]
    staged = stage("homelessness", duties=duties, dwellings=homes)
    assert staged[["households", "dwellings"]].to_numpy().tolist() == [[9, 1000]]


def test_old_codes_of_councils_become_those_that_hold_the_same_neighbourhoods() -> None:
    figures = {"households": 9, "fuel_poor": 1}
    kept = [f"E0100000{number}" for number in range(1, 5)]
    staged = stage(
        "fuel_poverty_lihc",
        lsoa01=[{"lsoa01cd": code, "old_lacd": "00EF"} for code in (*kept, "E01000009")],
        old_authority=[{**figures, "old_lacd": code, "period": "2011"} for code in ("00EF", "00ZZ")],
        lsoa=[
            {**figures, "lsoa11cd": code, "period": "2012", "areacd": "E06000005" if code == kept[0] else "E06000004"}
            for code in kept
        ],
        authority=[{**figures, "areacd": "E06000004", "period": "2012"}, {**figures, "areacd": None, "period": "2012"}],
    )
    assert staged.loc[staged["period"] == "2011", "areacd"].to_list() == ["E06000004"]  # 00ZZ is nobody's
    assert staged["lsoa11cd"].notna().sum() == 4
    assert "E92000001" not in set(staged["areacd"])  # not all of England's authorities are there


def test_prices_of_a_year_need_all_its_months() -> None:
    months = [*pd.date_range("2022-04-01", "2023-12-01", freq="MS")]
    rows = [{"series": "D7BT", "month": month.date(), "price_index": 100.0} for month in months]
    rows += [{"series": "D7BU", "month": months[0].date(), "price_index": 900.0}]
    periods = set(stage("consumer_prices", extract=rows)["period"])
    assert {"2022-04", "2023", "2022/23"} <= periods
    assert not {"2022", "2023/24"} & periods


def test_small_ethnic_groups_are_taken_together() -> None:
    row = {"areacd": "E12000001", "years": "1994-95 - 1996-97", "people": 100.0}
    low, other = "In low income (below threshold)", "Not in low income (at or above threshold)"
    groups = [
        {**row, "category": category, "income_ahc": status}
        for category in ("White", "Asian/ Asian British", "Mixed/ Multiple Ethnic Groups")
        for status in (low, other)
    ]
    outside = [{**row, "areacd": "E12999901", "category": "White", "income_ahc": low}]
    few = [{**row, "category": "No savings", "income_ahc": low}]
    tables = dict.fromkeys(("age", "number_of_children", "tenure", "savings"), few)
    staged = stage("households_below_average_income", ethnic_group=[*groups, *outside], **tables)
    ethnic = staged.fillna({"category": "all"}).query("characteristic == 'ethnic_group'").set_index("category")
    assert set(staged["period"]) == {"1995 to 1997"}
    assert ethnic["people"].to_dict() == {"all": 600, "Minority ethnic groups": 400, "White": 200}
    assert ethnic["in_low_income"].to_dict() == {"all": 300, "Minority ethnic groups": 200, "White": 100}
    assert set(ethnic["everyone"]) == {600}
