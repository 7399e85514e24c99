"""LSOA 2011 to ward 2019: every neighbourhood, and every ward of the authority."""

from fairer_stockton.schemas.expectations.suite import Facts, Suite, authority_count, english, known


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    wards = authority_count("wd19cd", facts, "lad19cd")
    return [english("lsoa11cd", facts), known("lsoa11cd", facts, only="E"), *wards]
