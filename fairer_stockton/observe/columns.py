"""The columns that identify an observation and those that hold its limits; and kinds of area by where they lie."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from fairer_stockton.geography.areas import LARGER
from fairer_stockton.run.vocabulary import AreaType

# What distinguishes one observation of a measure from another, and the limits it has.
LEVELS = ("lower_95", "upper_95", "lower_998", "upper_998")
AREA_KEY = ["area_type", "area_code", "vintage"]
SERIES_KEY = ["measure", "area_type", "area_code", "area_name", "vintage", "breakdown", "category"]
FIGURE_KEY = [*SERIES_KEY, "period"]
OUTSIDE_BOROUGH = (*LARGER, AreaType.AUTHORITY)
WITHIN_BOROUGH = tuple(kind for kind in AreaType if kind not in (*OUTSIDE_BOROUGH, AreaType.BOROUGH))
NATIVE = ""  # of a figure that is not converted from another map


def look_up_words(words: "pd.Series[str]", meanings: Mapping[str, Any]) -> "pd.Series[Any]":
    """Return what each word means, looking up a word once however many rows have it; nan where it means nothing."""
    codes, uniques = pd.factorize(words)
    return pd.Series(pd.Series(uniques).map(meanings).array.take(codes), index=words.index, name=words.name)
