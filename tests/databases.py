"""Databases for tests: each empty, and attached to one that stays open, since to open another takes 15 ms."""

import itertools
import weakref
from functools import cache

import duckdb

_numbers = itertools.count()
_closed: list[str] = []  # whose connections are gone


@cache
def _open_once() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def open_empty_database() -> duckdb.DuckDBPyConnection:
    """Return a connection to an empty database of its own, which goes with the connection."""
    connection, name = _open_once().cursor(), f"of_test_{next(_numbers)}"
    while _closed:
        connection.execute(f"detach {_closed.pop()}")
    connection.execute(f"attach ':memory:' as {name}; use {name}")
    weakref.finalize(connection, _closed.append, name)
    return connection
