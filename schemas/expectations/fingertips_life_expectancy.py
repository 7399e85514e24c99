"""Life expectancy: both indicators and both sexes for the authority and England, with few figures missing."""

from collections.abc import Callable

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite
from fairer_stockton.schemas.nations import ENGLAND
from fairer_stockton.schemas.staged.fingertips_life_expectancy import INDICATORS


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    both = [
        gxe.ExpectColumnDistinctValuesToContainSet(column="indicator", value_set=list(INDICATORS)),
        gxe.ExpectColumnDistinctValuesToContainSet(column="sex", value_set=["Female", "Male"]),
    ]

    def of(area: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
        return lambda rows: rows[rows["areacd"] == area]

    return [
        ExpectationSuite("both indicators and sexes for the authority", both, of(facts.authority)),
        ExpectationSuite("both indicators and sexes for England", both, of(ENGLAND)),
        ExpectationSuite("few figures missing", [gxe.ExpectColumnValuesToNotBeNull(column="value", mostly=0.95)]),
    ]
