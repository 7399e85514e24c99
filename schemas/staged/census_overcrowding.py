"""Census 2021 TS052: one row for each neighbourhood."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Census 2021 TS052: one row for each neighbourhood."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.")
    households: Whole = declare_count("All households, as the source totals them.", "households")
    rated: Whole = declare_count("Sum of the households of every rating.", "households")
    overcrowded: Whole = declare_count("Households with fewer bedrooms than they need.", "households")

    @pa.dataframe_check(name="the ratings add up to the households")
    @classmethod
    def ratings_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the ratings with the total."""
        return (rows["rated"] == rows["households"]).astype(bool)

    class Config(StagedTable.Config):
        """Each neighbourhood stands once."""

        unique = ["lsoa21cd", "period"]
