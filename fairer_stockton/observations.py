"""Observations: every measure for every area and period, with limits, comparison with England and recent trend."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairer_stockton.catalogue import Measure
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.geography import AREA_TYPES
from fairer_stockton.statistics.comparison import against_benchmark
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.proportions import wilson
from fairer_stockton.statistics.rates import rate
from fairer_stockton.statistics.trends import TREND_PERIODS, recent_trend
from fairer_stockton.sums import by_table, published_statement, sums_statement
from schemas.results import OBSERVATION_COLUMNS

if TYPE_CHECKING:
    import duckdb

LEVELS = ("lower_95", "upper_95", "lower_998", "upper_998")
PLACE = ["measure", "area_type", "area_code", "area_name", "vintage", "breakdown", "category"]
KEY = [*PLACE, "period"]
ONE_YEAR = r"^(\d{4})(?:/\d\d|-\d\d)?$"

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


def observe(
    connection: "duckdb.DuckDBPyConnection", measures: Mapping[str, Measure], synthetic: Mapping[str, bool]
) -> pd.DataFrame:
    """Make every observation.

    Args:
        connection: staged tables as views, with `memberships` and `areas`.
        measures: the catalogue.
        synthetic: for each staged table, whether it rests on the generated sample.

    Returns:
        Rows as `schemas.results.Observations` has them, in the order of the catalogue, area types, codes and periods.
    """
    parts = [_summed(connection, measures.values()), _published(connection, measures.values())]
    filled = [part for part in parts if len(part)]
    if not filled:
        return pd.DataFrame(columns=list(OBSERVATION_COLUMNS))
    rows = pd.concat(filled, ignore_index=True)
    of = rows["measure"].map(measures)
    rows["domain"] = of.map(lambda measure: measure.domain)
    rows["unit"] = of.map(lambda measure: measure.unit)
    rows["statistic"] = of.map(lambda measure: measure.statistic)
    fifths = rows["breakdown"] == "deprivation_fifth"
    tables = of.map(lambda measure: " ".join(measure.tables))
    rows["sources"] = tables.where(
        ~fifths | tables.str.contains("indices_of_deprivation"), tables + " indices_of_deprivation"
    )
    unreal = {name for name, unreal in synthetic.items() if unreal}
    rows["synthetic"] = rows["sources"].map(lambda names: bool(unreal.intersection(names.split()))).astype(bool)
    rows["comparison"] = _compared(rows, measures)
    rows["trend"] = _trends(rows, measures)
    return _ordered(rows, measures)


def _summed(connection: "duckdb.DuckDBPyConnection", measures: Iterable[Measure]) -> pd.DataFrame:
    """Make the observations that are two sums, all of one statistic in one call."""
    measures = list(measures)
    tables = by_table(measures)
    if not tables:
        return pd.DataFrame()
    statements = [sums_statement(table, sums, engine.columns(connection, table)) for table, sums in tables.items()]
    sums = pd.concat([engine.query(connection, statement).to_pandas() for statement in statements], ignore_index=True)
    if sums.empty:
        return sums
    above, below = (sums[sums["part"] == part].drop(columns="part") for part in ("numerator", "denominator"))
    rows = below.merge(above, on=KEY, how="left", suffixes=("_below", "_above"))
    rows = rows.rename(columns={"amount_above": "numerator", "amount_below": "denominator"})
    withheld = (rows.pop("missing_above").fillna(0) + rows.pop("missing_below")).to_numpy()
    kinds = rows["measure"].map({measure.name: measure.statistic for measure in measures})
    counted = kinds.isin(["proportion", "rate"])
    rows["numerator"] = rows["numerator"].where(~(counted & rows["numerator"].isna()), 0.0)
    rows.loc[withheld > 0, ["numerator", "denominator"]] = np.nan
    per = rows["measure"].map({measure.name: measure.per for measure in measures})
    for (kind, scale), group in rows.groupby([kinds, per], sort=False):
        estimate = _estimate(str(kind), group, float(scale))
        _put(rows, group.index, estimate)
    plain = rows["measure"].isin([measure.name for measure in measures if not measure.interval])
    rows.loc[plain, list(LEVELS)] = np.nan
    names = [f"the publisher withholds {n:,.0f} of the figures it is summed from" for n in withheld]
    rows["note"] = np.where(withheld > 0, names, rows["note"])
    return rows


def _estimate(statistic: str, rows: pd.DataFrame, per: float) -> Estimate:
    above, below = rows["numerator"].to_numpy(), rows["denominator"].to_numpy()
    if statistic == "proportion":
        return wilson(above, below, per)
    if statistic == "rate":
        return rate(above, below, per)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Estimate.published(above / below)


def _put(rows: pd.DataFrame, index: "pd.Index[Any]", estimate: Estimate) -> None:
    rows.loc[index, "value"] = estimate.value
    for level in LEVELS:
        rows.loc[index, level] = getattr(estimate, level)
    rows.loc[index, "note"] = estimate.reason
    rows.loc[index, "status"] = np.where(estimate.available, "published", "not_available")


def _published(connection: "duckdb.DuckDBPyConnection", measures: Iterable[Measure]) -> pd.DataFrame:
    """Take the observations that publishers give."""
    tables: dict[str, list[Measure]] = {}
    for measure in measures:
        if measure.value:
            tables.setdefault(measure.value.table, []).append(measure)
    statements = [
        published_statement(table, chosen, engine.columns(connection, table))
        for table, chosen in sorted(tables.items())
    ]
    parts = [engine.query(connection, statement).to_pandas() for statement in statements]
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


def _compared(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> "pd.Series[str]":
    """Compare each interval with England's figure of the same period and category; a fifth with all of England."""
    england = rows[rows["area_type"] == "england"].set_index(["measure", "period", "breakdown", "category"])["value"]
    fifth = rows["breakdown"] == "deprivation_fifth"
    keys = rows[["measure", "period", "breakdown", "category"]].copy()
    keys.loc[fifth, ["breakdown", "category"]] = "all"
    benchmark = england.reindex(pd.MultiIndex.from_frame(keys)).to_numpy()
    result = pd.Series("not_compared", index=rows.index)
    polarity = rows["measure"].map(lambda name: measures[name].polarity)
    for direction, group in rows.groupby(polarity, sort=False):
        place = rows.index.get_indexer(group.index)
        result.loc[group.index] = against_benchmark(
            group["lower_95"],
            group["upper_95"],
            benchmark[place],
            direction,
        )
    return result.where(rows["area_type"] != "england", "not_compared")


def _trends(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> "pd.Series[str]":
    """Give each series' latest observation its recent trend; every other is not calculated."""
    result = pd.Series("not_calculated", index=rows.index)
    years = rows["period"].str.extract(ONE_YEAR)[0].astype("float64")
    yearly = rows[years.notna() & rows["value"].notna()].assign(year=years)
    for name, group in yearly.groupby("measure", sort=False):
        periods = np.sort(group["year"].unique())
        if len(periods) < TREND_PERIODS:
            continue
        value, lower, upper = (
            group.pivot(index=PLACE, columns="year", values=column) for column in ("value", "lower_95", "upper_95")
        )
        words = recent_trend(value, lower, upper, periods, measures[str(name)].polarity)  # type: ignore[arg-type]
        trend = pd.Series(words, value.index)
        latest = group[group["year"] == periods[-1]]
        result.loc[latest.index] = trend.reindex(pd.MultiIndex.from_frame(latest[PLACE])).to_numpy()
    return result


def _ordered(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    places = {name: place for place, name in enumerate(measures)}
    kinds = {name: place for place, name in enumerate(AREA_TYPES)}
    order = rows.assign(
        measure=rows["measure"].map(places), area_type=rows["area_type"].map(kinds).fillna(len(kinds))
    ).sort_values(["measure", "area_type", "vintage", "area_code", "breakdown", "category", "period"])
    ordered = rows.loc[order.index, list(OBSERVATION_COLUMNS)].reset_index(drop=True)
    words = ordered.select_dtypes(exclude=["number", "bool"]).columns
    return ordered.astype({word: "str" for word in words})
