"""Census 2021 overcrowding: every neighbourhood, and none unknown."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_english_neighbourhood,
    expect_known_codes,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [
        expect_every_english_neighbourhood("lsoa21cd", facts),
        expect_known_codes("lsoa21cd", facts, code_prefix="E"),
    ]
