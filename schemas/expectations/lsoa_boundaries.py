"""Boundaries: an outline for every neighbourhood of the authority."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_area_of_authority,
    expect_known_codes,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [
        expect_known_codes("lsoa11cd", facts),
        expect_known_codes("lsoa21cd", facts),
        *expect_every_area_of_authority("lsoa11cd", facts),
        *expect_every_area_of_authority("lsoa21cd", facts),
    ]
