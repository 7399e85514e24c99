"""Neighbourhoods in MSOAs: every neighbourhood, and pairs of MSOAs that the publisher's own lookup has."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_english_neighbourhood,
    expect_known_codes,
)

MSOAS_OF_ENGLAND = {"msoa11cd": 6_791, "msoa21cd": 6_856}


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    counts = [] if facts.synthetic else [_expect_every_english_msoa(column) for column in MSOAS_OF_ENGLAND]
    return [
        *(expect_every_english_neighbourhood(column, facts) for column in ("lsoa11cd", "lsoa21cd")),
        *(expect_known_codes(column, facts) for column in ("lsoa11cd", "lsoa21cd")),
        *counts,
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


def _expect_every_english_msoa(column: str) -> ExpectationSuite:
    """Expect as many MSOAs as the publisher says that England has."""
    return ExpectationSuite(
        f"every {column} of England",
        [gxe.ExpectTableRowCountToEqual(value=MSOAS_OF_ENGLAND[column])],
        lambda rows: rows[rows[column].str.startswith("E")].drop_duplicates(column),
    )
