"""Rows without a neighbourhood: the borough counts them, and smaller areas say how many they leave out."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.geography.areas import REST, UNPLACED
from fairer_stockton.observe.modelled import BREAKDOWN as MODELLED
from fairer_stockton.run.vocabulary import AreaType, LeavesOut, Statistic, Status

WIDER = (AreaType.BOROUGH, AreaType.AUTHORITY, AreaType.REGION, AreaType.ENGLAND)
MEASURE_AND_PERIOD = ["measure", "period"]


def mark_figures_leaving_rows_out(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Return which figures, of areas within the borough, leave out what has no neighbourhood.

    So do the fifths and the rest of the borough beside a target area, and what is modelled from such figures.
    """
    parts = (rows["breakdown"] == "deprivation_fifth") | (rows["category"] == REST)
    without = (rows["leaves_out"] != LeavesOut.NONE) & (parts | ~rows["area_type"].isin(WIDER))
    return without | ((rows["breakdown"] == MODELLED) & rows["measure"].isin(rows.loc[without, "measure"]))


def count_left_out(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Add as columns how many rows have no neighbourhood, and of how many, and drop the rows of those by themselves.

    Args:
        rows: observations after disclosure control: numbers that are hidden are not said, and a hidden one may be
            0.
        measures: the catalogue.
    """
    alone = rows["breakdown"] == UNPLACED
    if not alone.any():
        return rows.assign(left_out=np.nan, leaves_out=LeavesOut.NONE)
    located = rows[~alone].reset_index(drop=True)
    whole = rows[(rows["area_type"] == AreaType.BOROUGH) & (rows["breakdown"] == "all")]
    number, total = (_count_rows_behind_figures(figures, measures) for figures in (rows[alone], whole))
    keys = pd.MultiIndex.from_frame(located[MEASURE_AND_PERIOD])
    shown = located["status"] != Status.SUPPRESSED  # of a hidden figure nothing is known but that it is hidden
    leaves_out = shown & keys.isin(number.index)
    located["left_out"] = number.reindex(keys).round().where(leaves_out.to_numpy()).to_numpy()
    none = ~leaves_out | (located["left_out"] == 0)  # a 0 that may be said needs no column and no note
    located["leaves_out"] = np.select(
        [none, located["left_out"].notna()], [LeavesOut.NONE, LeavesOut.COUNTED], LeavesOut.HIDDEN
    )
    located["left_out"] = located["left_out"].mask(none)
    located["left_out_of"] = total.reindex(keys).to_numpy()
    return located


def _count_rows_behind_figures(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> "pd.Series[float]":
    """Return what each figure counts rows by: answers, what it is out of, or of a rate the count above the line."""
    answers = rows["base"] if "base" in rows else pd.Series(np.nan, rows.index)
    by = rows["measure"].map({name: measure.statistic for name, measure in measures.items()})
    counted = (
        rows["denominator"].mask(by == Statistic.RATE, rows["numerator"]).mask(by == Statistic.SURVEY_SHARE, answers)
    )
    return counted.set_axis(pd.MultiIndex.from_frame(rows[MEASURE_AND_PERIOD]))
