"""Households owed a homelessness duty: one row for each area and quarter."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Households owed a homelessness duty: one row for each area and quarter."""

    areacd: str = declare_area_code("areacd", "Local authority, region or England.")
    households: Whole = declare_count("Households that were assessed and are owed a duty.", "households", nullable=True)
    dwellings: Whole = declare_count("Dwellings in 2021.", "dwellings", least=1)

    @pa.dataframe_check(name="no more households than dwellings")
    @classmethod
    def part_within_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the part with the whole, where both are known."""
        return (rows["households"] <= rows["dwellings"]).fillna(True).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period"]
