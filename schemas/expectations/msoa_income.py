"""Income by MSOA: every MSOA of England in every edition, and limits in one of them."""

import great_expectations.expectations as gxe
import pandas as pd

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
            "each edition has as many MSOAs as the others",
            [gxe.ExpectColumnValuesToBeInSet(column="lacking", value_set=[0])],
            _count_lacking_msoas,
        ),
    ]


def _count_lacking_msoas(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many MSOAs fewer than the largest each edition of each income has."""
    counts = rows.groupby(["kind", "period"])["msoa11cd"].nunique()
    return (counts.max() - counts).rename("lacking").reset_index()
