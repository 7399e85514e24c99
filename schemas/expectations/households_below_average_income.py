"""Low income by region: people are the same number by whatever they are told apart, but for rounding."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite

LARGEST_DIFFERENCE = 1.05  # between two characteristics of the same people: some did not say which group they are of


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def compare(rows: pd.DataFrame) -> pd.DataFrame:
        everyone = rows[rows["category"].isna()].groupby(["areacd", "period"], observed=True)["people"]
        return pd.DataFrame({"people": (everyone.max() / everyone.min()).astype(float)}).reset_index()

    near = gxe.ExpectColumnValuesToBeBetween(column="people", min_value=1, max_value=LARGEST_DIFFERENCE)
    return [ExpectationSuite("as many people by each characteristic", [near], compare)]
