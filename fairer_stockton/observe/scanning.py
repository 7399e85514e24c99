"""Sums of a table for every area: summed by neighbourhood where the table is, and rolled up here."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from fairer_stockton.engine import duckdb as engine
from fairer_stockton.engine.scanner import Scanner
from fairer_stockton.observe.sums import (
    SumOfMeasure,
    compile_roll_up_statement,
    compile_scan_statement,
    compile_sums_statement,
)
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


def sum_for_areas(
    connection: "duckdb.DuckDBPyConnection",
    table: str,
    sums: Collection[SumOfMeasure],
    areas: Mapping[str, str],
    group_columns: Collection[str] = (),
    *,
    with_unplaced: bool = False,
    with_neighbourhoods: bool = True,
    scanner: Scanner | None = None,
) -> "pd.DataFrame":
    """Return the rows that `compile_sums_statement` describes, whichever engine reads the table.

    Args:
        connection: staged tables as views, with `memberships`.
        table: the staged table.
        sums: the sums over it.
        areas: the columns of the smallest areas by which it can be summed, and the vintage of each.
        group_columns: columns to sum by besides.
        with_unplaced: whether rows without a neighbourhood are summed too.
        with_neighbourhoods: whether the sums of neighbourhoods are returned, and not those of larger areas alone.
        scanner: what reads the table, where it is one of its own; else the connection does it all in one statement.
    """
    details = (table, sums, areas, group_columns)
    wanted = "select * from ({}" + (")" if with_neighbourhoods else f") where area_type <> '{AreaType.LSOA}'")
    if scanner is None or table not in scanner.tables:
        statement = compile_sums_statement(*details, with_unplaced=with_unplaced)
        return engine.run_query(connection, wanted.format(statement)).to_pandas()
    scanned = scanner.scan(table, compile_scan_statement(*details, with_unplaced=with_unplaced))
    with engine.open_table(connection, "neighbourhoods", scanned):
        statement = compile_roll_up_statement(sums, group_columns)
        return engine.run_query(connection, wanted.format(statement)).to_pandas()
