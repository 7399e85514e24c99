"""Children in relative low income before housing costs: every local area of England in each period."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AREAS_OF_ENGLAND, AreaFacts, ExpectationSuite
from fairer_stockton.schemas.nations import ENGLAND


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def count(rows: pd.DataFrame) -> pd.DataFrame:
        local = rows.dropna(subset=["msoa11cd"])
        return local.groupby("period", as_index=False, observed=True).agg(areas=("msoa11cd", "nunique"))

    every = gxe.ExpectColumnValuesToBeInSet(column="areas", value_set=[AREAS_OF_ENGLAND["msoa11cd"]])
    there = gxe.ExpectColumnDistinctValuesToContainSet(column="areacd", value_set=[facts.authority, ENGLAND])
    return [
        ExpectationSuite("every local area in each period", [every], count),
        ExpectationSuite("the authority and England", [there], lambda rows: rows.dropna(subset=["areacd"])),
    ]
