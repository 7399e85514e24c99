"""Claimants: every page of each year's answer."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite, expect_known_codes


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    whole = gxe.ExpectColumnPairValuesToBeEqual(column_A="rows", column_B="record_count")
    england = gxe.ExpectColumnValuesToBeInSet(column="english", value_set=[facts.england("lsoa11cd")])
    return [
        expect_known_codes("lsoa11cd", facts),
        ExpectationSuite("every page of each year", [whole], _count_rows_by_year),
        ExpectationSuite("every English neighbourhood each year", [england], _count_rows_by_year),
    ]


def _count_rows_by_year(rows: pd.DataFrame) -> pd.DataFrame:
    marked = rows.assign(english=rows["lsoa11cd"].str.startswith("E"))
    return marked.groupby("period", as_index=False).agg(
        rows=("lsoa11cd", "size"), english=("english", "sum"), record_count=("record_count", "max")
    )
