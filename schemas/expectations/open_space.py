"""Open space: every neighbourhood of the authority, with homes in each."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import Facts, Suite, authority_count, known, resident


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    inhabited = gxe.ExpectColumnValuesToBeBetween(column="addresses", min_value=200, max_value=3_000)
    near = gxe.ExpectColumnValuesToBeBetween(column="share", min_value=1 / 6)
    return [
        known("lsoa21cd", facts, only="E"),
        resident("lsoa21cd", facts),
        *authority_count("lsoa21cd", facts),
        Suite("as many homes as neighbourhoods have", [inhabited]),
        Suite("a count of addresses near open space, not a percentage", [near], _shares, "more than 1 in 6 of all"),
    ]


def _shares(rows: pd.DataFrame) -> pd.DataFrame:
    sums = rows.groupby("period", as_index=False)[["addresses", "addresses_within_300m"]].sum()
    return sums.assign(share=sums["addresses_within_300m"].astype(float) / sums["addresses"].astype(float))
