"""Census 2021 ethnic group: every neighbourhood of England and Wales, and the published number of residents."""

from fairer_stockton.schemas.expectations.suite import Facts, Suite, census_residents


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    return census_residents(facts)
