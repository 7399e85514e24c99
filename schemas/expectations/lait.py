"""Local Authority Interactive Tool: the measures that the report uses, for England, with few figures missing."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite

ENGLAND_NUMBER = 970
MEASURES = (
    "FSM_AVG_Attain8_Score",
    "NonFSM_AVG_Attain8_Score",
    "KS2RWM_Expected_STD",
    "FSM_NEW_KS2_RWM",
    "NonFSM_NEW_KS2_RWM",
    "CIN_KS2_ExpStd_RWM",
    "%_2yr_olds",
    "%_3&4yr_olds",
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def england(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["la_number"] == ENGLAND_NUMBER]

    def ours(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["la_number"].map(facts.parents["la_number"]) == facts.authority]

    present = gxe.ExpectColumnDistinctValuesToContainSet(column="measure", value_set=list(MEASURES))
    return [
        ExpectationSuite("every measure for England", [present], england),
        ExpectationSuite("every measure for the authority", [present], ours),
        ExpectationSuite("few figures missing", [gxe.ExpectColumnValuesToNotBeNull(column="value", mostly=0.7)]),
    ]
