"""Census 2021 TS021: one row for each neighbourhood."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count

GROUP_COLUMNS = ["asian", "black", "mixed", "white", "other"]


class Staged(StagedTable):
    """Census 2021 TS021: one row for each neighbourhood."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.")
    residents: Whole = declare_count("All usual residents, as the source totals them.", "residents")
    asian: Whole = declare_count("Asian, Asian British or Asian Welsh.", "residents")
    black: Whole = declare_count("Black, Black British, Black Welsh, Caribbean or African.", "residents")
    mixed: Whole = declare_count("Mixed or multiple ethnic groups.", "residents")
    white: Whole = declare_count("White, those of minorities (Roma, Irish, others) among them.", "residents")
    other: Whole = declare_count("Another ethnic group.", "residents")

    @pa.dataframe_check(name="the groups add up to the residents")
    @classmethod
    def groups_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the groups with the total."""
        return (rows[GROUP_COLUMNS].sum(axis=1) == rows["residents"]).astype(bool)

    class Config(StagedTable.Config):
        """Each neighbourhood stands once."""

        unique = ["lsoa21cd", "period"]
