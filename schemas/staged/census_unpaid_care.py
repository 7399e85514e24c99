"""Census 2021 TS039: residents aged 5 and over by hours of unpaid care a week, one row for each MSOA."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count

CARE_PARTS = [
    "no_care",
    "up_to_9_hours",
    "from_10_to_19_hours",
    "from_20_to_34_hours",
    "from_35_to_49_hours",
    "from_50_hours",
]


class Staged(StagedTable):
    """Census 2021 TS039: residents aged 5 and over by hours of unpaid care a week, one row for each MSOA."""

    msoa21cd: str = declare_area_code("msoa21cd", "MSOA of 2021.")
    residents_5_plus: Whole = declare_count("All residents aged 5 and over.", "residents")
    no_care: Whole = declare_count("Give no unpaid care.", "residents")
    up_to_9_hours: Whole = declare_count("Give 9 hours a week or fewer.", "residents")
    from_10_to_19_hours: Whole = declare_count("Give 10 to 19 hours.", "residents")
    from_20_to_34_hours: Whole = declare_count("Give 20 to 34 hours.", "residents")
    from_35_to_49_hours: Whole = declare_count("Give 35 to 49 hours.", "residents")
    from_50_hours: Whole = declare_count("Give 50 hours or more.", "residents")

    @pa.dataframe_check(name="the parts add up to the total")
    @classmethod
    def parts_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the parts with the total of each row."""
        return (rows[CARE_PARTS].sum(axis=1) == rows["residents_5_plus"]).astype(bool)

    class Config(StagedTable.Config):
        """Each MSOA stands once."""

        unique = ["msoa21cd", "period"]
