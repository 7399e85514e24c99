"""Editions on the neighbourhoods of 2001: councils of today made of former ones, and codes that ran through."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from fairer_stockton.places.earlier_editions import EARLIER_TABLE, add_earlier_editions, select_ranks_statement
from tests.databases import open_empty_database

REAL = {EARLIER_TABLE: False, "lsoa11_lsoa21": False}
SUMMARIES = pd.DataFrame([{
    "period": "2015", "index_name": "imd", "area_type": "authority", "area_code": "E06000004", "area_name": "",
    "vintage": "2015", "converted_from": "", "neighbourhoods": 2.0, "average_score": 30.0, "proportion": 0.5,
    "rank_of_proportion": 1.0, "proportion_in_fifth": 0.5, "areas": 2, "weighted_by": "", "approximate": False,
    "published": "", "published_among": np.nan, "synthetic": False, "sources": "indices_of_deprivation",
}])  # fmt: skip


@pytest.fixture
def connection() -> "duckdb.DuckDBPyConnection":
    """Two former councils that are one of today, another beside them; one neighbourhood's code did not run through."""
    opened = open_empty_database()
    opened.execute(
        "create table earlier_indices as select * from (values"
        " ('E01000001', '00EF', '2004', 1, 1), ('E01000002', '00EF', '2004', 2, 2),"
        " ('E01000099', '00EF', '2004', 3, 1),"
        " ('E01000003', '00EG', '2004', 4, 3), ('E01000004', '00EH', '2004', 5, 9),"
        " ('E01000001', null, '2010', 1, 1)) as t (lsoa01cd, former_council, period, imd_rank, imd_decile)"
    )
    opened.execute(
        "create table lsoa11_lsoa21 as select code as lsoa11cd, code as lsoa21cd from"
        " (values ('E01000001'), ('E01000002'), ('E01000003'), ('E01000004')) as t (code)"
    )
    opened.execute(
        "create table placed as select *, '2021' as base_vintage, '2024' as vintage from (values"
        " ('E01000001', 'E06000004'), ('E01000002', 'E06000004'), ('E01000003', 'E06000004'),"
        " ('E01000004', 'E06000005')) as t (base, holder)"
    )
    return opened


def test_a_council_of_today_holds_the_neighbourhoods_of_its_former_ones(
    connection: "duckdb.DuckDBPyConnection",
) -> None:
    rows = add_earlier_editions(connection, SUMMARIES, REAL).query("period == '2004'").set_index("area_code")
    ours = rows.loc["E06000004"]
    assert (ours["neighbourhoods"], ours["proportion"], ours["proportion_in_fifth"]) == (4, 0.5, 0.75)
    assert (ours["rank_of_proportion"], ours["areas"]) == (1, 2)
    assert np.isnan(ours["average_score"])
    assert rows.loc["E06000005", "proportion"] == 0


def test_an_edition_that_names_no_council_is_left_out(connection: "duckdb.DuckDBPyConnection") -> None:
    assert set(add_earlier_editions(connection, SUMMARIES, REAL)["period"]) == {"2004", "2015"}


def test_nothing_is_added_where_they_have_not_been_fetched(connection: "duckdb.DuckDBPyConnection") -> None:
    assert add_earlier_editions(connection, SUMMARIES, {}) is SUMMARIES
    assert EARLIER_TABLE not in select_ranks_statement("indices_of_deprivation", with_earlier=False)


def test_only_codes_that_ran_through_have_a_rank_on_todays_map(connection: "duckdb.DuckDBPyConnection") -> None:
    connection.execute(
        "create table indices_of_deprivation (lsoa11cd varchar, lsoa21cd varchar, period varchar, imd_decile int,"
        " imd_rank int)"
    )
    rows = connection.sql(select_ranks_statement("indices_of_deprivation", with_earlier=True)).df()
    assert sorted(rows.loc[rows["period"] == "2004", "lsoa11cd"]) == [f"E0100000{place}" for place in range(1, 5)]
