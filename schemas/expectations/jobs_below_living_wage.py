"""Jobs below the real Living Wage: a figure for the authority, of all workers and hours."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import Facts, Suite


def expectations(facts: Facts) -> list[Suite]:
    """Say what the whole dataset is."""

    def ours(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[(rows["areacd"] == facts.authority) & (rows["sex"] == "All") & (rows["hours"] == "All")]

    one = gxe.ExpectTableRowCountToBeBetween(min_value=1, max_value=20)
    return [Suite("a figure for the authority", [one, gxe.ExpectColumnValuesToNotBeNull(column="below_percent")], ours)]
