"""Adult social care: every outcome for the authority, of nearly every council."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite
from fairer_stockton.schemas.staged.adult_social_care import CARE_SHARES, QUALITY_OF_LIFE


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def ours(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["areacd"] == facts.authority]

    every = gxe.ExpectColumnDistinctValuesToContainSet(column="outcome", value_set=[*QUALITY_OF_LIFE, *CARE_SHARES])
    return [
        ExpectationSuite("every outcome for the authority", [every], ours),
        ExpectationSuite("few figures missing", [gxe.ExpectColumnValuesToNotBeNull(column="value", mostly=0.9)]),
    ]
