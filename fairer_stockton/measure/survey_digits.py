"""The digits of what is made from a survey's shares: no more than the shares have."""

from collections.abc import Mapping

import pandas as pd

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.observe.surveyed import SHARE_DIGITS
from fairer_stockton.run.vocabulary import GapType, Statistic

RATIO_DIGITS = 2  # of one share by another: two shares of three digits give no more
PROBABILITY_DIGITS = 3
POINTS = (
    "value",
    "lower_95",
    "upper_95",
    "change",
    "change_lower_95",
    "change_upper_95",
    "detectable_change",
    "england_value",
)
RATIOS = ("ratio", "relative_change")
PROBABILITIES = ("p_value", "q_value")


def mark_rows_of_surveys(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> "pd.Series[bool]":
    """Mark the rows whose measure is a share of survey answers."""
    names = [name for name, measure in measures.items() if measure.statistic == Statistic.SURVEY_SHARE]
    return rows["measure"].isin(names)


def round_gaps_of_surveys(gaps: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Return gaps, those between a survey's shares with the digits that the shares have.

    Args:
        gaps: with those of the columns of `schemas.results.gaps.Gaps` that they have by now.
        measures: theirs, by name.
    """
    rounded = gaps.copy()
    of_surveys = mark_rows_of_surveys(gaps, measures)
    in_points = of_surveys & (gaps["gap_type"] != GapType.RELATIVE_INDEX)
    for rows, columns, digits in (
        (in_points, POINTS, SHARE_DIGITS),
        (of_surveys & ~in_points, POINTS, RATIO_DIGITS),
        (of_surveys, RATIOS, RATIO_DIGITS),
        (of_surveys, PROBABILITIES, PROBABILITY_DIGITS),
    ):
        present = gaps.columns.intersection(list(columns))
        rounded.loc[rows, present] = gaps.loc[rows, present].astype(float).round(digits)
    return rounded
