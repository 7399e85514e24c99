"""Deaths: every neighbourhood of England and all age bands of each, and about as many deaths as the country has."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.residents_by_age_band import expect_every_age_band
from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_english_neighbourhood,
    expect_known_codes,
)

DEATHS_A_NEIGHBOURHOOD = (30, 60)  # in three years; some 540,000 die a year in England and Wales, 15 a neighbourhood


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    low, high = DEATHS_A_NEIGHBOURHOOD
    plausible = gxe.ExpectColumnValuesToBeBetween(column="deaths_a_neighbourhood", min_value=low, max_value=high)
    return [
        expect_known_codes("lsoa11cd", facts),
        expect_every_english_neighbourhood("lsoa11cd", facts),
        expect_every_age_band(),
        ExpectationSuite("deaths in proportion to neighbourhoods", [plausible], _compute_mean_deaths),
    ]


def _compute_mean_deaths(rows: pd.DataFrame) -> pd.DataFrame:
    mean = float(rows["deaths"].sum()) / max(rows["lsoa11cd"].nunique(), 1)
    return rows.head(1).assign(deaths_a_neighbourhood=mean)
