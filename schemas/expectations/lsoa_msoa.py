"""Neighbourhoods in MSOAs: every neighbourhood, and pairs of MSOAs that the publisher's own lookup has."""

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
        *(expect_every_english_neighbourhood(column, facts) for column in ("lsoa11cd", "lsoa21cd")),
        *(expect_every_english_neighbourhood(column, facts) for column in ("msoa11cd", "msoa21cd")),
        *(expect_known_codes(column, facts) for column in ("lsoa11cd", "lsoa21cd")),
        ExpectationSuite(
            "each neighbourhood lies in one MSOA",
            [gxe.ExpectColumnValuesToBeInSet(column="holders", value_set=[1])],
            lambda rows: rows.assign(holders=rows.groupby("lsoa21cd")["msoa21cd"].transform("nunique")),
        ),
        ExpectationSuite(
            "MSOAs of both years that neighbourhoods share are a pair of the publisher's lookup",
            [gxe.ExpectColumnValuesToNotBeNull(column="msoa_change")],
            lambda rows: rows.drop_duplicates(["msoa11cd", "msoa21cd"]),
            "a pair that the lookup of MSOAs has: names that join a neighbourhood to another MSOA make none",
        ),
    ]
