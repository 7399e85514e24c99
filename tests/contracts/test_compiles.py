"""Every measure compiles and runs on empty staged tables, and says nothing of them."""

from collections import defaultdict
from collections.abc import Iterator

import duckdb
import pytest

from fairer_stockton.measure.observations import compute_observations
from tests.conftest import DEFINITIONS, definitions_with, empty_table
from tests.databases import open_empty_database

AREA = ("area_type", "area_code", "area_name", "vintage")
MEMBERSHIP = ("lsoacd", "lsoa_vintage", *AREA, "breakdown", "category", "converted_from")


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of areas and every staged table, all empty."""
    with open_empty_database() as connection:
        for name, columns in (("memberships", MEMBERSHIP), ("areas", AREA)):
            connection.execute(f"create table {name} ({', '.join(f'{column} varchar' for column in columns)})")
        connection.execute("alter table memberships add column share decimal(7, 6)")
        for name in DEFINITIONS.sources:
            connection.register("given", empty_table(name))
            connection.execute(f"create table {name} as select * from given")
        yield connection


def test_measures_compile_on_empty_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Measures that share their tables are compiled together, as they are in the chain."""
    names_by_tables = defaultdict(list)
    for name, measure in DEFINITIONS.measures.items():
        names_by_tables[measure.tables].append(name)
    for names in names_by_tables.values():
        measures = {name: DEFINITIONS.measures[name] for name in names}
        try:
            rows = compute_observations(connection, definitions_with(measures), {})
        except Exception as fault:
            fault.add_note(f"one of {', '.join(names)} does not compile")
            raise
        assert len(rows) == 0, names
