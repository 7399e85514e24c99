"""Residents in mid-2020: every neighbourhood of England and Wales, and the published number of residents."""

from schemas.expectations.suite import Facts, Suite, authority_count, english, known, published_sum

RESIDENTS = 59_719_724  # of England (56,550,138) and Wales (3,169,586)


def expectations(facts: Facts) -> list[Suite]:
    """Say what the whole dataset is."""
    return [
        english("lsoa11cd", facts),
        known("lsoa11cd", facts),
        *authority_count("lsoa11cd", facts, parents=facts.parents["lsoa11cd"]),
        *published_sum("residents", RESIDENTS, facts),
    ]
