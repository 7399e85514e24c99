"""Overcrowding: neighbourhoods from a row a rating, MSOAs from a column a rating, and nothing summed in part."""

import pandas as pd

from fairer_stockton.run.package import PACKAGE
from tests.databases import open_empty_database

STATEMENT = (PACKAGE / "staging/census_overcrowding.sql").read_text(encoding="utf-8")
RATINGS = ("+2 or more", "+1", "0", "-1 (overcrowded)", "-2 or less (overcrowded)")


def test_both_forms_of_the_table() -> None:
    extract = pd.DataFrame(
        [
            (lsoa, rating, 100, number)
            for lsoa, numbers in (("E01000001", (60, 20, 15, 4, 1)), ("E01000002", (60, 20, 15, 5, None)))
            for rating, number in zip(RATINGS, numbers, strict=True)
        ],
        columns=["lsoa21cd", "rating", "households", "number"],
    ).assign(period="2021", source_file="a", source_row=range(2, 12))
    msoas = pd.DataFrame(
        [("E02000001", 200, 100, 50, 40, 8, 2), ("E02000002", 100, 60, 30, 5, None, 1), (None, *[None] * 6)],
        columns=["msoa11cd", "households", "two_to_spare", "one_to_spare", "as_many", "one_too_few", "two_too_few"],
    ).assign(period="2011", source_file="b", source_row=range(2, 5))
    with open_empty_database() as connection:
        connection.register("extract", extract)
        connection.register("msoas", msoas)
        rows = connection.sql(STATEMENT).df()
    assert rows["msoa11cd"].dropna().tolist() == ["E02000001", "E02000002"]
    assert rows["overcrowded"].fillna(-1).tolist() == [10, -1, 5, -1]
    assert rows["rated"].fillna(-1).tolist() == [200, -1, 100, -1]
