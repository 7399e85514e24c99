"""Small counts of the council's own extracts are not published, nor what would give them away by subtraction.

Figures that a publisher has made open already are left as they are.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from fairer_stockton.geography import WARD_MAP
from fairer_stockton.observing import LEVELS

FEWEST = 5  # persons or cases that a count, or its complement, must hold
PARTITION = ["measure", "period", "area_type", "vintage", "breakdown"]
HIDDEN = ["numerator", "denominator", "value", *LEVELS]
TARGET = "target-"  # what the codes of target areas begin with
NOTE = "not shown, so that nobody can be recognised"


def protect(observations: pd.DataFrame, supplied: Collection[str]) -> pd.DataFrame:
    """Suppress what is small in figures that rest on the council's own extracts.

    A count is small below `FEWEST`, and so is a mean of fewer than that many. A neighbourhood is never shown,
    nor a target area, which may be one neighbourhood or be told from wards by subtraction, nor a ward of an older map,
    whose difference from today's may be a single neighbourhood. Survey shares, which rest on a base, are.
    Where one area of a map, or one group of a characteristic, is small, the whole map
    or characteristic is suppressed for that measure and period: beside the borough's total, the others would tell it.

    Args:
        observations: as `schemas.results.Observations` has them; survey shares have been judged by their base already.
        supplied: the sources that the council supplies.
    """
    own = set(supplied)
    ours = observations["sources"].map(lambda names: bool(own.intersection(names.split()))).astype(bool)
    counted = ours & observations["statistic"].isin(["proportion", "rate"])
    rest = observations["denominator"] - observations["numerator"]
    parts = [observations["numerator"], observations["denominator"]]
    parts += [rest.where(observations["statistic"] == "proportion")]
    small = counted & np.logical_or.reduce([(part > 0) & (part < FEWEST) for part in parts])
    averaged = ours & (observations["statistic"] == "weighted_mean")
    small |= averaged & (observations["denominator"] > 0) & (observations["denominator"] < FEWEST)
    shared = small.groupby([observations[column] for column in PARTITION]).transform("any")
    result = observations.copy()
    result.loc[shared, HIDDEN] = np.nan
    result.loc[shared, ["status", "comparison", "trend"]] = ["suppressed", "not_compared", "not_calculated"]
    result.loc[shared, "note"] = NOTE
    target = (result["area_type"] == "target_area") | result["breakdown"].str.startswith(TARGET)
    older = (result["area_type"] == "ward") & (result["vintage"] != WARD_MAP)
    unseen = ours & ((result["area_type"] == "lsoa") | ((target | older) & (result["statistic"] != "survey_share")))
    return result[~unseen].reset_index(drop=True)
