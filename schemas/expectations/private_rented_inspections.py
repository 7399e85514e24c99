"""Inspections of private rented homes: in the authority."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_known_codes,
    expect_only_areas_of_authority,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [expect_known_codes("lsoa21cd", facts, code_prefix="E"), expect_only_areas_of_authority("lsoa21cd", facts)]
