"""LSOA 2011 to ward 2019: every neighbourhood, and every ward of the authority."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_area_of_authority,
    expect_every_english_neighbourhood,
    expect_known_codes,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    wards = expect_every_area_of_authority("wd19cd", facts, "lad19cd")
    return [
        expect_every_english_neighbourhood("lsoa11cd", facts),
        expect_known_codes("lsoa11cd", facts, code_prefix="E"),
        *wards,
    ]
