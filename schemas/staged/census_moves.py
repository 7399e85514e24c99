"""Census 2021 TS019: residents aged 1 and over by their address a year before, one row for each MSOA."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count

MOVES_PARTS = [
    "same_address",
    "student_address",
    "moved_within_uk",
    "moved_from_abroad",
]


class Staged(StagedTable):
    """Census 2021 TS019: residents aged 1 and over by their address a year before, one row for each MSOA."""

    msoa21cd: str = declare_area_code("msoa21cd", "MSOA of 2021.")
    residents_1_plus: Whole = declare_count("All residents aged 1 and over.", "residents")
    same_address: Whole = declare_count("At the same address.", "residents")
    student_address: Whole = declare_count("At a term-time or boarding school address.", "residents")
    moved_within_uk: Whole = declare_count("At another address in the United Kingdom.", "residents")
    moved_from_abroad: Whole = declare_count("At an address outside it.", "residents")

    @pa.dataframe_check(name="the parts add up to the total")
    @classmethod
    def parts_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the parts with the total of each row."""
        return (rows[MOVES_PARTS].sum(axis=1) == rows["residents_1_plus"]).astype(bool)

    class Config(StagedTable.Config):
        """Each MSOA stands once."""

        unique = ["msoa21cd", "period"]
