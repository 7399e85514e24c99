"""Census 2021 TS037: residents by how they rate their health."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Census 2021 TS037: residents by how they rate their health."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.", nullable=True)
    ltla21cd: str = declare_area_code("ltla21cd", "Local authority of 2021: the publisher's own total.", nullable=True)
    residents: Whole = declare_count("All residents.", "residents")
    very_good: Whole = declare_count("In very good health.", "residents")
    good: Whole = declare_count("In good health.", "residents")
    fair: Whole = declare_count("In fair health.", "residents")
    bad: Whole = declare_count("In bad health.", "residents")
    very_bad: Whole = declare_count("In very bad health.", "residents")

    @pa.dataframe_check(name="the parts add up to the total")
    @classmethod
    def parts_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the parts with the total of each row."""
        return rows[["very_good", "good", "fair", "bad", "very_bad"]].sum(axis=1) == rows["residents"]

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa21cd", "ltla21cd"]
