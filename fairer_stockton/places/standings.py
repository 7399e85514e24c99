"""Ranks and comparisons of areas with the borough."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.observe.comparing import compare_with_benchmark
from fairer_stockton.observe.unplaced import MEASURE_AND_PERIOD, mark_figures_leaving_rows_out
from fairer_stockton.places.rank_limits import compute_rank_limits, judge_ten_worst
from fairer_stockton.run.vocabulary import AreaType, Comparison, Polarity, Statistic

COMPARED_AREA_TYPES = (
    AreaType.COMMUNITY_PARTNERSHIP,
    AreaType.TARGET_AREA,
    AreaType.WARD,
    AreaType.MSOA,
    AreaType.LSOA,
)
RANKED_AREA_TYPES = (
    AreaType.COMMUNITY_PARTNERSHIP,
    AreaType.WARD,
    AreaType.MSOA,
    AreaType.LSOA,
)  # kinds that cover the borough, each part once
MAP_KEY = ["area_type", "vintage"]
DIGITS_OF_SURVEYS = 1


def compare_areas_with_borough(
    observations: pd.DataFrame, measures: Mapping[str, Measure], ward_vintage: str
) -> pd.DataFrame:
    """Compare every area's figure with the borough's of the same period, and rank it among areas of its kind and map.

    The interval is held against the borough's figure taken as a point, as against England's; the area is a part of the
    borough, so the comparison errs on the side of "similar"; a clear difference that is smaller than matters is
    "about_the_same". `distance` is the difference in standard deviations between the areas of its kind (between wards
    for target areas), above zero where the area is better off. Limits of the ranks hold for all areas of a kind and map
    at once; what a publisher's model makes has none. A rate that leaves out rows without a neighbourhood is
    compared with no rate that counts them, and a neighbourhood stands nowhere where its publisher advises against it.

    Returns:
        Rows as `schemas.results.standings.Standings` has them.
    """
    from fairer_stockton.schemas.results.standings import STANDING_COLUMNS

    whole = observations[(observations["breakdown"] == "all") & observations["value"].notna()]
    borough = (
        whole[whole["area_type"] == AreaType.BOROUGH].set_index(MEASURE_AND_PERIOD)["value"].rename("borough_value")
    )
    rows = whole[whole["area_type"].isin(COMPARED_AREA_TYPES)].join(borough, on=MEASURE_AND_PERIOD)
    unstable = [name for name, measure in measures.items() if measure.small_areas_not_over_time]
    unranked = rows["measure"].isin(unstable) & (rows["area_type"] == AreaType.LSOA)
    rows = rows[rows["borough_value"].notna() & ~unranked].reset_index(drop=True)
    if rows.empty:
        return pd.DataFrame(columns=list(STANDING_COLUMNS))
    polarity = rows["measure"].map({name: measure.polarity for name, measure in measures.items()})
    rows["against_borough"] = compare_with_benchmark(rows, rows["borough_value"], measures)
    sign = np.where(polarity == Polarity.LOWER_IS_BETTER, -1.0, 1.0)
    better = (sign * rows["value"]).round(9)
    like = [rows[column] for column in (*MEASURE_AND_PERIOD, *MAP_KEY)]
    ranked = rows["area_type"].isin(RANKED_AREA_TYPES)
    rows["rank"] = better.groupby(like).rank(method="min", ascending=False).where(ranked)
    rows["areas"] = rows.groupby([*MEASURE_AND_PERIOD, *MAP_KEY])["value"].transform("size").astype(float).where(ranked)
    estimated = rows["measure"].isin([name for name, measure in measures.items() if measure.estimated])
    judged = ranked & ~estimated
    limits = compute_rank_limits(rows[judged], [*MEASURE_AND_PERIOD, *MAP_KEY], pd.Series(sign, rows.index)[judged])
    rows = rows.join(limits)
    rows["among_ten_worst"] = judge_ten_worst(rows, polarity)
    spread = rows.groupby([*MEASURE_AND_PERIOD, *MAP_KEY])["value"].transform("std")
    wards = (
        rows[(rows["area_type"] == AreaType.WARD) & (rows["vintage"] == ward_vintage)]
        .groupby(MEASURE_AND_PERIOD)["value"]
        .std()
    )
    between_wards = wards.reindex(pd.MultiIndex.from_frame(rows[MEASURE_AND_PERIOD])).to_numpy()
    spread = spread.where(ranked, between_wards)
    distance = sign * (rows["value"] - rows["borough_value"]) / spread.where(spread > 0)
    of_surveys = rows["measure"].map(
        {name: measure.statistic == Statistic.SURVEY_SHARE for name, measure in measures.items()}
    )
    # In standard deviations, of shares that have no more digits than this.
    distance = distance.mask(of_surveys.astype(bool), distance.round(DIGITS_OF_SURVEYS))
    rows["distance"] = distance.where(polarity != Polarity.NEUTRAL)
    rates = [name for name, measure in measures.items() if measure.statistic == Statistic.RATE]
    unlike = mark_figures_leaving_rows_out(rows) & rows["measure"].isin(rates)
    rows["against_borough"] = rows["against_borough"].mask(unlike, Comparison.NOT_COMPARED)
    rows["distance"] = rows["distance"].mask(unlike)
    return rows[list(STANDING_COLUMNS)]
