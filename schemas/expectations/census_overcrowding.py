"""Census 2021 overcrowding: every neighbourhood, and none unknown."""

from fairer_stockton.schemas.expectations.suite import Facts, Suite, english, known


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    return [english("lsoa21cd", facts), known("lsoa21cd", facts, only="E")]
