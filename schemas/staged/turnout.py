"""Turnout: one row for each ward, district and election, and one for all districts together."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    Whole,
    declare_area_code,
    declare_count,
    declare_percentage,
)


class Staged(StagedTable):
    """Turnout: one row for each ward, district and election, and one for all districts together."""

    wd24cd: str = declare_area_code("wd24cd", "Ward of 2024.", nullable=True)
    areacd: str = declare_area_code(
        "areacd", "District, or England for all districts that voted that day: the sum of their wards.", nullable=True
    )
    electorate: Whole = declare_count("People on the register.", "electors", least=1)
    votes: Whole = declare_count("Votes cast: the electorate times turnout, a voter once.", "votes")
    turnout_percent: Decimal = declare_percentage("Votes over electorate; of a ward as published, to one decimal.")

    @pa.dataframe_check(name="a ward, or a larger area")
    @classmethod
    def one_kind_of_area(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare which of the two codes are there."""
        return rows["wd24cd"].isna() != rows["areacd"].isna()

    class Config(StagedTable.Config):
        """Each area stands once an election."""

        unique = ["wd24cd", "areacd", "period"]
