"""Similar areas: twenty of each council (five of each combined authority), the authority of the report among them."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_lists_without_gaps,
    expect_row_count,
)

AREAS = 397
COUNCIL_CODES = r"^(?:E0[6-9]|W06|S12|N09)"
LOWER_TIER = 361  # of the United Kingdom since April 2023
SIMILAR = [5, 20]  # of a combined authority, of any other area


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    ours = gxe.ExpectColumnDistinctValuesToContainSet(column="areacd", value_set=[facts.authority])
    suites = [
        ExpectationSuite("the authority of the report", [ours]),
        expect_lists_without_gaps("areacd", [*range(1, max(SIMILAR) + 1)] if facts.synthetic else SIMILAR),
        expect_row_count("no similar area that is not listed itself", 0, _select_unlisted_similar_areas),
    ]
    if not facts.synthetic:
        suites += [
            expect_row_count("every area", AREAS, lambda rows: rows.drop_duplicates("areacd")),
            expect_row_count("every council", LOWER_TIER, _select_councils),
        ]
    return suites


def _select_unlisted_similar_areas(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[~rows["neighbour_cd"].isin(rows["areacd"])]


def _select_councils(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["areacd"].str.contains(COUNCIL_CODES)].drop_duplicates("areacd")
