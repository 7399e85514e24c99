"""Fuel poverty: every neighbourhood each year, and sums that equal the publisher's totals.

In 2022 the publisher's Table 2 has the rows of St. Helens and Sefton exchanged; at most two in a hundred may differ,
and the authority of the report may not.
"""

from dataclasses import replace

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    allow_no_difference,
    expect_every_english_neighbourhood_each_period,
    expect_known_codes,
    expect_published_totals,
)

NEIGHBOURHOODS = ("lsoa11cd", "lsoa21cd")
EITHER = "lsoa"  # the column of neighbourhoods of whichever year's map


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    suites = [expect_known_codes(column, facts, code_prefix="E") for column in NEIGHBOURHOODS]
    suites += [expect_every_english_neighbourhood_each_period(column, facts) for column in NEIGHBOURHOODS]
    holders = {part: holder for column in NEIGHBOURHOODS for part, holder in facts.parents[column].items()}
    either = replace(facts, parents={**facts.parents, EITHER: holders})
    for column in ("households", "fuel_poor"):
        national = _expect_published_totals_of_either_map(column, either)
        suites += [national, _expect_published_totals_of_authority(national, facts)]
    return suites


def _expect_published_totals_of_either_map(column: str, facts: AreaFacts) -> ExpectationSuite:
    suite = expect_published_totals(column, EITHER, "areacd", facts, allow_no_difference, share_that_must_pass=0.98)

    def prepare(rows: pd.DataFrame) -> pd.DataFrame:
        return suite.prepare(rows.assign(**{EITHER: rows["lsoa21cd"].fillna(rows["lsoa11cd"])}))

    return replace(suite, prepare=prepare)


def _expect_published_totals_of_authority(national_suite: ExpectationSuite, facts: AreaFacts) -> ExpectationSuite:
    def prepare(rows: pd.DataFrame) -> pd.DataFrame:
        compared = national_suite.prepare(rows)
        return compared[compared["areacd"] == facts.authority]

    agrees = gxe.ExpectColumnValuesToBeInSet(column="agrees", value_set=["yes"])
    return ExpectationSuite(f"{national_suite.name}, for the authority", [agrees], prepare)
