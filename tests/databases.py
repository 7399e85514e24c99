"""Databases for tests: each empty, and attached to one that stays open, since to open another takes 15 ms."""

import itertools
import weakref
from collections.abc import Iterable
from functools import cache

import duckdb
import pandas as pd

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


def create_memberships(connection: duckdb.DuckDBPyConnection, maps: Iterable[tuple[str, str, str, str, float]]) -> None:
    """Create the tables of which neighbourhoods each area holds: its type, code, vintage, one of them and its share."""
    columns = ["area_type", "area_code", "vintage", "lsoacd", "share"]
    rows = pd.DataFrame(maps, columns=columns).assign(lsoa_vintage="2021", whole="all", converted_from="")
    connection.register("maps_of_test", rows.astype(dict.fromkeys(columns[:4], str)))
    connection.execute(
        "create or replace table memberships as select lsoacd, lsoa_vintage, area_type, area_code,"
        " area_code as area_name, vintage, whole as breakdown, whole as category, share::decimal(7, 6) as share,"
        " converted_from from maps_of_test"
    )
    connection.unregister("maps_of_test")
    connection.execute(
        "create or replace table areas as select distinct area_type, area_code, area_name, vintage from memberships"
    )
