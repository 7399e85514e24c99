"""Proportions, rates and weighted means: two sums, divided here."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.maps import AreaMaps
from fairer_stockton.definitions.measures import SUMMED, Measure, Sum
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.observe.columns import FIGURE_KEY, LEVELS
from fairer_stockton.observe.sums import by_table, sums_statement
from fairer_stockton.run.vocabulary import Statistic, Status
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.proportions import wilson
from fairer_stockton.statistics.rates import rate

if TYPE_CHECKING:
    import duckdb

APPORTIONED = "some neighbourhoods lie in it only in part: their figures are shared out by where residents live"


def observe(
    connection: "duckdb.DuckDBPyConnection",
    measures: Iterable[Measure],
    maps: AreaMaps,
    supplied: Collection[str] = (),
) -> pd.DataFrame:
    """Compute the observations that are two sums, all of one statistic in one call.

    Rows of `supplied` tables without a neighbourhood are the borough's, and are counted by themselves as well.

    Args:
        connection: staged tables as views, with `memberships`.
        measures: those to observe; of other kinds nothing is observed.
        maps: they say which columns a table can be summed by.
        supplied: the tables that the council supplies itself.
    """
    summed_measures = [measure for measure in measures if measure.statistic in SUMMED]
    parts = [
        _sums(connection, table, sums, maps.smallest_areas_in(engine.columns(connection, table)), table in supplied)
        for table, sums in by_table(summed_measures).items()
    ]
    sums = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if sums.empty:
        return sums
    rows = _both_sums(sums, summed_measures)
    withheld = (rows.pop("missing_above").fillna(0) + rows.pop("missing_below")).to_numpy()
    kinds = rows["measure"].map({measure.name: measure.statistic for measure in summed_measures})
    counted = kinds.isin(
        [Statistic.PROPORTION, Statistic.RATE]
    )  # of these no row is a count of nil; of a mean it is no figure
    rows["numerator"] = rows["numerator"].where(~(counted & rows.pop("known") & rows["numerator"].isna()), 0.0)
    # A sum of what is left after a publisher withholds rows would understate the area: it has no figure.
    rows.loc[withheld > 0, ["numerator", "denominator"]] = np.nan
    per = rows["measure"].map({measure.name: measure.per for measure in summed_measures})
    for kind, scale in sorted({(measure.statistic, measure.per) for measure in summed_measures}):
        group = rows[(kinds == kind) & (per == scale)]
        write_estimate(rows, group.index, _estimate(kind, group, scale))
    # Of a rank, a mean or a publisher's model, limits as of a count by chance would state the wrong doubt.
    plain = rows["measure"].isin([measure.name for measure in summed_measures if not measure.chance_interval])
    rows.loc[plain, list(LEVELS)] = np.nan
    shared = rows.pop("apportioned").to_numpy(dtype=bool)
    # A measure that counts neighbourhoods has no part of one: residents cannot share it out.
    whole = rows["measure"].isin([measure.name for measure in summed_measures if not measure.apportioned])
    # One area without a figure takes its whole map along: those left would be ranked as if they were all.
    split = [rows[column] for column in ("measure", "period", "area_type", "vintage", "breakdown")]
    unshareable = (whole & shared).groupby(split).transform("any")
    rows["apportioned"] = (rows["note"] == "").to_numpy() & shared & (withheld == 0)
    rows["note"] = _notes(rows, withheld)
    return rows[~unshareable].reset_index(drop=True)


def _notes(rows: pd.DataFrame, withheld: "np.ndarray[Any, Any]") -> Any:
    """Return what to know of a sum: figures its publisher withholds, else why it has none, else what it shares out."""
    names = [f"the publisher withholds {n:,.0f} of the figures it is summed from" for n in withheld]
    return np.select([withheld > 0, rows["apportioned"]], [names, APPORTIONED], rows["note"])


def _sums(
    connection: "duckdb.DuckDBPyConnection",
    table: str,
    sums: list[tuple[Measure, str, Sum]],
    areas: Mapping[str, str],
    unplaced: bool,
) -> pd.DataFrame:
    """Sum one table for everyone and, for the measures that ask for it, by each characteristic."""
    statement = sums_statement(table, sums, areas, unplaced=unplaced)
    frames = [engine.query(connection, statement).to_pandas()]
    names = dict.fromkeys(name for measure, _, _ in sums for name in measure.breakdowns)
    for name in names:
        split = [entry for entry in sums if name in entry[0].breakdowns]
        statement = sums_statement(table, split, areas, by=(name,), unplaced=unplaced)
        split_sums = engine.query(connection, statement).to_pandas()
        whole = split_sums[(split_sums["breakdown"] == "all") & split_sums[name].notna()]
        frames.append(whole.assign(breakdown=name, category=whole[name]).drop(columns=name))
    return pd.concat(frames, ignore_index=True)


def _both_sums(sums: pd.DataFrame, measures: Iterable[Measure]) -> pd.DataFrame:
    """Join both sums on one map; a denominator held at one period serves every numerator's.

    A count of which there is no row is nil only where its table has rows at all for that period and map.
    """
    on = [*FIGURE_KEY, "converted_from", "lsoa_vintage"]
    above, below = (sums[sums["part"] == part].drop(columns="part") for part in ("numerator", "denominator"))
    above = above.drop(columns="apportioned")
    held = {measure.name: measure.denominator.held_at for measure in measures if measure.denominator}
    at = below["measure"].map(held)
    moving = below[at == ""]
    fixed = below[(at != "") & (below["period"] == at)].drop(columns="period")
    if len(fixed):
        periods = above[["measure", "period"]].drop_duplicates()
        moving = pd.concat([moving, fixed.merge(periods, on="measure")], ignore_index=True)
    rows = moving.merge(above, on=on, how="left", suffixes=("_below", "_above"))
    rows = pd.concat([rows, _of_nobody(above, below)], ignore_index=True)
    known = above[["measure", "period", "lsoa_vintage"]].drop_duplicates().assign(known=True)
    rows = rows.merge(known, on=["measure", "period", "lsoa_vintage"], how="left")
    rows["known"] = rows["known"].notna()
    return rows.drop(columns="lsoa_vintage").rename(
        columns={"amount_above": "numerator", "amount_below": "denominator"}
    )


def _of_nobody(above: pd.DataFrame, below: pd.DataFrame) -> pd.DataFrame:
    """Return what is counted without a neighbourhood, beside people who all have one: a count, out of nobody."""
    lone = above[
        (above["breakdown"] == UNPLACED) & ~above["measure"].isin(below["measure"][below["breakdown"] == UNPLACED])
    ]
    return lone.rename(columns={"amount": "amount_above", "missing": "missing_above"}).assign(
        missing_below=0, apportioned=False
    )


def in_whole_numbers(rows: pd.DataFrame, measures: Mapping[str, Measure], supplied: Collection[str]) -> pd.DataFrame:
    """Return counts that are shared out among areas in whole numbers, and the figures made from those.

    The parts of a person after the decimal point would tell how many each neighbourhood holds.

    Args:
        rows: observations, `apportioned` where counts are shared out.
        measures: those whose counts are given so, by name.
        supplied: the tables whose counts are given so.
    """
    rounded = rows.copy()
    shared = rows[rows["apportioned"] & rows["measure"].isin(measures)]
    for name, group in shared.groupby("measure", sort=False):
        measure = measures[str(name)]
        if measure.statistic not in SUMMED:
            continue
        for part in ("numerator", "denominator"):
            part_sum = getattr(measure, part)
            if part_sum and part_sum.table in supplied:
                rounded.loc[group.index, part] = group[part].round()
        again = estimate_again(rounded.loc[group.index], measure)
        rounded.loc[group.index] = again.assign(note=again["note"].replace("", APPORTIONED))
    return rounded


def estimate_again(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Compute the figures of one measure again from the two sums in its rows."""
    again = rows.copy()
    write_estimate(again, rows.index, _estimate(measure.statistic, rows, measure.per))
    if not measure.chance_interval:
        again[list(LEVELS)] = np.nan
    return again


def _estimate(statistic: str, rows: pd.DataFrame, per: float) -> Estimate:
    above, below = rows["numerator"].to_numpy(), rows["denominator"].to_numpy()
    if statistic == Statistic.PROPORTION:
        return wilson(above, below, per)
    if statistic == Statistic.RATE:
        return rate(above, below, per)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Estimate.published(above / below)


def write_estimate(rows: pd.DataFrame, index: "pd.Index[Any]", estimate: Estimate) -> None:
    """Write an estimate into rows: value, limits, status and the reason where there is none."""
    rows.loc[index, "value"] = estimate.value
    for level in LEVELS:
        rows.loc[index, level] = getattr(estimate, level)
    rows.loc[index, "note"] = estimate.reason
    rows.loc[index, "status"] = np.where(estimate.available, Status.PUBLISHED, Status.NOT_AVAILABLE)
