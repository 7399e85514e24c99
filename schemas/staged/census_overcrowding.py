"""Overcrowding at the census: one row for each neighbourhood in 2021, and for each MSOA in 2011."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Overcrowding at the census: one row for each neighbourhood in 2021, and for each MSOA in 2011."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021; empty in 2011.", nullable=True)
    msoa11cd: str = declare_area_code("msoa11cd", "MSOA of 2011; empty in 2021.", nullable=True)
    households: Whole = declare_count("All households, as the source totals them.", "households")
    rated: Whole = declare_count("Sum of the households of every rating.", "households")
    overcrowded: Whole = declare_count("Households with fewer bedrooms than they need.", "households")

    @pa.dataframe_check(name="the ratings add up to the households")
    @classmethod
    def ratings_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the ratings with the total."""
        return (rows["rated"] == rows["households"]).astype(bool)

    @pa.dataframe_check(name="each row is of a neighbourhood or of an MSOA")
    @classmethod
    def one_kind_of_area(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Check that exactly one of the two codes is there."""
        return rows["lsoa21cd"].isna() != rows["msoa11cd"].isna()

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa21cd", "msoa11cd", "period"]
