"""Jobs below the real Living Wage: a figure for the authority, of all workers and hours."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def ours(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[(rows["areacd"] == facts.authority) & (rows["sex"] == "All") & (rows["hours"] == "All")]

    single = gxe.ExpectTableRowCountToBeBetween(min_value=1, max_value=20)
    return [
        ExpectationSuite(
            "a figure for the authority", [single, gxe.ExpectColumnValuesToNotBeNull(column="below_percent")], ours
        )
    ]
