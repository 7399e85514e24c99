"""Civic engagement: one row for England and each region, each survey year."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import Decimal, StagedTable, declare_area_code, declare_percentage


class Staged(StagedTable):
    """Civic engagement: one row for England and each region, each survey year."""

    areacd: str = declare_area_code("areacd", "England or a region.")
    value: Decimal = declare_percentage("Adults who took part in civic life in the year before.")
    lower_95: Decimal = declare_percentage("Lower 95 % confidence limit; published for few years.", nullable=True)
    upper_95: Decimal = declare_percentage("Upper 95 % confidence limit; published for few years.", nullable=True)

    @pa.dataframe_check(name="the figure lies within its limits")
    @classmethod
    def limits_hold_the_figure(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare each figure with its limits, where it has any."""
        inside = (rows["lower_95"] <= rows["value"]) & (rows["value"] <= rows["upper_95"])
        return inside.fillna(True).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once a year."""

        unique = ["areacd", "period"]
