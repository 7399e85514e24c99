"""Tiny staged tables in which a measure's example is worked out."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import duckdb
import pandas as pd
import pytest

from tests.conftest import empty_table
from tests.databases import open_empty_database

LSOA, MSOA, WARD, BOROUGH = "E01000001", "E02000001", "E05000001", "E06000004"
# Where an example's row lies, unless it says so itself.
PLACES = {
    "lsoa21cd": LSOA,
    "lsoa11cd": LSOA,
    "areacd": BOROUGH,
    "wd24cd": WARD,
    "msoa11cd": MSOA,
    "msoa21cd": MSOA,
}


@pytest.fixture(scope="session")
def opened() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with one neighbourhood in one borough, and England."""
    with open_empty_database() as connection:
        connection.execute(
            "create table memberships as select * from (values"
            f" ('{WARD}', 'ward_2024', 'borough', '{BOROUGH}', 'Borough', '2022', 'all', 'all', 1.0, ''),"
            f" ('{MSOA}', 'msoa_2011', 'borough', '{BOROUGH}', 'Borough', '2022', 'all', 'all', 1.0, ''),"
            f" ('{MSOA}', 'msoa_2021', 'borough', '{BOROUGH}', 'Borough', '2022', 'all', 'all', 1.0, ''),"
            f" ('{LSOA}', '2011', 'borough', '{BOROUGH}', 'Borough', '2022', 'all', 'all', 1.0, ''),"
            f" ('{LSOA}', '2021', 'borough', '{BOROUGH}', 'Borough', '2022', 'all', 'all', 1.0, ''),"
            f" ('{LSOA}', '2021', 'england', 'E92000001', 'England', '2022', 'all', 'all', 1.0, ''))"
            " as t(lsoacd, lsoa_vintage, area_type, area_code, area_name, vintage, breakdown, category,"
            " share, converted_from)"
        )
        connection.execute(
            "create table areas as select distinct area_type, area_code, area_name, vintage from memberships"
            f" union all select 'msoa', '{MSOA}', 'A local area', unnest(['2011', '2021'])"
        )
        connection.register("dfe", empty_table("free_school_meals"))
        connection.execute("create table free_school_meals as select * from dfe")
        yield connection


@pytest.fixture
def engine(opened: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same for one test: whatever tables it makes are gone after it. To open it anew takes thirty times as long."""
    opened.begin()
    yield opened
    opened.rollback()


@pytest.fixture
def stage(engine: duckdb.DuckDBPyConnection) -> Callable[[str, list[Mapping[str, Any]]], None]:
    """Create a staged table of some rows, each column of its declared kind."""

    def create(source: str, rows: list[Mapping[str, Any]]) -> None:
        empty = empty_table(source)
        placed = [{**({} if PLACES.keys() & row.keys() else _place(empty)), "period": "2021", **row} for row in rows]
        unknown = {column for row in rows for column in row} - set(empty.columns)
        assert not unknown, f"{source} has no column {unknown}"
        table = pd.DataFrame(placed, columns=list(empty.columns)).astype(empty.dtypes.to_dict())
        engine.register("given", table)
        engine.execute(f"create or replace table {source} as select * from given")
        engine.unregister("given")

    return create


def _place(table: pd.DataFrame) -> dict[str, str]:
    return next({column: code} for column, code in PLACES.items() if column in table.columns)
