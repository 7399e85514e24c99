"""Census 2021 TS029: residents aged 3 and over by main language, one row for each MSOA."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count

ENGLISH_PARTS = [
    "speaks_very_well",
    "speaks_well",
    "speaks_not_well",
    "speaks_none",
]


class Staged(StagedTable):
    """Census 2021 TS029: residents aged 3 and over by main language, one row for each MSOA."""

    msoa21cd: str = declare_area_code("msoa21cd", "MSOA of 2021.")
    residents_3_plus: Whole = declare_count("All residents aged 3 and over.", "residents")
    main_language_english: Whole = declare_count("Main language English (or Welsh, in Wales).", "residents")
    main_language_other: Whole = declare_count("Another main language: the sum of the four below.", "residents")
    speaks_very_well: Whole = declare_count("Another, and speak English very well.", "residents")
    speaks_well: Whole = declare_count("Another, and speak English well.", "residents")
    speaks_not_well: Whole = declare_count("Another, and cannot speak English well.", "residents")
    speaks_none: Whole = declare_count("Another, and cannot speak English.", "residents")

    @pa.dataframe_check(name="the parts add up to the total")
    @classmethod
    def parts_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the parts with the total of each row."""
        return (rows[ENGLISH_PARTS].sum(axis=1) == rows["main_language_other"]).astype(bool)

    class Config(StagedTable.Config):
        """Each MSOA stands once."""

        unique = ["msoa21cd", "period"]
