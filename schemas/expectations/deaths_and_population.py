"""Deaths and population: every neighbourhood of the authority with both sexes and all twenty age bands, once."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import Facts, Suite, authority_count, known, resident

CELLS = 2 * 20  # sexes by age bands
DEATHS_PER_1000 = (4, 25)  # in a year, of all ages


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    whole = gxe.ExpectColumnValuesToBeInSet(column="cells", value_set=[CELLS])
    low, high = DEATHS_PER_1000
    plausible = gxe.ExpectColumnValuesToBeBetween(column="deaths_per_1000", min_value=low, max_value=high)
    return [
        known("lsoa21cd", facts, only="E"),
        resident("lsoa21cd", facts),
        *authority_count("lsoa21cd", facts),
        Suite("every sex and age band of each neighbourhood", [whole], _cells),
        Suite("deaths in proportion to people", [plausible], _rates),
    ]


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby(["period", "lsoa21cd"], as_index=False).agg(cells=("age_band", "size"))


def _rates(rows: pd.DataFrame) -> pd.DataFrame:
    sums = rows.groupby("period", as_index=False)[["deaths", "population"]].sum()
    return sums.assign(deaths_per_1000=1000 * sums["deaths"].astype(float) / sums["population"].astype(float))
