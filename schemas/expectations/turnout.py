"""Turnout: wards that exist, all districts together, and shares of the register that elections have."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite, expect_known_codes
from fairer_stockton.schemas.nations import ENGLAND


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be; a council that did not vote that day has no row."""
    usual = gxe.ExpectColumnValuesToBeBetween(column="turnout_percent", min_value=10, max_value=90)
    england = gxe.ExpectColumnDistinctValuesToContainSet(column="areacd", value_set=[ENGLAND])
    return [
        expect_known_codes("wd24cd", facts),
        ExpectationSuite("shares that elections have", [usual]),
        ExpectationSuite("all districts together", [england], _select_larger_areas),
    ]


def _select_larger_areas(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["areacd"].notna()]
