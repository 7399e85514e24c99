"""Dwellings that are rented privately: one row for each area and year."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    Whole,
    declare_area_code,
    declare_count,
    declare_number,
    declare_percentage,
)


class Staged(StagedTable):
    """Dwellings that are rented privately: one row for each area and year."""

    areacd: str = declare_area_code("areacd", "Local authority, or England: added up from them.")
    rented: Whole = declare_count("Dwellings rented privately.", "dwellings", nullable=True)
    dwellings: Whole = declare_count("Dwellings.", "dwellings", nullable=True)
    rented_percent: Decimal = declare_percentage("Their share.", nullable=True)
    lower_95: Decimal = declare_number("Lower end of the publisher's 95% interval.", "percent", nullable=True)
    upper_95: Decimal = declare_number("Upper end of it.", "percent", nullable=True)

    @pa.dataframe_check(name="the share within its interval")
    @classmethod
    def part_within_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the part with the whole, where both are known."""
        return (rows["lower_95"] <= rows["upper_95"]).fillna(True).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period"]
