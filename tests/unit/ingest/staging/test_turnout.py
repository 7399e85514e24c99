"""Turnout: wards are joined to codes by name, and only in districts of which every ward is named."""

import pandas as pd
import pytest

from fairer_stockton.run.package import PACKAGE
from tests.databases import open_empty_database

STATEMENT = (PACKAGE / "staging/turnout.sql").read_text(encoding="utf-8")
LOOKUP = [
    ("E05000001", "Hardwick and Salters Lane", "E06000001", "Northton"),
    ("E05000002", "St. Mary's", "E06000001", "Northton"),
    ("E05000003", "Village", "E06000010", "Southton upon Hull, City of"),
    ("E05000004", "Redrawn", "E07000001", "Poole, Sand and Sea"),
    ("E05000005", "Village", "E07000001", "Poole, Sand and Sea"),
]
ELECTIONS = [
    ("Northton", "Hardwick & Salters Lane", 1000, 30.1),
    ("Northton", "St Marys", 2000, 25.0),
    ("Southton Upon Hull", "VILLAGE", 500, 40.0),
    ("Poole, Sand & Sea", "Before It Was Redrawn", 1000, 50.0),
    ("Poole, Sand & Sea", "Village", 1000, 10.0),
]


@pytest.fixture
def staged() -> pd.DataFrame:
    elections = pd.DataFrame(ELECTIONS, columns=["district", "ward", "electorate", "turnout_percent"])
    lookup = pd.DataFrame(LOOKUP, columns=["wd24cd", "wd24nm", "lad24cd", "lad24nm"])
    with open_empty_database() as connection:
        connection.register(
            "extract", elections.assign(period="2023", source_file="f.csv", source_row=range(2, 2 + len(elections)))
        )
        connection.register("lookup", pd.concat([lookup, lookup]))  # a ward is several neighbourhoods
        return connection.sql(STATEMENT).df()


def test_names_are_joined_by_letters_within_their_district(staged: pd.DataFrame) -> None:
    wards = staged[staged["wd24cd"].notna()].set_index("wd24cd")
    assert wards["votes"].to_dict() == {"E05000001": 301, "E05000002": 500, "E05000003": 200}
    assert wards["source_row"].to_dict() == {"E05000001": 2, "E05000002": 3, "E05000003": 4}


def test_a_district_with_redrawn_wards_has_a_total_alone(staged: pd.DataFrame) -> None:
    larger = staged[staged["areacd"].notna()].set_index("areacd")
    assert larger["electorate"].to_dict() == {
        "E06000001": 3000,
        "E06000010": 500,
        "E07000001": 2000,
        "E92000001": 5500,
    }
    assert larger.loc["E07000001", "turnout_percent"] == pytest.approx(30.0)
    assert larger.loc["E92000001", "votes"] == 301 + 500 + 200 + 600
