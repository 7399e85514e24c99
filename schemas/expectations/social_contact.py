"""Social contact: users and carers, for the authority and England, with limits wherever there is a figure."""

from collections.abc import Callable

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite
from fairer_stockton.schemas.nations import ENGLAND
from fairer_stockton.schemas.staged.social_contact import USERS_AND_CARERS


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def of(area: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
        return lambda rows: rows[rows["areacd"] == area]

    def known(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["value"].notna()]

    both = gxe.ExpectColumnDistinctValuesToContainSet(column="people", value_set=list(USERS_AND_CARERS))
    limits = [gxe.ExpectColumnValuesToNotBeNull(column=column) for column in ("lower_95", "upper_95")]
    return [
        ExpectationSuite("users and carers for the authority", [both], of(facts.authority)),
        ExpectationSuite("users and carers for England", [both], of(ENGLAND)),
        ExpectationSuite("every figure has its limits", limits, known),
        ExpectationSuite("few figures missing", [gxe.ExpectColumnValuesToNotBeNull(column="value", mostly=0.95)]),
    ]
