"""Overcrowding at the census: every neighbourhood of a census that has them, or every MSOA, and none unknown."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_english_neighbourhood,
    expect_known_codes,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [
        expect_every_english_neighbourhood("lsoa21cd", facts, may_be_absent=True),
        expect_every_english_neighbourhood("msoa11cd", facts, may_be_absent=True),
        expect_known_codes("lsoa21cd", facts, code_prefix="E"),
        expect_known_codes("msoa11cd", facts, code_prefix="E"),
    ]
