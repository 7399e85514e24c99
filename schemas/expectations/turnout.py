"""Turnout: every ward of the authority, and a share of the register that elections have."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import Facts, Suite, authority_count, known, resident


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    usual = gxe.ExpectColumnValuesToBeBetween(column="share", min_value=0.1, max_value=0.9)
    return [
        known("wd24cd", facts),
        resident("wd24cd", facts),
        *authority_count("wd24cd", facts),
        Suite("shares that elections have", [usual], _shares),
    ]


def _shares(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(share=rows["votes"].astype(float) / rows["electorate"].astype(float))
