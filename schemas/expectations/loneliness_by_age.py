"""Loneliness by age: bands enough to know that ages differ, each of people enough for a rate."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite

FEWEST_BANDS, FEWEST_ASKED = 2, 100


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    bands = gxe.ExpectTableRowCountToBeBetween(min_value=FEWEST_BANDS)
    asked = gxe.ExpectColumnValuesToBeBetween(column="respondents", min_value=FEWEST_ASKED)
    return [ExpectationSuite("several age bands, each of many people", [bands, asked])]
