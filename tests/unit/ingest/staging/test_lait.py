"""The Local Authority Interactive Tool: which short names are sure, how years are written, and whose count is whose."""

import pandas as pd
import pytest

from fairer_stockton.run.package import PACKAGE
from tests.databases import open_empty_database

STATEMENT = (PACKAGE / "staging/lait.sql").read_text(encoding="utf-8")
DICTIONARY = pd.DataFrame(
    [
        ("CareLeaverEET", "1", "Financial Year"),
        ("CareLeaverEETNum", "2", "Financial Year"),
        ("Listed twice", "3", "Academic Year"),
        ("Listed twice", "3", "Academic Year"),
        ("Of two measures", "4", "Academic Year"),
        ("Of two measures", "5", "Academic Year"),
        ("Money", "6", "Financial Year"),
        ("Three years", "7", "Calendar Year"),
    ],
    columns=["measure", "code", "year_kind"],
)


def stage_figures(*figures: tuple[str, str, float]) -> pd.DataFrame:
    """Stage figures of England, each a short name, a year and a value."""
    table = pd.DataFrame(figures, columns=["measure", "year", "value"]).assign(
        la_number=970, value_marker=None, source_file="tool.parquet", source_row=range(2, len(figures) + 2)
    )
    with open_empty_database() as connection:
        connection.register("figures", table)
        connection.register("dictionary", DICTIONARY)
        return connection.sql(STATEMENT).df()


@pytest.mark.parametrize(
    ("measure", "year", "period"),
    [
        ("Listed twice", "2024", "2024"),
        ("Listed twice", "2023/24", "2024"),
        ("Listed twice", "2023-24", "2024"),
        ("Listed twice", "1999/00", "2000"),
        ("Listed twice", "2025 (prov)", "2025"),
        ("Money", "2024-25 (OT)", "2024/25"),
        ("Three years", "2014-16", "2014-16"),
        ("Three years", "2013/14-15/16", "2013/14-15/16"),
    ],
)
def test_years_are_written_alike(measure: str, year: str, period: str) -> None:
    assert stage_figures((measure, year, 1.0))["period"].to_list() == [period]


def test_a_name_of_two_measures_and_a_year_of_nought_are_not_staged() -> None:
    staged = stage_figures(("Of two measures", "2024", 1.0), ("Listed twice", "0", 1.0), ("Listed twice", "2024", 2.0))
    assert staged[["measure", "value"]].to_numpy().tolist() == [["Listed twice", 2.0]]


def test_the_count_of_a_share_stands_with_it() -> None:
    staged = stage_figures(
        ("CareLeaverEET", "2024", 51.0), ("CareLeaverEET", "2025", 49.0), ("CareLeaverEETNum", "2025", 91.0)
    )
    people = staged.set_index(["measure", "period"])["people"]
    assert people["CareLeaverEET", "2025"] == 91
    assert people.isna().sum() == 2
