"""Every measure compiles and runs on empty staged tables, and says nothing of them."""

import duckdb
import pytest

from fairer_stockton.catalogue import load_catalogue
from fairer_stockton.observations import observe
from tests.conftest import empty_table

EMPTY_PLACES = "(lsoacd varchar, lsoa_vintage varchar, area_type varchar, area_code varchar, area_name varchar, vintage varchar, breakdown varchar, category varchar)"


@pytest.mark.parametrize("name", load_catalogue())
def test_measure_compiles_on_empty_tables(name: str) -> None:
    measure = load_catalogue()[name]
    with duckdb.connect() as connection:
        for table in {*measure.tables, "free_school_meals"}:
            connection.register("given", empty_table(table))
            connection.execute(f"create table {table} as select * from given")
        connection.execute(f"create table memberships {EMPTY_PLACES}")
        connection.execute(
            "create table areas (area_type varchar, area_code varchar, area_name varchar, vintage varchar)"
        )
        assert len(observe(connection, {name: measure}, {})) == 0
