"""Consumer prices: from one whole year to the next they have never fallen, nor risen by a fifth, since 1988."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""

    def compare_with_year_before(rows: pd.DataFrame) -> pd.DataFrame:
        years = rows[rows["period"].str.fullmatch(r"\d{4}")].sort_values("period")
        return years.assign(rise=years["price_index"] / years["price_index"].shift()).dropna(subset=["rise"])

    steady = gxe.ExpectColumnValuesToBeBetween(column="rise", min_value=1, max_value=1.2)
    return [ExpectationSuite("the rise of a year", [steady], compare_with_year_before)]
