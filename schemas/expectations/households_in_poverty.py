"""Households in poverty: every MSOA of England, and England itself."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_english_neighbourhood,
    expect_known_codes,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [
        expect_every_english_neighbourhood("msoa11cd", facts),
        expect_known_codes("msoa11cd", facts),
        ExpectationSuite(
            "England is there",
            [gxe.ExpectColumnDistinctValuesToContainSet(column="areacd", value_set=["E92000001"])],
            lambda rows: rows.dropna(subset=["areacd"]),
        ),
    ]
