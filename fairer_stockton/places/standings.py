"""Standings: how each area inside the borough compares with the borough, and where it stands among its like."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fairer_stockton.definitions.maps import WARD_MAP
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.observe.comparing import compared
from fairer_stockton.observe.unplaced import left_out

AREAS = ("community_partnership", "target_area", "ward", "lsoa")
RANKED = ("community_partnership", "ward", "lsoa")  # kinds that cover the borough, each part once
SAME = ["measure", "period"]
MAP = ["area_type", "vintage"]


def standing_table(observations: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Compare every area's figure with the borough's of the same period, and rank it among areas of its kind and map.

    The interval is held against the borough's figure taken as a point, as against England's; the area is a part of the
    borough, so the comparison errs on the side of "similar"; a clear difference that is smaller than matters is
    "about_the_same". `distance` is the difference in standard deviations between the areas of its kind (between wards
    for target areas), above zero where the area is better off. A rate that leaves out rows without a neighbourhood is
    compared with no rate that counts them.

    Returns:
        Rows as `schemas.places.Standings` has them.
    """
    from fairer_stockton.schemas.places import STANDING_COLUMNS

    whole = observations[(observations["breakdown"] == "all") & observations["value"].notna()]
    borough = whole[whole["area_type"] == "borough"].set_index(SAME)["value"].rename("borough_value")
    rows = whole[whole["area_type"].isin(AREAS)].join(borough, on=SAME)
    rows = rows[rows["borough_value"].notna()].reset_index(drop=True)
    if rows.empty:
        return pd.DataFrame(columns=list(STANDING_COLUMNS))
    polarity = rows["measure"].map({name: measure.polarity for name, measure in measures.items()})
    rows["against_borough"] = compared(rows, rows["borough_value"], measures)
    sign = np.where(polarity == "lower_is_better", -1.0, 1.0)
    better = (sign * rows["value"]).round(9)
    like = [rows[column] for column in (*SAME, *MAP)]
    ranked = rows["area_type"].isin(RANKED)
    rows["rank"] = better.groupby(like).rank(method="min", ascending=False).where(ranked)
    rows["areas"] = rows.groupby([*SAME, *MAP])["value"].transform("size").astype(float).where(ranked)
    spread = rows.groupby([*SAME, *MAP])["value"].transform("std")
    wards = rows[(rows["area_type"] == "ward") & (rows["vintage"] == WARD_MAP)].groupby(SAME)["value"].std()
    between_wards = wards.reindex(pd.MultiIndex.from_frame(rows[SAME])).to_numpy()
    spread = spread.where(ranked, between_wards)
    distance = sign * (rows["value"] - rows["borough_value"]) / spread.where(spread > 0)
    rows["distance"] = distance.where(polarity != "neutral")
    unlike = left_out(rows) & rows["measure"].isin([name for name, one in measures.items() if one.statistic == "rate"])
    rows["against_borough"] = rows["against_borough"].mask(unlike, "not_compared")
    rows["distance"] = rows["distance"].mask(unlike)
    return rows[list(STANDING_COLUMNS)]
