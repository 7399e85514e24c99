"""Indices of Deprivation: all of England, ranks that are permutations, every neighbourhood known."""

from fairer_stockton.schemas.expectations.suite import Facts, Suite, authority_count, english, known, permutation


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    editions = {"2015": "lsoa11cd", "2019": "lsoa11cd", "2025": "lsoa21cd"}
    suites = [known("lsoa11cd", facts), known("lsoa21cd", facts)]
    for period, column in editions.items():
        suites += [english(column, facts, period), permutation("imd_rank", "imd_decile", period)]
        suites += authority_count(column, facts, "ladcd", period)
    return suites
