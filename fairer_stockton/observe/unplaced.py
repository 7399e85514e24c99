"""Rows without a neighbourhood: the borough counts them, and smaller areas say how many they leave out."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.geography.areas import REST, UNPLACED
from fairer_stockton.observe.modelled import BREAKDOWN as MODELLED

NOTE = "have no neighbourhood and are counted for the borough alone"
SAID = rf"(?:^|; )([\d,]+)(?: of [\d,]+)? [a-z]+ {NOTE}$"  # how many, where the note gives their number
WIDER = ("borough", "authority", "region", "england")
OF = ["measure", "period"]


def left_out(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Find the figures, of areas within the borough, that leave out what has no neighbourhood.

    So do the fifths and the rest of the borough beside a target area, and what is modelled from such figures.
    """
    parts = (rows["breakdown"] == "deprivation_fifth") | (rows["category"] == REST)
    without = rows["note"].str.endswith(NOTE) & (parts | ~rows["area_type"].isin(WIDER))
    return without | ((rows["breakdown"] == MODELLED) & rows["measure"].isin(rows.loc[without, "measure"]))


def noted(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Write in the notes how many rows have no neighbourhood, and leave out the rows of those by themselves.

    Args:
        rows: observations after disclosure control: numbers that are hidden are not said.
        measures: the catalogue.
    """
    alone = rows["breakdown"] == UNPLACED
    if not alone.any():
        return rows
    result = rows[~alone].reset_index(drop=True)
    whole = rows[(rows["area_type"] == "borough") & (rows["breakdown"] == "all")]
    number, of = (_counted(chosen, measures) for chosen in (rows[alone], whole))
    names = [_rows_of(measures[name]) for name in number.index.get_level_values("measure")]
    every = of.reindex(number.index)
    words = [_said(*row) for row in zip(number, every, names, strict=True)]
    said = pd.Series(words, index=number.index, dtype=object)
    added = said.reindex(pd.MultiIndex.from_frame(result[OF])).fillna("").to_numpy()
    shown = result["status"] != "suppressed"
    joined = (result["note"] + "; " + added).str.removeprefix("; ")
    result["note"] = result["note"].where(~shown | (added == ""), joined)
    return result


def _counted(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> "pd.Series[float]":
    """Return what each figure counts rows by: answers, what it is out of, or of a rate the count above the line."""
    answers = rows["base"] if "base" in rows else pd.Series(np.nan, rows.index)
    by = rows["measure"].map({name: one.statistic for name, one in measures.items()})
    counted = rows["denominator"].mask(by == "rate", rows["numerator"]).mask(by == "survey_share", answers)
    return counted.set_axis(pd.MultiIndex.from_frame(rows[OF]))


def _rows_of(measure: Measure) -> str:
    return measure.answer.rows if measure.answer else "rows"


def _said(number: float, of: float, rows: str) -> str:
    if np.isnan(number):
        return f"some {rows} {NOTE}"
    return f"{number:,.0f}{'' if np.isnan(of) else f' of {of:,.0f}'} {rows} {NOTE}"
