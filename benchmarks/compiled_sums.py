"""Ours: the same sums as `plain_pandas`, compiled to a statement a table."""

import sys
from pathlib import Path

import pandas  # noqa: F401 - DuckDB would import it: imports are left out of the peer's time too

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.geography.memberships import create_area_membership_tables
from fairer_stockton.observe.sums import compile_sums_statement, group_sums_by_table
from fairer_stockton.statistics import quantiles  # noqa: F401


def count_sums(settings: Settings) -> int:
    """Compute every sum and return how many rows there are."""
    supplied = Settings().definitions.supplied
    staged = {path.stem for path in settings.staged.glob("*.parquet")}  # of some tables there is no extract
    tables = group_sums_by_table(
        m for m in Settings().definitions.measures.values() if {*m.tables} <= staged - supplied
    )
    maps = settings.definitions.national.maps
    with engine.open_staged_tables(settings.staged, {*tables, *maps.place_tables}) as connection:
        create_area_membership_tables(connection, settings.authority, settings.definitions)
        rows = 0
        for table, sums in tables.items():
            areas = maps.smallest_areas_in(engine.list_columns(connection, table))
            rows += engine.run_query(connection, compile_sums_statement(table, sums, areas)).num_rows
        return rows


if __name__ == "__main__":
    import time

    start = time.perf_counter()
    rows = count_sums(Settings(processed=Path(sys.argv[1]).parent, authority=sys.argv[2]))
    print(time.perf_counter() - start, rows)
