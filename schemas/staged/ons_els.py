"""Explore Local Statistics: one row for each area, indicator and period."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import Decimal, StagedTable, declare_area_code, declare_number, declare_text


class Staged(StagedTable):
    """Explore Local Statistics: one row for each area, indicator and period."""

    areacd: str = declare_area_code("areacd", "Country, region, authority or statistical area.")
    areanm: str = declare_text("Its name.")
    indicator: str = declare_text("The publisher's name of the indicator.")
    unit: str = declare_text("Unit of the figure.")
    value: Decimal = declare_number("The figure.", "see unit", nullable=True)
    lower_95: Decimal = declare_number("Lower 95 % confidence limit.", "see unit", nullable=True)
    upper_95: Decimal = declare_number("Upper 95 % confidence limit.", "see unit", nullable=True)
    marker: str = declare_text("The publisher's symbol where there is no figure, or a doubtful one.", nullable=True)

    @pa.dataframe_check(name="the figure lies within its limits")
    @classmethod
    def limits_hold_the_figure(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare each figure with its limits, where it has any; half a last digit is rounding."""
        inside = (rows["lower_95"] <= rows["value"] + 0.05) & (rows["value"] <= rows["upper_95"] + 0.05)
        return inside.fillna(True).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "indicator", "period"]
