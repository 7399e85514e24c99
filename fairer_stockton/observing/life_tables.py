"""Life expectancy: deaths and population summed by area, sex and age band, then one life table an area."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairer_stockton.catalogue import Measure
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.observing import KEY
from fairer_stockton.observing.summed import put
from fairer_stockton.statistics.life_expectancy import life_expectancy
from fairer_stockton.sums import by_table, sums_statement

if TYPE_CHECKING:
    import duckdb

BAND = "age_band"


def observe(connection: "duckdb.DuckDBPyConnection", measures: Iterable[Measure]) -> pd.DataFrame:
    """Make the life expectancies of every area, for everyone and by each characteristic the measure names."""
    chosen = {measure.name: measure for measure in measures if measure.statistic == "life_expectancy"}
    parts = []
    for table, sums in by_table(chosen.values()).items():
        columns = engine.columns(connection, table)
        parts.append(engine.query(connection, sums_statement(table, sums, columns, by=(BAND,))).to_pandas())
        for name in dict.fromkeys(name for measure, _, _ in sums for name in measure.breakdowns):
            split = [entry for entry in sums if name in entry[0].breakdowns]
            found = engine.query(connection, sums_statement(table, split, columns, by=(BAND, name))).to_pandas()
            whole = found[found["breakdown"] == "all"]
            parts.append(whole.assign(breakdown=name, category=whole[name]).drop(columns=name))
    bands = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if bands.empty:
        return bands
    bands["age"] = bands[BAND].str.extract(r"^(\d+)")[0].astype(int)
    tables = [_tables(chosen[str(name)], rows) for name, rows in bands.groupby("measure", sort=False)]
    return pd.concat([table for table in tables if len(table)], ignore_index=True)


def _tables(measure: Measure, rows: pd.DataFrame) -> pd.DataFrame:
    """Work one measure's life tables, all areas at once; a band without a row is missing, not empty."""
    rows = rows[rows["area_type"] != "lsoa"]  # of 1,000 to 3,000 residents: too few for a life table
    deaths, people = (
        rows[rows["part"] == part].pivot(index=[*KEY, "converted_from"], columns="age", values="amount").sort_index()
        for part in ("numerator", "denominator")
    )
    deaths = deaths.reindex(people.index)
    starts = tuple(int(age) for age in people.columns)
    estimate = life_expectancy(deaths.to_numpy(), people.to_numpy(), starts).at(measure.age)
    table = people.index.to_frame(index=False)
    table["numerator"] = np.nansum(deaths.to_numpy(), axis=1)
    table["denominator"] = np.nansum(people.to_numpy(), axis=1)
    put(table, table.index, estimate)
    return table
