"""LSOA 2021 to ward 2024: every neighbourhood, and every ward of the authority."""

from fairer_stockton.schemas.expectations.suite import Facts, Suite, authority_count, english, known


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    wards = authority_count("wd24cd", facts, "lad24cd")
    return [english("lsoa21cd", facts), known("lsoa21cd", facts, only="E"), *wards]
