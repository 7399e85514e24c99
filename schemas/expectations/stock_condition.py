"""Stock condition: homes in the authority, enough of each survey."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import Facts, Suite, known, resident


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    enough = gxe.ExpectColumnValuesToBeBetween(column="homes", min_value=100)
    return [
        known("lsoa21cd", facts, only="E"),
        resident("lsoa21cd", facts),
        Suite("enough homes in each survey", [enough], _surveys),
    ]


def _surveys(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby("period", as_index=False).agg(homes=("home", "size"))
