"""Neighbourhoods in MSOAs: joined by name, and a name that has no MSOA stays without one, to be refused."""

import pandas as pd
import pytest

from fairer_stockton.definitions.contract_files import load_row_contract
from fairer_stockton.run.package import PACKAGE
from tests.conftest import DEFINITIONS
from tests.databases import open_empty_database

STATEMENT = (PACKAGE / "staging/lsoa_msoa.sql").read_text(encoding="utf-8")
MSOAS = [  # of 2011 and of 2021
    ("E02000001", "Ash 001", "U", "E02000001"),
    ("E02000002", "Ash 002", "S", "E02000003"),
    ("E02000002", "Ash 002", "S", "E02000004"),
    ("E02000005", "Ash 005", "U", "E02000005"),
]
PLACES = [
    ("E02000001", "Ash 001", "E02000001", "Old Town"),
    ("E02000002", "Ash 002", "", "New Town"),
    ("E02000003", "Ash 003", "E02000003", "New Town North"),
    ("E02000004", "Ash 004", "E02000004", ""),
    ("E02000005", "Ashford 005", "E02000005", "Quay"),
]


def stage(pairs: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    """Stage pairs of neighbourhoods of 2011 and 2021, each with its code and name."""
    lsoas = pd.DataFrame(pairs, columns=["lsoa11cd", "lsoa11nm", "lsoa21cd", "lsoa21nm"])
    with open_empty_database() as connection:
        connection.register("lsoas", lsoas.assign(period="2022", source_file="lookup.csv", source_row=2))
        connection.register("msoas", pd.DataFrame(MSOAS, columns=["msoa11cd", "msoa11nm", "change", "msoa21cd"]))
        columns = ["msoacd", "msoanm", "msoa21cd", "msoahclnm"]
        connection.register("places", pd.DataFrame(PLACES, columns=columns).replace("", None))
        return connection.sql(STATEMENT).df()


def test_a_neighbourhood_lies_in_the_msoa_of_its_name_on_each_map() -> None:
    rows = stage([("E01000001", "Ash 002B", "E01000009", "Ash 003A")])
    row = rows.iloc[0]
    assert (row["msoa11cd"], row["msoa11hclnm"]) == ("E02000002", "New Town")
    assert (row["msoa21cd"], row["msoa21nm"], row["msoa21hclnm"]) == ("E02000003", "Ash 003", "New Town North")
    assert row["msoa_change"] == "S"


def test_a_name_of_2011_that_contradicts_the_publishers_lookup_goes_by_the_lookup() -> None:
    row = stage([("E01000002", "Ash 001E", "E01000002", "Ashford 005A")]).iloc[0]
    assert (row["msoa11cd"], row["msoa11nm"], row["msoa11hclnm"]) == ("E02000005", "Ash 005", "Quay")
    assert row["msoa_change"] == "U"


@pytest.mark.parametrize("pair", [("Ash 001A", "Ash 009A"), ("Ash 009A", "Ash 001A"), ("Ash 001A", "Ash 002A")])
def test_a_name_without_an_msoa_is_refused(pair: tuple[str, str]) -> None:
    """The last is the name of an MSOA of 2011 that is none of 2021."""
    rows = stage([("E01000003", pair[0], "E01000003", pair[1])])
    assert rows[["msoa11cd", "msoa21cd"]].isna().any(axis=None)
    nullable = load_row_contract(DEFINITIONS.sources["lsoa_msoa"]).to_schema().columns
    assert not (nullable["msoa11cd"].nullable or nullable["msoa21cd"].nullable)
