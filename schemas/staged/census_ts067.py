"""Census 2021 TS067: residents aged 16 and over by highest qualification."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Census 2021 TS067: residents aged 16 and over by highest qualification."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.", nullable=True)
    ltla21cd: str = declare_area_code("ltla21cd", "Local authority of 2021: the publisher's own total.", nullable=True)
    residents_16_plus: Whole = declare_count("All residents aged 16 and over.", "residents")
    no_qualifications: Whole = declare_count("No qualifications.", "residents")
    level_1: Whole = declare_count("Level 1 and entry level.", "residents")
    level_2: Whole = declare_count("Level 2.", "residents")
    apprenticeship: Whole = declare_count("Apprenticeship.", "residents")
    level_3: Whole = declare_count("Level 3.", "residents")
    level_4_plus: Whole = declare_count("Level 4 and above.", "residents")
    other: Whole = declare_count("Other qualifications.", "residents")

    @pa.dataframe_check(name="the parts add up to the total")
    @classmethod
    def parts_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the parts with the total of each row."""
        parts = ["no_qualifications", "level_1", "level_2", "apprenticeship", "level_3", "level_4_plus", "other"]
        return rows[parts].sum(axis=1) == rows["residents_16_plus"]

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa21cd", "ltla21cd", "period"]
