"""Weights of the Indices of Deprivation: the people whom each index counts in each neighbourhood."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fairer_stockton.definitions.deprivation_weights import GENERAL, INDICES, DeclaredWeight
from fairer_stockton.definitions.maps import LSOA_VINTAGES, RESIDENTS
from fairer_stockton.engine import duckdb as engine

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

OWN_RESIDENTS = "the edition's own residents"


@dataclass(frozen=True, slots=True)
class Weighting:
    """The people of each neighbourhood by whom one index is weighted, and where they are from."""

    people: "Floats"
    words: str
    tables: tuple[str, ...] = ()
    approximate: bool = False
    counts_people: bool = False


def choose_index_weightings(
    connection: "duckdb.DuckDBPyConnection",
    edition_rows: "pd.DataFrame",
    neighbourhood_column: str,
    declared: "Mapping[str, DeclaredWeight]",
) -> dict[str, Weighting]:
    """Weight each index by its edition's own residents, else by the declared count, else by all residents.

    Args:
        connection: staged tables as views, with `bridge`.
        edition_rows: the edition's rows.
        neighbourhood_column: its column of neighbourhoods.
        declared: the declared weights of the edition, by index.
    """
    general = _weight_by_all_residents(connection, edition_rows, neighbourhood_column)
    weighting_of: dict[str, Weighting] = {}
    for name, index in INDICES.items():
        own = edition_rows[index.population]
        if own.notna().any():
            weighting_of[name] = Weighting(_convert_to_floats(own), OWN_RESIDENTS, counts_people=index.counts)
        elif name in declared:
            weighting_of[name] = _weight_by_declared_count(
                connection, declared[name], name, edition_rows, neighbourhood_column, general
            )
        else:
            weighting_of[name] = general
    return weighting_of


def _weight_by_all_residents(
    connection: "duckdb.DuckDBPyConnection", edition_rows: "pd.DataFrame", neighbourhood_column: str
) -> Weighting:
    """Weight by all residents of the neighbourhoods' own vintage."""
    source, key = RESIDENTS[LSOA_VINTAGES[neighbourhood_column]]
    latest = f"select {key} as code, residents from {source} where period = (select max(period) from {source})"
    held = engine.run_query(connection, latest).to_pandas().set_index("code")
    return Weighting(
        _convert_to_floats(edition_rows[neighbourhood_column].map(held["residents"])),
        GENERAL[source],
        (source,),
        approximate=True,
    )


def _weight_by_declared_count(
    connection: "duckdb.DuckDBPyConnection",
    weight: DeclaredWeight,
    index_name: str,
    edition_rows: "pd.DataFrame",
    neighbourhood_column: str,
    all_residents: Weighting,
) -> Weighting:
    """Weight by a declared count; where it is withheld, by all residents in the proportion of the others."""
    people = _convert_to_floats(
        _read_declared_count(connection, weight, neighbourhood_column).reindex(edition_rows[neighbourhood_column])
    )
    if weight.rate:
        rate = _convert_to_floats(edition_rows[weight.rate])
        people = people / np.where(rate > 0, rate, np.nan)
    known = np.isfinite(people)
    if not known.any():
        return all_residents
    both = known & np.isfinite(all_residents.people)
    filled = np.where(known, people, all_residents.people * people[both].sum() / all_residents.people[both].sum())
    shared = neighbourhood_column not in connection.table(weight.table).columns or not known.all()
    tables = (weight.table, *(all_residents.tables if shared else ()))
    counts = weight.rate == f"{index_name}_score" and INDICES[index_name].counts
    return Weighting(filled, weight.words, tables, approximate=True, counts_people=counts)


def _read_declared_count(
    connection: "duckdb.DuckDBPyConnection", weight: DeclaredWeight, neighbourhood_column: str
) -> "pd.Series[float]":
    """Read a declared count by the neighbourhoods of the edition, carried over from the other vintage if need be."""
    held = connection.table(weight.table).columns
    period = f"'{weight.period}'" if weight.period else f"(select max(period) from {weight.table})"
    if neighbourhood_column in held:
        statement = (
            f"select {neighbourhood_column} as code, cast({weight.people} as double) as people from {weight.table}"
            f" where {neighbourhood_column} is not null and period = {period} order by code"
        )
    else:
        other = next(name for name in LSOA_VINTAGES if name in held)
        statement = (
            f"select bridge.base as code, round(sum(cast(bridge.share as double) * held.{weight.people}), 6) as people"
            f" from {weight.table} as held inner join bridge on held.{other} = bridge.lsoacd"
            f" where bridge.lsoa_vintage = '{LSOA_VINTAGES[other]}' and bridge.base_vintage = "
            f"'{LSOA_VINTAGES[neighbourhood_column]}'"
            f" and held.period = {period} group by bridge.base order by code"
        )
    return engine.run_query(connection, statement).to_pandas().set_index("code")["people"]


def _convert_to_floats(column: "pd.Series[float]") -> "Floats":
    return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan), dtype=np.float64)
