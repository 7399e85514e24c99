"""Ranges between areas: in each council the highest ward, or MSOA, and the lowest."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.measure.gap_rows import VALUE_AND_LIMITS, divide_figures, make_gap_rows
from fairer_stockton.observe.councils import SHARED
from fairer_stockton.run.vocabulary import AreaType, GapType
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.ranges import compute_area_range


def find_ranges_between_areas(rows: pd.DataFrame, ward_vintage: str) -> Iterator[pd.DataFrame]:
    """Compare the highest ward with the lowest, on today's map; where a measure comes by MSOA alone, the MSOAs."""
    whole = rows[rows["breakdown"] == "all"]
    borough = whole[whole["area_type"] == AreaType.BOROUGH]
    wards = whole[(whole["area_type"] == AreaType.WARD) & (whole["vintage"] == ward_vintage)]
    msoas = whole[(whole["area_type"] == AreaType.MSOA) & ~whole["comes_finer"]]
    for kind, areas in (("wards", wards[mark_measures_of_council(wards, borough)]), ("MSOAs", msoas)):
        areas = areas[areas["borough_code"] != SHARED]
        if len(areas):
            yield _compare_highest_with_lowest(areas, kind)


def mark_measures_of_council(rows: pd.DataFrame, among: pd.DataFrame) -> "np.ndarray[Any, Any]":
    """Mark the rows of whose measure the same council has a row among others."""
    key = ["council", "measure"]
    return pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(among[key].drop_duplicates()))


def _compare_highest_with_lowest(areas: pd.DataFrame, kind: str) -> pd.DataFrame:
    # In the order of their codes, since of equal areas the first names the end.
    labels = areas.drop_duplicates(["council", "area_code"]).sort_values(["council", "area_code"])
    labels = labels.assign(column=labels.groupby("council").cumcount())[["council", "area_code", "area_name", "column"]]
    areas = areas.drop(columns="area_name").merge(labels, on=["council", "area_code"])
    wide = areas.pivot(
        index=["council", "borough_code", "measure", "period"], columns="column", values=VALUE_AND_LIMITS
    )
    columns, estimate = wide["value"].columns, Estimate.published(*(wide[column] for column in VALUE_AND_LIMITS))
    ends = compute_area_range(estimate)
    at = wide.index.to_frame(index=False).rename(columns={"borough_code": "area_code"})
    held = areas.drop_duplicates(["council", "measure", "column"]).assign(held=1)
    held = held.pivot(index=["council", "measure"], columns="column", values="held").reindex(columns=columns)
    meant = held.reindex(pd.MultiIndex.from_frame(at[["council", "measure"]])).to_numpy() > 0
    lacking = (meant & ~estimate.available).sum(axis=-1)
    pair = [np.take_along_axis(estimate.value, end[:, None], axis=-1)[:, 0] for end in (ends.highest, ends.lowest)]
    names = labels.set_index(["council", "column"])["area_name"]
    highest, lowest = (
        names.reindex(pd.MultiIndex.from_arrays([at["council"], end])).to_numpy() for end in (ends.highest, ends.lowest)
    )
    gap = make_gap_rows(GapType.AREA_RANGE, at, (highest, lowest), ends.gap, ratio=divide_figures(*pair))
    gap["note"] = np.where(lacking > 0, [f"{number} of the {kind} have no figure" for number in lacking], gap["note"])
    return gap[ends.highest >= 0]
