"""Published values: taken as their publisher gives them, symbols and limits included; whole counts get theirs here."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import Measure, PublishedMeasure, PublishedValue
from fairer_stockton.definitions.national import NationalFacts
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.observe.columns import LEVELS
from fairer_stockton.observe.real_terms import convert_to_latest_prices
from fairer_stockton.observe.sums import compile_published_statement
from fairer_stockton.run.vocabulary import Reason, Status
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.statistics.rates import compute_rate

if TYPE_CHECKING:
    import duckdb

# What publishers' symbols say, and which of them hide a figure that exists.
HIDING_SYMBOLS = {"[c]", "c", "*", "[low]", "low"}
SYMBOL_MEANINGS = {
    "[c]": Reason.CONFIDENTIAL,
    "c": Reason.CONFIDENTIAL,
    "*": Reason.SUPPRESSED,
    "[low]": Reason.TOO_SMALL,
    "low": Reason.TOO_SMALL,
    "u": Reason.UNRELIABLE,
    "[u]": Reason.UNRELIABLE,
    "z": Reason.NOT_APPLICABLE,
    "[z]": Reason.NOT_APPLICABLE,
}


def read_published_observations(
    connection: "duckdb.DuckDBPyConnection", measures: Iterable[Measure], national: NationalFacts
) -> pd.DataFrame:
    """Read the observations that publishers give, with the table of each."""
    tables: dict[str, list[tuple[PublishedMeasure, PublishedValue]]] = {}
    for measure in measures:
        if isinstance(measure, PublishedMeasure):
            for value in measure.parts.values():
                tables.setdefault(value.table, []).append((measure, value))
    parts = [
        engine.run_query(
            connection, compile_published_statement(table, of_table, engine.list_columns(connection, table), national)
        )
        .to_pandas()
        .assign(table=table)
        for table, of_table in sorted(tables.items())
    ]
    if not parts:
        return pd.DataFrame()
    rows = pd.concat(parts, ignore_index=True).rename(columns={"figure": "value"})
    marker = rows.pop("marker").str.lower()
    rows = convert_to_latest_prices(connection, rows, [measure for of in tables.values() for measure, _ in of])
    marker = marker.loc[rows.index]
    absent = rows["value"].isna()
    rows["lower_998"] = rows["upper_998"] = np.nan
    rows["status"] = np.select(
        [~absent, marker.isin(HIDING_SYMBOLS)], [Status.PUBLISHED, Status.SUPPRESSED], Status.NOT_AVAILABLE
    )
    meaning = marker.map(SYMBOL_MEANINGS)
    rows["reason"] = meaning.where(
        meaning.notna(), pd.Series(np.where(absent, Reason.NO_PUBLISHED_FIGURE, ""), rows.index)
    )
    every = [entry for of_table in tables.values() for entry in of_table]
    whole_counts = [measure for measure, value in every if measure.limits_are_ours(value)]
    for share in (True, False):
        names = [measure.name for measure in whole_counts if (measure.unit == "percent") == share]
        _add_limits_to_published_values(rows, rows["measure"].isin(names) & ~absent, share)
    return rows


def _add_limits_to_published_values(rows: pd.DataFrame, rows_to_fill: "pd.Series[bool]", is_share: bool) -> None:
    """Write limits, as if the counting were repeated, to published shares or rates of which the count is known."""
    group = rows[rows_to_fill & (rows["numerator"] > 0)]
    count, value = group["numerator"].to_numpy(float), group["value"].to_numpy(float)
    per = 100.0 if is_share else 1.0
    base = group["denominator"].fillna(group["numerator"] * per / group["value"]).to_numpy(float)
    estimate: Estimate = (
        compute_wilson_proportion(count, base, per) if is_share else compute_rate(count, count / value, per)
    )
    for level in LEVELS:
        rows.loc[group.index, level] = getattr(estimate, level)
