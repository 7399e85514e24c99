"""Turnout: every ward of the authority, and a share of the register that elections have."""

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
    usual = gxe.ExpectColumnValuesToBeBetween(column="share", min_value=0.1, max_value=0.9)
    return [
        expect_known_codes("wd24cd", facts),
        expect_only_areas_of_authority("wd24cd", facts),
        *expect_every_area_of_authority("wd24cd", facts),
        ExpectationSuite("shares that elections have", [usual], _compute_turnout),
    ]


def _compute_turnout(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(share=rows["votes"].astype(float) / rows["electorate"].astype(float))
