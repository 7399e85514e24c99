"""Disability by age: many councils, of several ages each, and of all residents a part who are disabled."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite

# Of all residents. Labels other than those that staging looks for would make it none.
LEAST_DISABLED_PERCENT, MOST_DISABLED_PERCENT = 5, 50
FEWEST_COUNCILS = 250  # of 331 in England and Wales: the table withholds councils in which a cell is of few


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    councils = gxe.ExpectColumnUniqueValueCountToBeBetween(column="ltla21cd", min_value=FEWEST_COUNCILS)
    ages = gxe.ExpectColumnUniqueValueCountToBeBetween(column="age_band", min_value=2)
    disabled = gxe.ExpectColumnValuesToBeBetween(
        column="disabled_percent", min_value=LEAST_DISABLED_PERCENT, max_value=MOST_DISABLED_PERCENT
    )
    return [
        ExpectationSuite("most councils, by several ages", [councils, ages]),
        ExpectationSuite("a part of the residents are disabled", [disabled], _compute_disabled_percent),
    ]


def _compute_disabled_percent(rows: pd.DataFrame) -> pd.DataFrame:
    percent = 100 * rows["disabled"].sum() / rows["residents"].sum()
    return pd.DataFrame({"disabled_percent": [float(percent)]})
