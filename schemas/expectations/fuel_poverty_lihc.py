"""Fuel poverty by the definition used until 2018: every authority of England, and the published share of households."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite

ENGLISH_DISTRICTS = 326
ENGLAND_PERCENT = 10.9  # of households in 2017, as the department published it


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """List what the whole dataset must be; a generated sample holds a few authorities, whose share is its own."""

    def share(rows: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame({"percent": [round(100 * rows["fuel_poor"].sum() / rows["households"].sum(), 1)]})

    least = 1 if facts.synthetic else ENGLISH_DISTRICTS
    low, high = (0, 100) if facts.synthetic else (ENGLAND_PERCENT, ENGLAND_PERCENT)
    return [
        ExpectationSuite(
            "authorities", [gxe.ExpectTableRowCountToBeBetween(min_value=least, max_value=ENGLISH_DISTRICTS)]
        ),
        ExpectationSuite(
            "the share of households in fuel poverty",
            [gxe.ExpectColumnValuesToBeBetween(column="percent", min_value=low, max_value=high)],
            share,
        ),
    ]
