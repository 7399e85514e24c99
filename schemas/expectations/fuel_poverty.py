"""Fuel poverty: every neighbourhood each year, and sums that equal the publisher's totals.

In 2022 the publisher's Table 2 has the rows of St. Helens and Sefton exchanged; at most two in a hundred may differ,
and the authority of the report may not.
"""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    allow_no_difference,
    expect_every_english_neighbourhood,
    expect_known_codes,
    expect_published_totals,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    suites = [expect_known_codes("lsoa21cd", facts, code_prefix="E")]
    suites += [expect_every_english_neighbourhood("lsoa21cd", facts, period) for period in ("2021", "2022")]
    for column in ("households", "fuel_poor"):
        national = expect_published_totals(
            column, "lsoa21cd", "areacd", facts, allow_no_difference, share_that_must_pass=0.98
        )
        suites += [national, _expect_published_totals_of_authority(national, facts)]
    return suites


def _expect_published_totals_of_authority(national_suite: ExpectationSuite, facts: AreaFacts) -> ExpectationSuite:
    def prepare(rows: pd.DataFrame) -> pd.DataFrame:
        compared = national_suite.prepare(rows)
        return compared[compared["areacd"] == facts.authority]

    agrees = gxe.ExpectColumnValuesToBeInSet(column="agrees", value_set=["yes"])
    return ExpectationSuite(
        f"{national_suite.name}, for the authority", [agrees, gxe.ExpectTableRowCountToEqual(value=2)], prepare
    )
