"""Loneliness in England by age: one row for each age band and year."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    Whole,
    declare_count,
    declare_patterned_text,
    declare_percentage,
)


class Staged(StagedTable):
    """Loneliness in England by age: one row for each age band and year."""

    age_band: str = declare_patterned_text(
        "Ages of those asked, as the table of bands has them.",
        r"^\d{1,2} (to \d{1,2}|and over)$",
        "16 to 24, or 75 and over",
    )
    percent: Decimal = declare_percentage("Those who are often or always lonely.")
    lower_95: Decimal = declare_percentage("Lower 95 % confidence limit.")
    upper_95: Decimal = declare_percentage("Upper 95 % confidence limit.")
    respondents: Whole = declare_count("People asked.", "people")

    @pa.dataframe_check(name="the figure lies within its limits")
    @classmethod
    def limits_hold_the_figure(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare each figure with its limits."""
        return ((rows["lower_95"] <= rows["percent"]) & (rows["percent"] <= rows["upper_95"])).astype(bool)

    class Config(StagedTable.Config):
        """Each age band stands once a year."""

        unique = ["age_band", "period"]
