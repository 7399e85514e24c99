"""Boundaries of more councils: of neighbourhoods that the lookups know."""

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite, expect_known_codes


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [expect_known_codes("lsoa21cd", facts)]
