"""Community Life Survey: the authority's answer to each question, and percentages rather than fractions."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite

FRACTION = 1  # no question has so small a percentage in every council


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    ours = gxe.ExpectColumnDistinctValuesToContainSet(column="areacd", value_set=[facts.authority])
    percentages = gxe.ExpectColumnValuesToBeBetween(column="highest", min_value=FRACTION, strict_min=True)
    return [
        ExpectationSuite("the authority among the councils", [ours]),
        ExpectationSuite(
            "percentages, not fractions",
            [percentages],
            _find_highest_percentage,
            "a percentage above 1 in some council",
        ),
    ]


def _find_highest_percentage(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby(["question", "period"], as_index=False).agg(highest=("percent", "max"))
