"""What stagings have in common: tables made of one that is named, be it registered or a common table expression."""

import duckdb
import pytest

from fairer_stockton.ingest.staging_sql import MACROS
from tests.databases import open_empty_database


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    made = open_empty_database()
    made.execute(MACROS.read_text(encoding="utf-8"))
    return made


def test_years_become_rows_and_england_is_the_sum_of_its_councils(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.sql("""
        with wide as (
            select 'E06000001' as areacd, 10 as dwellings_2012, 11 as dwellings_2013, '[x]' as dwellings_2013_marker
            union all select 'E06000002', 20, 21, null
            union all select 'W06000001', 90, 91, null
        )
        select year, areacd, dwellings from dwellings_by_year('wide') order by year, areacd
    """).fetchall()
    assert rows == [
        ("2012", "E06000001", 10), ("2012", "E06000002", 20), ("2012", "E92000001", 30),
        ("2013", "E06000001", 11), ("2013", "E06000002", 21), ("2013", "E92000001", 32),
    ]  # fmt: skip


def test_msoas_are_added_up_to_councils_and_england(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.sql("""
        with local_areas as (
            select unnest(['E02000001', 'E02000002']) as msoa11cd, 'E06000001' as lad22cd, '2022' as period,
                unnest([1, 2]) as counted, unnest([10, 20]) as everyone, 'file' as source_file, 2 as source_row
        )
        select msoa11cd, areacd, counted, everyone from with_councils_and_england('local_areas')
        order by msoa11cd, areacd
    """).fetchall()
    assert rows == [
        ("E02000001", None, 1, 10), ("E02000002", None, 2, 20), (None, "E06000001", 3, 30), (None, "E92000001", 3, 30)
    ]  # fmt: skip


def test_an_msoa_of_two_councils_goes_to_that_of_most_rows(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.sql("""
        with lookup as (
            select 'E02000001' as msoa11cd, 'A 001' as msoa11nm,
                unnest(['E06000002', 'E06000001', 'E06000002']) as lad22cd
            union all select 'W02000001', 'B 001', 'W06000001'
        )
        select * from english_msoas('lookup')
    """).fetchall()
    assert rows == [("E02000001", "A 001", "E06000002")]
