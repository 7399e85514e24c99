"""Indices of Deprivation: all of England, ranks that are permutations, every neighbourhood known."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_area_of_authority,
    expect_every_english_neighbourhood,
    expect_known_codes,
    expect_ranks_and_deciles,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    suites = [expect_ranks_and_deciles("imd_rank", "imd_decile")]
    for column in ("lsoa11cd", "lsoa21cd"):  # an edition is on the neighbourhoods of its own time
        suites += [
            expect_known_codes(column, facts),
            expect_every_english_neighbourhood(column, facts, may_be_absent=True),
            *expect_every_area_of_authority(column, facts, "ladcd", may_be_absent=True),
        ]
    return suites
