"""Fuel poverty: every neighbourhood each year, and sums that equal the publisher's totals.

In 2022 the publisher's Table 2 has the rows of St. Helens and Sefton exchanged; at most two in a hundred may differ,
and the authority of the report may not.
"""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import Facts, Suite, english, exact, known, totals


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    suites = [known("lsoa21cd", facts, only="E")]
    suites += [english("lsoa21cd", facts, period) for period in ("2021", "2022")]
    for column in ("households", "fuel_poor"):
        national = totals(column, "lsoa21cd", "areacd", facts, exact, mostly=0.98)
        suites += [national, _ours(national, facts)]
    return suites


def _ours(national: Suite, facts: Facts) -> Suite:
    def prepare(rows: pd.DataFrame) -> pd.DataFrame:
        compared = national.prepare(rows)
        return compared[compared["areacd"] == facts.authority]

    agrees = gxe.ExpectColumnValuesToBeInSet(column="agrees", value_set=["yes"])
    return Suite(f"{national.name}, for the authority", [agrees, gxe.ExpectTableRowCountToEqual(value=2)], prepare)
