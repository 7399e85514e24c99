"""Every measure compiles and runs on empty staged tables, and says nothing of them."""

import duckdb
import pytest

from fairer_stockton.measure.observations import compute_observations
from tests.conftest import DEFINITIONS, definitions_with, empty_table

AREA = ("area_type", "area_code", "area_name", "vintage")
MEMBERSHIP = ("lsoacd", "lsoa_vintage", *AREA, "breakdown", "category", "converted_from")


@pytest.mark.parametrize("name", DEFINITIONS.measures)
def test_measure_compiles_on_empty_tables(name: str) -> None:
    measure = DEFINITIONS.measures[name]
    with duckdb.connect() as connection:
        for table in {*measure.tables, "free_school_meals", "indices_of_deprivation"}:
            connection.register("given", empty_table(table))
            connection.execute(f"create table {table} as select * from given")
        for name_of, columns in (("memberships", MEMBERSHIP), ("areas", AREA)):
            connection.execute(f"create table {name_of} ({', '.join(f'{column} varchar' for column in columns)})")
        connection.execute("alter table memberships add column share decimal(7, 6)")
        assert len(compute_observations(connection, definitions_with({name: measure}), {})) == 0
