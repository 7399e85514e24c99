"""Open space: every neighbourhood of the authority, with homes in each."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_area_of_authority,
    expect_known_codes,
    expect_only_areas_of_authority,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    inhabited = gxe.ExpectColumnValuesToBeBetween(column="addresses", min_value=200, max_value=3_000)
    near = gxe.ExpectColumnValuesToBeBetween(column="share", min_value=1 / 6)
    return [
        expect_known_codes("lsoa21cd", facts, code_prefix="E"),
        expect_only_areas_of_authority("lsoa21cd", facts),
        *expect_every_area_of_authority("lsoa21cd", facts),
        ExpectationSuite("as many homes as neighbourhoods have", [inhabited]),
        ExpectationSuite(
            "a count of addresses near open space, not a percentage",
            [near],
            _compute_share_near_open_space,
            "more than 1 in 6 of all",
        ),
    ]


def _compute_share_near_open_space(rows: pd.DataFrame) -> pd.DataFrame:
    sums = rows.groupby("period", as_index=False)[["addresses", "addresses_within_300m"]].sum()
    return sums.assign(share=sums["addresses_within_300m"].astype(float) / sums["addresses"].astype(float))
