"""Explore Local Statistics: the indicators that measures rest on, for the authority, with few figures missing."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite
from fairer_stockton.schemas.nations import ENGLAND

LOCAL_INDICATORS = (
    "Anxiety",
    "Claimant Count",
    "Children in relative poverty before housing costs",
    "Employment rate",
    "Female healthy life expectancy",
    "Gigabit capable broadband",
    "Gross disposable household income",
    "Gross median weekly pay",
    "Level 3 or above qualifications (Great Britain)",
    "Male healthy life expectancy",
    "Modelled unemployment rate",
    "No qualifications",
    "Satisfaction",
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def ours(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["areacd"] == facts.authority]

    def england(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["areacd"] == ENGLAND]

    national = [
        name for name in LOCAL_INDICATORS if not name.startswith("Children")
    ]  # of which there is no English row
    compared = gxe.ExpectColumnDistinctValuesToContainSet(column="indicator", value_set=national)
    present = gxe.ExpectColumnDistinctValuesToContainSet(column="indicator", value_set=list(LOCAL_INDICATORS))
    return [
        ExpectationSuite("every indicator for the authority", [present], ours),
        ExpectationSuite("an English figure to compare with", [compared], england),
        ExpectationSuite("few figures missing", [gxe.ExpectColumnValuesToNotBeNull(column="value", mostly=0.85)]),
    ]
