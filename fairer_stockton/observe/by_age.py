"""Figures made by age: two sums by area, group and age band, then a life table or a standardised rate of each."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.maps import AreaMaps
from fairer_stockton.definitions.measures import LifeExpectancy, Measure, MeasureByAge
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.engine.scanner import Scanner
from fairer_stockton.observe.columns import FIGURE_KEY
from fairer_stockton.observe.scanning import sum_for_areas
from fairer_stockton.observe.summed import write_estimate_into_rows
from fairer_stockton.observe.sums import group_sums_by_table
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.life_expectancy import compute_life_expectancy
from fairer_stockton.statistics.standardisation import BAND_YEARS, ESP_2013, compute_directly_standardised_rate

if TYPE_CHECKING:
    import duckdb

BAND = "age_band"


def compute_observations_by_age(
    connection: "duckdb.DuckDBPyConnection",
    measures: Iterable[Measure],
    maps: AreaMaps,
    scanner: Scanner | None = None,
) -> pd.DataFrame:
    """Compute the figures by age of every area, for everyone and by each characteristic the measure names."""
    by_name = {measure.name: measure for measure in measures if isinstance(measure, MeasureByAge)}
    parts = []
    for table, sums in group_sums_by_table(by_name.values()).items():
        areas = maps.smallest_areas_in(engine.list_columns(connection, table))
        # Of 1,000 to 3,000 residents there are too few by age.
        scan = partial(sum_for_areas, connection, table, areas=areas, with_neighbourhoods=False, scanner=scanner)
        parts.append(scan(sums, group_columns=(BAND,)))
        for name in dict.fromkeys(name for measure, _, _ in sums for name in measure.breakdowns):
            split = [entry for entry in sums if name in entry[0].breakdowns]
            split_sums = scan(split, group_columns=(BAND, name))
            whole = split_sums[split_sums["breakdown"] == "all"]
            parts.append(whole.assign(breakdown=name, category=whole[name]).drop(columns=name))
    bands = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if bands.empty:
        return bands
    bands["age"] = bands[BAND].str.extract(r"^(\d+)")[0].astype(int)
    tables = [_compute_figures_by_age(by_name[str(name)], rows) for name, rows in bands.groupby("measure", sort=False)]
    return pd.concat([table for table in tables if len(table)], ignore_index=True)


def _compute_figures_by_age(measure: MeasureByAge, rows: pd.DataFrame) -> pd.DataFrame:
    """Compute one measure's figures, all areas at once; a band without a row is missing, not empty."""
    above, below = (
        rows[rows["part"] == part]
        .pivot(index=[*FIGURE_KEY, "converted_from"], columns="age", values="amount")
        .sort_index()
        for part in ("numerator", "denominator")
    )
    above = above.reindex(index=below.index, columns=below.columns)
    table = below.index.to_frame(index=False)
    table["numerator"] = np.nansum(above.to_numpy(), axis=1)
    table["denominator"] = np.nansum(below.to_numpy(), axis=1)
    write_estimate_into_rows(table, table.index, _estimate_from_age_bands(measure, above, below))
    return table


def _estimate_from_age_bands(measure: MeasureByAge, numerators: pd.DataFrame, denominators: pd.DataFrame) -> Estimate:
    """Compute the estimate from counts by age band: areas × bands, the first age of a band its column."""
    starts = [int(age) for age in denominators.columns]
    if isinstance(measure, LifeExpectancy):
        return compute_life_expectancy(numerators.to_numpy(), denominators.to_numpy(), tuple(starts)).at(measure.age)
    bands = np.array(starts) // BAND_YEARS
    if set(bands) != set(range(len(ESP_2013))):
        listed = ", ".join(map(str, starts))
        raise CatalogueError(
            f"{measure.name}: a standardised rate needs ages in fives, the last from 90 on; found bands from {listed}"
        )
    return compute_directly_standardised_rate(
        _sum_narrow_age_bands(numerators, bands), _sum_narrow_age_bands(denominators, bands), per=measure.per
    )


def _sum_narrow_age_bands(amounts: pd.DataFrame, band_numbers: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """Add up the bands of less than five years; what is missing in one is missing in the whole."""
    return np.add.reduceat(amounts.to_numpy(), np.flatnonzero(np.diff(band_numbers, prepend=-1)), axis=1)
