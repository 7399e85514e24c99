"""Census 2021 TS030: residents by religion."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count

RELIGION_PARTS = [
    "no_religion",
    "christian",
    "buddhist",
    "hindu",
    "jewish",
    "muslim",
    "sikh",
    "other_religion",
    "not_answered",
]


class Staged(StagedTable):
    """Census 2021 TS030: residents by religion."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.", nullable=True)
    ltla21cd: str = declare_area_code("ltla21cd", "Local authority of 2021: the publisher's own total.", nullable=True)
    residents: Whole = declare_count("All usual residents.", "residents")
    no_religion: Whole = declare_count("No religion.", "residents")
    christian: Whole = declare_count("Christian.", "residents")
    buddhist: Whole = declare_count("Buddhist.", "residents")
    hindu: Whole = declare_count("Hindu.", "residents")
    jewish: Whole = declare_count("Jewish.", "residents")
    muslim: Whole = declare_count("Muslim.", "residents")
    sikh: Whole = declare_count("Sikh.", "residents")
    other_religion: Whole = declare_count("Another religion.", "residents")
    not_answered: Whole = declare_count("Did not answer, which is allowed.", "residents")

    @pa.dataframe_check(name="the parts add up to the total")
    @classmethod
    def parts_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the parts with the total of each row."""
        return (rows[RELIGION_PARTS].sum(axis=1) == rows["residents"]).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa21cd", "ltla21cd"]
