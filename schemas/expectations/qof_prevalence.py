"""Recorded conditions: each of them for the authority and for England, near what the whole of England has."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite
from fairer_stockton.schemas.nations import ENGLAND
from fairer_stockton.schemas.staged.qof_prevalence import CONDITIONS


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def ours(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["areacd"] == facts.authority]

    def england(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["areacd"] == ENGLAND]

    every = gxe.ExpectColumnDistinctValuesToContainSet(column="condition", value_set=list(CONDITIONS))
    likely = gxe.ExpectColumnValuesToBeBetween(column="on_register_percent", min_value=0.3, max_value=15)
    return [
        ExpectationSuite("every condition for the authority", [every], ours),
        ExpectationSuite("every condition for England", [every], england),
        ExpectationSuite("shares that a council can have", [likely]),
    ]
