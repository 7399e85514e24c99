"""Census 2021 TS077: residents aged 16 and over by sexual orientation, one row for each MSOA."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count

ORIENTATION_PARTS = [
    "straight",
    "gay_or_lesbian",
    "bisexual",
    "other_orientation",
    "not_answered",
]


class Staged(StagedTable):
    """Census 2021 TS077: residents aged 16 and over by sexual orientation, one row for each MSOA."""

    msoa21cd: str = declare_area_code("msoa21cd", "MSOA of 2021.")
    residents_16_plus: Whole = declare_count("All residents aged 16 and over, as the source totals them.", "residents")
    straight: Whole = declare_count("Straight or heterosexual.", "residents")
    gay_or_lesbian: Whole = declare_count("Gay or lesbian.", "residents")
    bisexual: Whole = declare_count("Bisexual.", "residents")
    other_orientation: Whole = declare_count("Another orientation.", "residents")
    not_answered: Whole = declare_count("Did not answer, which is allowed.", "residents")

    @pa.dataframe_check(name="the parts add up to the total")
    @classmethod
    def parts_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the parts with the total of each row."""
        return (rows[ORIENTATION_PARTS].sum(axis=1) == rows["residents_16_plus"]).astype(bool)

    class Config(StagedTable.Config):
        """Each MSOA stands once."""

        unique = ["msoa21cd", "period"]
