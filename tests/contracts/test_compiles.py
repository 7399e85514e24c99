"""Every measure compiles and runs on empty staged tables, and says nothing of them."""

from collections.abc import Iterator

import duckdb
import pytest

from fairer_stockton.measure.observations import compute_observations
from tests.conftest import DEFINITIONS, definitions_with, empty_table

AREA = ("area_type", "area_code", "area_name", "vintage")
MEMBERSHIP = ("lsoacd", "lsoa_vintage", *AREA, "breakdown", "category", "converted_from")


@pytest.fixture(scope="module")
def opened() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for name, columns in (("memberships", MEMBERSHIP), ("areas", AREA)):
            connection.execute(f"create table {name} ({', '.join(f'{column} varchar' for column in columns)})")
        connection.execute("alter table memberships add column share decimal(7, 6)")
        yield connection


@pytest.fixture
def connection(opened: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of areas, to which a test adds its own: they are gone after it."""
    opened.begin()
    yield opened
    opened.rollback()


@pytest.mark.parametrize("name", DEFINITIONS.measures)
def test_measure_compiles_on_empty_tables(name: str, connection: duckdb.DuckDBPyConnection) -> None:
    measure = DEFINITIONS.measures[name]
    for table in {*measure.tables, "free_school_meals", "indices_of_deprivation"}:
        connection.register("given", empty_table(table))
        connection.execute(f"create table {table} as select * from given")
    assert len(compute_observations(connection, definitions_with({name: measure}), {})) == 0
