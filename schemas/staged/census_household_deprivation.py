"""Census households by dimensions of deprivation: one row for each neighbourhood and census."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count

DEPRIVATION_PARTS = ["not_deprived", "deprived_in_one", "deprived_in_two", "deprived_in_three", "deprived_in_four"]


class Staged(StagedTable):
    """Census households by dimensions of deprivation: one row for each neighbourhood and census."""

    lsoa11cd: str = declare_area_code("lsoa11cd", "Neighbourhood of 2011.", nullable=True)
    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.", nullable=True)
    households: Whole = declare_count("All households: the sum of the five counts.", "households")
    not_deprived: Whole = declare_count("Not deprived in any dimension.", "households")
    deprived_in_one: Whole = declare_count("Deprived in one dimension.", "households")
    deprived_in_two: Whole = declare_count("Deprived in two dimensions.", "households")
    deprived_in_three: Whole = declare_count("Deprived in three dimensions.", "households")
    deprived_in_four: Whole = declare_count("Deprived in all four dimensions.", "households")

    @pa.dataframe_check(name="a neighbourhood of 2011, or one of 2021")
    @classmethod
    def one_kind_of_area(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare which of the two codes are there."""
        return rows["lsoa11cd"].isna() != rows["lsoa21cd"].isna()

    @pa.dataframe_check(name="the parts add up to the households")
    @classmethod
    def parts_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the parts with the total of each row."""
        return (rows[DEPRIVATION_PARTS].sum(axis=1) == rows["households"]).astype(bool)

    class Config(StagedTable.Config):
        """Each neighbourhood stands once a census."""

        unique = ["lsoa11cd", "lsoa21cd", "period"]
