"""Employees paid at or above the real Living Wage: a figure for England in every year, and few figures missing."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite
from fairer_stockton.schemas.nations import ENGLAND


def expectations(_: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def england(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["areacd"] == ENGLAND]

    known = gxe.ExpectColumnValuesToNotBeNull(column="paid_percent")
    there = gxe.ExpectColumnDistinctValuesToContainSet(column="areacd", value_set=[ENGLAND])
    return [
        ExpectationSuite("England in every year", [there, known], england),
        ExpectationSuite("few figures missing", [gxe.ExpectColumnValuesToNotBeNull(column="paid_percent", mostly=0.9)]),
    ]
