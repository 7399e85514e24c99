"""Disability by age: many councils, of several ages each."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite

FEWEST_COUNCILS = 250  # of 331 in England and Wales: the table withholds councils in which a cell is of few


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    councils = gxe.ExpectColumnUniqueValueCountToBeBetween(column="ltla21cd", min_value=FEWEST_COUNCILS)
    ages = gxe.ExpectColumnUniqueValueCountToBeBetween(column="age_band", min_value=2)
    return [ExpectationSuite("most councils, by several ages", [councils, ages])]
