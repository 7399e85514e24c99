"""People on Universal Credit: every English neighbourhood each year, with codes that the lookups know."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_english_neighbourhood_each_period,
    expect_known_codes,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [
        expect_known_codes("lsoa21cd", facts),
        expect_every_english_neighbourhood_each_period("lsoa21cd", facts),
    ]
