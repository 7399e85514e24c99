"""Fingertips: each indicator that is there has figures for the authority and for England, and most councils'."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite
from fairer_stockton.schemas.nations import ENGLAND


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def count_indicators_with_both(rows: pd.DataFrame) -> pd.DataFrame:
        compared = rows[rows["areacd"].isin([facts.authority, ENGLAND]) & rows["value"].notna()]
        return compared.groupby("indicator")["areacd"].nunique().reindex(rows["indicator"].unique()).reset_index()

    both = gxe.ExpectColumnValuesToBeBetween(column="areacd", min_value=2)
    return [
        ExpectationSuite(
            "every indicator for the authority and England",
            [both],
            count_indicators_with_both,
            words="each indicator has a figure of the authority and one of England",
        ),
        ExpectationSuite("few figures missing", [gxe.ExpectColumnValuesToNotBeNull(column="value", mostly=0.85)]),
    ]
