"""Deaths and population: every neighbourhood of the authority with both sexes and all twenty age bands, once."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_area_of_authority,
    expect_known_codes,
    expect_only_areas_of_authority,
)

CELLS = 2 * 20  # sexes by age bands
DEATHS_PER_1000 = (4, 25)  # in a year, of all ages


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    whole = gxe.ExpectColumnValuesToBeInSet(column="cells", value_set=[CELLS])
    low, high = DEATHS_PER_1000
    plausible = gxe.ExpectColumnValuesToBeBetween(column="deaths_per_1000", min_value=low, max_value=high)
    return [
        expect_known_codes("lsoa21cd", facts, code_prefix="E"),
        expect_only_areas_of_authority("lsoa21cd", facts),
        *expect_every_area_of_authority("lsoa21cd", facts),
        ExpectationSuite("every sex and age band of each neighbourhood", [whole], _count_rows_by_neighbourhood),
        ExpectationSuite("deaths in proportion to people", [plausible], _compute_deaths_per_1000),
    ]


def _count_rows_by_neighbourhood(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby(["period", "lsoa21cd"], as_index=False).agg(cells=("age_band", "size"))


def _compute_deaths_per_1000(rows: pd.DataFrame) -> pd.DataFrame:
    sums = rows.groupby("period", as_index=False)[["deaths", "population"]].sum()
    return sums.assign(deaths_per_1000=1000 * sums["deaths"].astype(float) / sums["population"].astype(float))
