"""Debt advice: cases of the authority's residents, few of them very large."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import Facts, Suite, known, resident


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    usual = gxe.ExpectColumnValuesToBeBetween(column="amount_gbp", max_value=250_000, mostly=0.99)
    return [
        known("lsoa21cd", facts, only="E"),
        resident("lsoa21cd", facts),
        Suite("few very large debts", [usual]),
    ]
