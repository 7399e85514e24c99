"""Residents by age: every neighbourhood of England and Wales each year, and the published number of residents."""

from fairer_stockton.schemas.expectations.suite import Facts, Suite, authority_count, english, known, published_sum

# Of England and Wales in the middle of each year, as published.
RESIDENTS = {
    "2017": 58_744_595,  # England 55,619,430, Wales 3,125,165
    "2020": 59_719_724,  # England 56,550,138, Wales 3,169,586
}


def expectations(facts: Facts) -> list[Suite]:
    """List what the whole dataset must be."""
    suites = [known("lsoa11cd", facts)]
    for year, residents in RESIDENTS.items():
        suites += [
            english("lsoa11cd", facts, year),
            *authority_count("lsoa11cd", facts, period=year, parents=facts.parents["lsoa11cd"]),
            *published_sum("residents", residents, facts, period=year),
        ]
    return suites
