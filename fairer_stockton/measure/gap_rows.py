"""Rows of gaps: how two figures are read as estimates, and how the gap between them is written as a row."""

from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.observe.columns import LEVELS
from fairer_stockton.statistics.estimate import Estimate

VALUE_AND_LIMITS = ["value", *LEVELS]


def read_estimate_from_columns(rows: pd.DataFrame, column_suffix: str = "") -> Estimate:
    """Return rows as estimates; one without limits keeps its value."""
    return Estimate.published(*(rows[f"{column}{column_suffix}"] for column in VALUE_AND_LIMITS))


def make_gap_rows(
    gap_type: str,
    rows: pd.DataFrame,
    compared_groups: tuple[Any, Any],
    gap_estimate: Estimate,
    people_in_gap: Any = np.nan,
    *,
    ratio: Any = np.nan,
    breakdown: Any = "all",
    category: Any = "all",
) -> pd.DataFrame:
    """Return gaps between two groups as rows, each with the split that both groups are parts of."""
    return pd.DataFrame(
        {
            "gap_type": gap_type,
            "measure": rows["measure"].to_numpy(),
            "area_code": rows["area_code"].to_numpy(),
            "group_a": np.asarray(compared_groups[0]),
            "group_b": np.asarray(compared_groups[1]),
            "council": rows["council"].to_numpy(),
            "period": rows["period"].to_numpy(),
            "value": gap_estimate.value,
            "lower_95": gap_estimate.lower_95,
            "upper_95": gap_estimate.upper_95,
            "people": people_in_gap,
            "ratio": np.asarray(ratio),
            "note": gap_estimate.reason,
            "breakdown": np.asarray(breakdown),
            "category": np.asarray(category),
        }
    )


def divide_figures(first: Any, second: Any) -> Any:
    """Return how many times the second figure the first is; nan where either is not above 0."""
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((first > 0) & (second > 0), first / second, np.nan)
