"""DuckDB: staged parquet tables as views of one connection."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

WRONG_STATEMENT = duckdb.Error  # what is raised where a statement cannot be run


@contextmanager
def open_staged_tables(folder: Path, table_names: set[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a connection in which each staged table is a view of its parquet file."""
    with duckdb.connect() as connection:
        for table in sorted(table_names):
            path = str(folder / f"{table}.parquet").replace("'", "''")
            connection.execute(f"create view {table} as select * from read_parquet('{path}')")
        yield connection


@contextmanager
def open_table(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> Iterator[None]:
    """Open rows as a table of this name, which statements can read meanwhile."""
    connection.register(name, rows)
    try:
        yield
    finally:
        connection.unregister(name)


def list_columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """List a table's columns."""
    return connection.table(table).columns


def run_query(connection: duckdb.DuckDBPyConnection, statement: str) -> pa.Table:
    """Run a statement and fetch all its rows."""
    return connection.sql(statement).to_arrow_table()


def format_sql_list(words: Iterable[str]) -> str:
    """Return words as a list in SQL: `('ward', 'lsoa')`. A member of an enum is written as its value."""
    escaped = (str(word).replace("'", "''") for word in words)
    return "(" + ", ".join(f"'{word}'" for word in escaped) + ")"
