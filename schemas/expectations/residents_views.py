"""Residents' views: of the authority's neighbourhoods, and about more than one theme."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_known_codes,
    expect_only_areas_of_authority,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    themes = gxe.ExpectColumnUniqueValueCountToBeBetween(column="theme", min_value=2)
    return [
        expect_known_codes("lsoa21cd", facts, code_prefix="E"),
        expect_only_areas_of_authority("lsoa21cd", facts),
        ExpectationSuite("several themes", [themes]),
    ]
