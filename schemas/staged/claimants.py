"""Claimants: one row for each neighbourhood of 2011 and year."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import (
    StagedTable,
    Whole,
    declare_area_code,
    declare_count,
    declare_patterned_text,
)

ROUNDED_TO = 5


class Staged(StagedTable):
    """Claimants: one row for each neighbourhood of 2011 and year."""

    lsoa11cd: str = declare_area_code("lsoa11cd", "Neighbourhood of 2011.")
    month: str = declare_patterned_text("The month of the count.", r"^\d{4}-03$", "March of a year, as 2024-03")
    claimants: Whole = declare_count("People who claim, rounded to the nearest 5.", "claimants")
    record_count: Whole = declare_count("Rows that the whole answer has, on all its pages.", "rows", least=1)

    @pa.dataframe_check(name="counts rounded to the nearest 5", description="claimants")
    @classmethod
    def counts_are_rounded(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Check that each count is a multiple of 5, as the publisher rounds them."""
        return (rows["claimants"] % ROUNDED_TO == 0).astype(bool)

    @pa.dataframe_check(name="a count of the year that the file is of", description="month, period")
    @classmethod
    def month_is_of_the_period(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the month with the period."""
        return (rows["month"].str[:4] == rows["period"]).astype(bool)

    class Config(StagedTable.Config):
        """Each neighbourhood stands once a year."""

        unique = ["lsoa11cd", "period"]
