"""Statistical neighbours: ten of each authority, and an ONS code for those of the authority of the report."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_lists_without_gaps,
    expect_row_count,
)

EDUCATION_AUTHORITIES = 153
NEIGHBOURS = 10


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def ours(rows: pd.DataFrame) -> pd.DataFrame:
        selected = rows[rows["la_number"].map(facts.parents["la_number"]) == facts.authority]
        return selected.assign(code=selected["neighbour_number"].map(facts.parents["la_number"]))

    least, most = (1, EDUCATION_AUTHORITIES) if facts.synthetic else (EDUCATION_AUTHORITIES, EDUCATION_AUTHORITIES)
    listed = gxe.ExpectColumnUniqueValueCountToBeBetween(column="la_number", min_value=least, max_value=most)
    coded = gxe.ExpectColumnValuesToNotBeNull(column="code")
    there = gxe.ExpectTableRowCountToBeBetween(min_value=1 if facts.synthetic else NEIGHBOURS, max_value=NEIGHBOURS)
    return [
        ExpectationSuite("every authority", [listed]),
        expect_lists_without_gaps("la_number", [*range(1, NEIGHBOURS + 1)] if facts.synthetic else [NEIGHBOURS]),
        expect_row_count("no neighbour that is not listed itself", 0, _select_unlisted_neighbours),
        ExpectationSuite("an ONS code for each neighbour of the authority", [there, coded], ours),
    ]


def _select_unlisted_neighbours(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[~rows["neighbour_number"].isin(rows["la_number"])]
