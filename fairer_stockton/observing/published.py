"""Published values: taken as their publisher gives them, symbols and limits included."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairer_stockton.catalogue import Measure
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.sums import published_statement

if TYPE_CHECKING:
    import duckdb

# What publishers' symbols say, and which of them hide a figure that exists.
HIDDEN = {"[c]", "c", "*", "[low]", "low"}
SYMBOLS = {
    "[c]": "the publisher keeps it confidential",
    "c": "the publisher keeps it confidential",
    "*": "the publisher suppresses it",
    "[low]": "the publisher gives no figure this small",
    "low": "the publisher gives no figure this small",
    "u": "the publisher finds it too unreliable",
    "[u]": "the publisher finds it too unreliable",
    "z": "it does not apply here",
    "[z]": "it does not apply here",
}


def observe(connection: "duckdb.DuckDBPyConnection", measures: Iterable[Measure]) -> pd.DataFrame:
    """Take the observations that publishers give, and name the table of each."""
    tables: dict[str, list[Measure]] = {}
    for measure in measures:
        for value in filter(None, (measure.value, measure.larger)):
            tables.setdefault(value.table, []).append(replace(measure, value=value))
    parts = [
        engine.query(connection, published_statement(table, chosen, engine.columns(connection, table)))
        .to_pandas()
        .assign(table=table)
        for table, chosen in sorted(tables.items())
    ]
    if not parts:
        return pd.DataFrame()
    rows = pd.concat(parts, ignore_index=True).rename(columns={"figure": "value"})
    marker = rows.pop("marker").str.lower()
    absent = rows["value"].isna()
    rows["lower_998"] = rows["upper_998"] = np.nan
    rows["status"] = np.select([~absent, marker.isin(HIDDEN)], ["published", "suppressed"], "not_available")
    said = marker.map(SYMBOLS)
    rows["note"] = said.where(
        said.notna(), pd.Series(np.where(absent, "the publisher gives no figure", ""), rows.index)
    )
    return rows
