"""Years lived by residents: every neighbourhood of England and all nineteen age bands of each."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_english_neighbourhood,
    expect_known_codes,
)
from fairer_stockton.schemas.staged.residents_by_age_band import AGE_BANDS_TO_85


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [
        expect_known_codes("lsoa11cd", facts),
        expect_every_english_neighbourhood("lsoa11cd", facts),
        expect_every_age_band(),
    ]


def expect_every_age_band() -> ExpectationSuite:
    """Expect all age bands of each neighbourhood, without which no life table can be made."""
    whole = gxe.ExpectColumnValuesToBeInSet(column="bands", value_set=[len(AGE_BANDS_TO_85)])
    return ExpectationSuite("every age band of each neighbourhood", [whole], _count_bands_by_neighbourhood)


def _count_bands_by_neighbourhood(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby("lsoa11cd", as_index=False).agg(bands=("age_band", "size"))
