"""Health Index: every indicator for the authority, hardly a figure missing, and shares that are shares."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite
from fairer_stockton.schemas.staged.health_index import HEALTH_INDEX_INDICATORS

HEALTH_INDEX_SHARES = (
    "Cancer screening attendance",
    "Child vaccination coverage",
    "Children's social, emotional and mental health",
    "Healthy eating",
    "Job-related training",
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def ours(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["areacd"] == facts.authority]

    def shares(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["indicator"].isin(HEALTH_INDEX_SHARES)]

    every = gxe.ExpectColumnDistinctValuesToContainSet(column="indicator", value_set=list(HEALTH_INDEX_INDICATORS))
    within = gxe.ExpectColumnValuesToBeBetween(column="value", min_value=0, max_value=100)
    return [
        ExpectationSuite("every indicator for the authority", [every], ours),
        ExpectationSuite("shares between 0 and 100", [within], shares),
        ExpectationSuite("few figures missing", [gxe.ExpectColumnValuesToNotBeNull(column="value", mostly=0.95)]),
    ]
