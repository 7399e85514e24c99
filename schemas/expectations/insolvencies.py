"""Individual insolvencies: the authority and England in every year."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite
from fairer_stockton.schemas.nations import ENGLAND


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def compared(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["areacd"].isin([facts.authority, ENGLAND])]

    whole = gxe.ExpectColumnDistinctValuesToContainSet(column="areacd", value_set=[facts.authority, ENGLAND])
    known = gxe.ExpectColumnValuesToNotBeNull(column="insolvencies_per_10000")
    return [ExpectationSuite("the authority and England", [whole, known], compared)]
