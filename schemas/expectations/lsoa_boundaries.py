"""Boundaries: an outline for every neighbourhood of the authority."""

from fairer_stockton.schemas.expectations.suite import Facts, Suite, authority_count, known


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    return [
        known("lsoa11cd", facts),
        known("lsoa21cd", facts),
        *authority_count("lsoa11cd", facts),
        *authority_count("lsoa21cd", facts),
    ]
