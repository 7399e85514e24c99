"""Money in real terms: pounds of the day into pounds of the latest period, by the Consumer Prices Index."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import PRICES, PublishedMeasure
from fairer_stockton.engine import duckdb as engine

if TYPE_CHECKING:
    import duckdb

AMOUNTS = ("value", "lower_95", "upper_95")


def convert_to_latest_prices(
    connection: "duckdb.DuckDBPyConnection", rows: pd.DataFrame, measures: Iterable[PublishedMeasure]
) -> pd.DataFrame:
    """Return published rows with the amounts of measures in real terms in pounds of their latest period.

    An amount is multiplied by the index of the latest period that has one and divided by that of its own period. A
    period without an index has no figure in real terms, and its rows are left out.

    Args:
        connection: staged tables as views, the price index among them where a measure needs it.
        rows: published observations, with `measure`, `period`, `table` and the amounts.
        measures: theirs.
    """
    real = {measure.name for measure in measures if measure.real_terms}
    if not real:
        return rows
    prices = engine.run_query(connection, f"select period, price_index from {PRICES}").to_pandas()
    index_of_period = prices.set_index("period")["price_index"].astype(float)
    index = rows["period"].map(index_of_period).astype(float)
    in_real_terms = rows["measure"].isin(real)
    rows = rows[~in_real_terms | index.notna()].copy()
    in_real_terms = in_real_terms.loc[rows.index]
    converted = rows[in_real_terms]
    latest = converted.groupby("measure")["period"].transform("max")
    factor = np.asarray(latest.map(index_of_period).astype(float) / index.loc[converted.index])
    for amount in AMOUNTS:
        rows.loc[converted.index, amount] = converted[amount].astype(float) * factor
    rows.loc[converted.index, "prices_of"] = latest
    rows.loc[converted.index, "table"] = converted["table"] + f" {PRICES}"
    return rows
