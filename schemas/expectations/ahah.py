"""Travel to health services: every neighbourhood of England, and no other."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_english_neighbourhood,
    expect_known_codes,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [expect_every_english_neighbourhood("lsoa11cd", facts), expect_known_codes("lsoa11cd", facts)]
