"""Between which ranks each area surely lies among its like, and which are surely among the ten worst."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.run.vocabulary import AmongTenWorst, Polarity
from fairer_stockton.statistics.estimate import Z_95
from fairer_stockton.statistics.rank_sets import VarianceScale, convert_to_scale_of_even_variance, find_rank_sets

WORST = 10
FEWEST_AREAS = 2 * WORST  # of fewer, the ten worst would be most of them
SCALES = {
    "percent": VarianceScale.SHARE,
    "per_1000": VarianceScale.RATE,
    "per_10000": VarianceScale.RATE,
    "per_100000": VarianceScale.RATE,
}
LIMITS = ("rank_lower_95", "rank_upper_95", "ranked_with_interval")


def compute_rank_limits(rows: pd.DataFrame, series: Sequence[str], fares_better: "pd.Series[float]") -> pd.DataFrame:
    """Return the limits of the ranks, which hold for all areas of a series at once.

    They rest on the figures as published, with their limits: what is hidden takes no part and nothing is said of it.

    Args:
        rows: areas that are ranked, of which the publisher makes none by a model: `value`, `unit` and the limits.
        series: the columns that tell a series: of these, each area has one figure.
        fares_better: 1 where a higher figure is better (or the measure is neutral), −1 where a lower one is.

    Returns:
        The columns `LIMITS` by the index of `rows`; an area without an interval has no limits.
    """
    unit = rows["unit"].to_numpy()
    published = rows[["value", "lower_95", "upper_95"]].to_numpy(float)
    sign = fares_better.to_numpy(float)
    limits = np.full((len(rows), len(LIMITS)), np.nan)
    position = pd.Series(np.arange(len(rows)), rows.index)
    for _, group in position.groupby([rows[column] for column in series], sort=False):
        at = group.to_numpy()
        scale = SCALES.get(unit[at[0]], VarianceScale.PLAIN)
        value, low, high = convert_to_scale_of_even_variance(published[at].T, scale)
        below, above = (value - low) / Z_95, (high - value) / Z_95
        better = sign[at] > 0
        errors = np.where(better, below, above), np.where(better, above, below)
        sets = find_rank_sets(sign[at] * value, np.maximum(errors, 0.0))
        known = sets.rank > 0
        limits[at[known]] = np.column_stack([sets.lower, sets.upper, np.full(len(at), sets.areas)])[known]
    return pd.DataFrame(limits, index=rows.index, columns=list(LIMITS))


def judge_ten_worst(limits: pd.DataFrame, polarity: "pd.Series[Any]") -> "pd.Series[str]":
    """Return whether each area is among the ten that fare worst: surely, perhaps, not, or not judged.

    Args:
        limits: the columns of `compute_rank_limits`, rank 1 faring best.
        polarity: of each row's measure; a neutral one has no worst.
    """
    areas = limits["ranked_with_interval"]
    least_from_worst, most_from_worst = areas + 1 - limits["rank_upper_95"], areas + 1 - limits["rank_lower_95"]
    words = np.select(
        [
            ~(areas >= FEWEST_AREAS) | (polarity == Polarity.NEUTRAL),
            most_from_worst <= WORST,
            least_from_worst <= WORST,
        ],
        [AmongTenWorst.NOT_JUDGED, AmongTenWorst.SURELY, AmongTenWorst.PERHAPS],
        AmongTenWorst.NOT,
    )
    return pd.Series(words, index=limits.index, dtype="str")
