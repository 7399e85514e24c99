"""Residents by age: every neighbourhood of England and Wales each year, and the published number of residents."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_area_of_authority,
    expect_every_english_neighbourhood,
    expect_known_codes,
    expect_published_sum,
)

# Of England and Wales in the middle of each year, as published: what is known, not which years there must be.
RESIDENTS = {
    "2017": 58_744_595,  # England 55,619,430, Wales 3,125,165
    "2020": 59_719_724,  # England 56,550,138, Wales 3,169,586
}


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """List what the whole dataset must be."""
    return [
        expect_known_codes("lsoa11cd", facts),
        expect_every_english_neighbourhood("lsoa11cd", facts),
        *expect_every_area_of_authority("lsoa11cd", facts, authority_by_area=facts.parents["lsoa11cd"]),
        *(
            suite
            for year, residents in RESIDENTS.items()
            for suite in expect_published_sum("residents", residents, facts, period=year)
        ),
    ]
