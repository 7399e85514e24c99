"""Claimants of Local Council Tax Support: one row for each area and quarter."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Claimants of Local Council Tax Support: one row for each area and quarter."""

    areacd: str = declare_area_code("areacd", "Local authority or England.")
    pensioners: Whole = declare_count("Claimants of pension age.", "claimants", nullable=True)
    working_age: Whole = declare_count("Claimants of working age.", "claimants", nullable=True)
    dwellings: Whole = declare_count("Dwellings of that year; of 2021 in later ones.", "dwellings", least=1)

    @pa.dataframe_check(name="no more claimants than dwellings")
    @classmethod
    def part_within_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the part with the whole, where both are known."""
        return (rows["pensioners"] + rows["working_age"] <= rows["dwellings"]).fillna(True).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period"]
