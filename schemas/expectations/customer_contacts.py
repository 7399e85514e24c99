"""Customer contacts: of the authority's residents, most of them placed."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_known_codes,
    expect_only_areas_of_authority,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    placed = gxe.ExpectColumnValuesToNotBeNull(column="lsoa21cd", mostly=0.6)
    short = gxe.ExpectColumnValuesToBeBetween(column="waiting_minutes", max_value=24 * 60, mostly=0.999)
    return [
        expect_known_codes("lsoa21cd", facts, code_prefix="E"),
        expect_only_areas_of_authority("lsoa21cd", facts),
        ExpectationSuite("most contacts are placed", [placed], of_each_row=True),
        ExpectationSuite("waits of less than a day", [short], of_each_row=True),
    ]
