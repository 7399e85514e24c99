"""Proportions, rates and weighted means: two sums, divided here."""

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.maps import AreaMaps
from fairer_stockton.definitions.measures import Measure, SummedMeasure
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.engine.scanner import Scanner
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.observe.columns import FIGURE_KEY, LEVELS, look_up_words
from fairer_stockton.observe.councils import ONE_COUNCIL, OneCouncil
from fairer_stockton.observe.scanning import sum_for_areas
from fairer_stockton.observe.sums import SumOfMeasure, group_sums_by_table
from fairer_stockton.run.vocabulary import AreaType, Statistic, Status
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.statistics.rates import compute_rate

if TYPE_CHECKING:
    import duckdb

AREA_WITH_PARTS = ["area_type", "area_code", "vintage", "breakdown", "category", "lsoa_vintage"]


def compute_summed_observations(
    connection: "duckdb.DuckDBPyConnection",
    measures: Iterable[Measure],
    maps: AreaMaps,
    supplied_tables: Collection[str] = (),
    *,
    scanner: Scanner | None = None,
    councils: OneCouncil = ONE_COUNCIL,
) -> pd.DataFrame:
    """Compute the observations that are two sums, all of one statistic in one call.

    Rows of `supplied_tables` tables without a neighbourhood are the borough's, and are counted by themselves as well.

    Args:
        connection: staged tables as views, with `memberships`.
        measures: those to observe; of other kinds nothing is observed.
        maps: they say which columns a table can be summed by.
        supplied_tables: the tables that the council supplies itself.
        scanner: what sums the large tables by neighbourhood, where that is not the connection.
        councils: whose areas they are.
    """
    summed_measures = [measure for measure in measures if isinstance(measure, SummedMeasure)]
    areas_holding_parts = read_areas_holding_parts(connection) if supplied_tables else None
    parts = [
        _sum_for_areas_and_groups(
            connection,
            table,
            sums,
            maps.smallest_areas_in(engine.list_columns(connection, table)),
            areas_holding_parts if table in supplied_tables else None,
            scanner,
        )
        for table, sums in group_sums_by_table(summed_measures).items()
    ]
    sums = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if sums.empty:
        return sums
    rows = _join_numerators_and_denominators(sums, summed_measures, councils)
    rows["withheld"] = (rows.pop("missing_above").fillna(0) + rows.pop("missing_below")).astype(float)
    withheld = rows["withheld"].to_numpy()
    kinds = look_up_words(rows["measure"], {measure.name: measure.statistic for measure in summed_measures})
    counted = kinds.isin(
        [Statistic.PROPORTION, Statistic.RATE]
    )  # of these no row is a count of nil; of a mean it is no figure
    rows["numerator"] = rows["numerator"].where(~(counted & rows.pop("known") & rows["numerator"].isna()), 0.0)
    # A sum of what is left after a publisher withholds rows would understate the area: it has no figure.
    rows.loc[withheld > 0, ["numerator", "denominator"]] = np.nan
    per = look_up_words(rows["measure"], {measure.name: measure.per for measure in summed_measures})
    for kind, scale in sorted({(measure.statistic, measure.per) for measure in summed_measures}):
        group = rows[(kinds == kind) & (per == scale)]
        write_estimate_into_rows(rows, group.index, _estimate_from_two_sums(kind, group, scale))
    # Of a rank, a mean or a publisher's model, limits as of a count by chance would state the wrong doubt.
    plain = rows["measure"].isin([measure.name for measure in summed_measures if not measure.chance_interval])
    rows.loc[plain, list(LEVELS)] = np.nan
    shared = rows.pop("apportioned").to_numpy(dtype=bool)
    # A measure that counts neighbourhoods has no part of one: residents cannot share it out.
    whole = rows["measure"].isin([measure.name for measure in summed_measures if not measure.apportioned])
    # One area without a figure takes its whole map along: those left would be ranked as if they were all.
    parts_of_map = ("measure", "period", "area_type", "vintage", "breakdown")
    split = [*(rows.loc[whole, column] for column in parts_of_map), councils.find_maps(rows[whole])]
    unshareable = (whole & shared)[whole].groupby(split).transform("any").reindex(rows.index, fill_value=False)
    rows["apportioned"] = (rows["reason"] == "").to_numpy() & shared & (withheld == 0)
    return rows[~unshareable].reset_index(drop=True)


def _sum_for_areas_and_groups(
    connection: "duckdb.DuckDBPyConnection",
    table: str,
    sums: list[SumOfMeasure],
    areas: Mapping[str, str],
    areas_holding_parts: pd.DataFrame | None,
    scanner: Scanner | None,
) -> pd.DataFrame:
    """Sum one table for everyone and, for the measures that ask for it, by each characteristic.

    Args:
        connection: staged tables as views, with `memberships`.
        table: the staged table.
        sums: the sums over it.
        areas: the columns of the smallest areas by which it can be summed, and the vintage of each.
        areas_holding_parts: of a table that the council supplies, as `read_areas_holding_parts` returns it: its rows
            without a neighbourhood are counted too, and an area is called apportioned whether or not anybody is counted
            in those of its neighbourhoods that it shares, so that this tells nothing of them.
        scanner: what sums the table by neighbourhood, where it is one of its own.
    """
    scan = partial(
        sum_for_areas, connection, table, areas=areas, with_unplaced=areas_holding_parts is not None, scanner=scanner
    )
    frames = [_mark_areas_holding_parts(scan(sums), areas_holding_parts)]
    names = dict.fromkeys(name for measure, _, _ in sums for name in measure.breakdowns)
    for name in names:
        split = [entry for entry in sums if name in entry[0].breakdowns]
        split_sums = _mark_areas_holding_parts(scan(split, group_columns=(name,)), areas_holding_parts)
        of_borough = [m.name for m, *_ in split if isinstance(m, SummedMeasure) and m.groups_of_borough]
        smaller = split_sums["measure"].isin(of_borough) & (split_sums["area_type"] != AreaType.BOROUGH)
        whole = split_sums[(split_sums["breakdown"] == "all") & split_sums[name].notna() & ~smaller]
        frames.append(whole.assign(breakdown=name, category=whole[name]).drop(columns=name))
    return pd.concat(frames, ignore_index=True)


def _mark_areas_holding_parts(sums: pd.DataFrame, areas_holding_parts: pd.DataFrame | None) -> pd.DataFrame:
    """Return sums that are called apportioned by their area alone, where these areas are handed in."""
    if areas_holding_parts is None:
        return sums
    key = pd.MultiIndex.from_frame
    return sums.assign(apportioned=key(sums[AREA_WITH_PARTS]).isin(key(areas_holding_parts)))


def read_areas_holding_parts(connection: "duckdb.DuckDBPyConnection") -> pd.DataFrame:
    """Return the areas that hold only a part of some neighbourhood: columns of `AREA_WITH_PARTS`."""
    columns = ", ".join(AREA_WITH_PARTS)
    return engine.run_query(
        connection, f"select distinct {columns} from memberships where share < 1 order by all"
    ).to_pandas()


def _join_numerators_and_denominators(
    sums: pd.DataFrame, measures: Iterable[SummedMeasure], councils: OneCouncil
) -> pd.DataFrame:
    """Join both sums on one map; a denominator held at one period serves every numerator's.

    A count of which there is no row is nil only where its table has rows at all for that period and map, of areas that
    one council's report shows. `council` is a column more.
    """
    on = [*FIGURE_KEY, "converted_from", "lsoa_vintage"]
    above, below = (sums[sums["part"] == part].drop(columns="part") for part in ("numerator", "denominator"))
    above = above.drop(columns="apportioned")
    held = {measure.name: measure.denominator.held_at for measure in measures}
    at = look_up_words(below["measure"], held)
    moving = below[at == ""]
    fixed = below[(at != "") & (below["period"] == at)].drop(columns="period")
    if len(fixed):
        periods = above[["measure", "period"]].drop_duplicates()
        moving = pd.concat([moving, fixed.merge(periods, on="measure")], ignore_index=True)
    rows = moving.merge(above, on=on, how="left", suffixes=("_below", "_above"))
    rows = pd.concat([rows, _select_numerators_outside_areas_without_denominator(above, below)], ignore_index=True)
    rows["council"] = councils.find_councils(rows)
    known = councils.list_facts(above, ["measure", "period", "lsoa_vintage"]).assign(known=True)
    rows = rows.merge(known, on=["measure", "period", "lsoa_vintage", "council"], how="left")
    rows["known"] = rows["known"].notna()
    return rows.drop(columns="lsoa_vintage").rename(
        columns={"amount_above": "numerator", "amount_below": "denominator"}
    )


def _select_numerators_outside_areas_without_denominator(
    numerators: pd.DataFrame, denominators: pd.DataFrame
) -> pd.DataFrame:
    """Return what is counted without a neighbourhood, beside people who all have one: a count, out of nobody."""
    lone = numerators[
        (numerators["breakdown"] == UNPLACED)
        & ~numerators["measure"].isin(denominators["measure"][denominators["breakdown"] == UNPLACED])
    ]
    return lone.rename(columns={"amount": "amount_above", "missing": "missing_above"}).assign(
        missing_below=0, apportioned=False
    )


def round_apportioned_counts(
    rows: pd.DataFrame, measures: Mapping[str, Measure], supplied_tables: Collection[str]
) -> pd.DataFrame:
    """Return counts that are shared out among areas in whole numbers, and the figures made from those.

    The parts of a person after the decimal point would tell how many each neighbourhood holds.

    Args:
        rows: observations, `apportioned` where counts are shared out.
        measures: those whose counts are given so, by name.
        supplied_tables: the tables whose counts are given so.
    """
    rounded = rows.copy()
    shared = rows[rows["apportioned"] & rows["measure"].isin(measures)]
    for name, group in shared.groupby("measure", sort=False):
        measure = measures[str(name)]
        if not isinstance(measure, SummedMeasure):
            continue
        for part, part_sum in measure.parts.items():
            if part_sum.table in supplied_tables:
                rounded.loc[group.index, part] = group[part].round()
        rounded.loc[group.index] = recompute_figures_from_sums(rounded.loc[group.index], measure)
    return rounded


def recompute_figures_from_sums(rows: pd.DataFrame, measure: SummedMeasure) -> pd.DataFrame:
    """Compute the figures of one measure again from the two sums in its rows."""
    again = rows.copy()
    write_estimate_into_rows(again, rows.index, _estimate_from_two_sums(measure.statistic, rows, measure.per))
    if not measure.chance_interval:
        again[list(LEVELS)] = np.nan
    return again


def _estimate_from_two_sums(statistic: str, rows: pd.DataFrame, per: float) -> Estimate:
    above, below = rows["numerator"].to_numpy(), rows["denominator"].to_numpy()
    if statistic == Statistic.PROPORTION:
        return compute_wilson_proportion(above, below, per)
    if statistic == Statistic.RATE:
        return compute_rate(above, below, per)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Estimate.published(above / below)


def write_estimate_into_rows(rows: pd.DataFrame, row_index: "pd.Index[Any]", estimate: Estimate) -> None:
    """Write an estimate into rows: value, limits, status and the reason where there is none."""
    rows.loc[row_index, "value"] = estimate.value
    for level in LEVELS:
        rows.loc[row_index, level] = getattr(estimate, level)
    rows.loc[row_index, "reason"] = estimate.reason
    rows.loc[row_index, "status"] = np.where(estimate.available, Status.PUBLISHED, Status.NOT_AVAILABLE)
