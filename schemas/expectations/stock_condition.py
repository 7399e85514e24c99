"""Stock condition: homes in the authority, enough of each survey."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_known_codes,
    expect_only_areas_of_authority,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    enough = gxe.ExpectColumnValuesToBeBetween(column="homes", min_value=100)
    return [
        expect_known_codes("lsoa21cd", facts, code_prefix="E"),
        expect_only_areas_of_authority("lsoa21cd", facts),
        ExpectationSuite("enough homes in each survey", [enough], _count_homes_by_survey),
    ]


def _count_homes_by_survey(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby("period", as_index=False).agg(homes=("home", "size"))
