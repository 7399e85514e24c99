"""Civic engagement: England each year, and shares of adults that the survey has had."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite
from fairer_stockton.schemas.nations import ENGLAND


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    usual = gxe.ExpectColumnValuesToBeBetween(column="value", min_value=20, max_value=60)
    england = gxe.ExpectColumnDistinctValuesToContainSet(column="areacd", value_set=[ENGLAND])
    return [
        ExpectationSuite("shares that the survey has", [usual]),
        ExpectationSuite("an English figure to compare with", [england]),
    ]
