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
    editions = {"2015": "lsoa11cd", "2019": "lsoa11cd", "2025": "lsoa21cd"}
    suites = [expect_known_codes("lsoa11cd", facts), expect_known_codes("lsoa21cd", facts)]
    for period, column in editions.items():
        suites += [
            expect_every_english_neighbourhood(column, facts, period),
            expect_ranks_and_deciles("imd_rank", "imd_decile", period),
        ]
        suites += expect_every_area_of_authority(column, facts, "ladcd", period)
    return suites
