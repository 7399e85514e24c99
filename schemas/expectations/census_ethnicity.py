"""Census 2021 ethnic group: every neighbourhood of England and Wales, and the published number of residents."""

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite, expect_census_residents


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return expect_census_residents(facts)
