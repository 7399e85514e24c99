"""Disabled residents by age: one row for each council and age band."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count, declare_text


class Staged(StagedTable):
    """Disabled residents by age: one row for each council and age band."""

    ltla21cd: str = declare_area_code("ltla21cd", "Council of 2021.")
    age_band: str = declare_text("Ages, in the publisher's words.")
    residents: Whole = declare_count("Residents of that age.", "residents")
    disabled: Whole = declare_count("Those of them who are disabled under the Equality Act.", "residents")

    @pa.dataframe_check(name="the disabled are among the residents")
    @classmethod
    def disabled_are_residents(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare those who are disabled with all residents."""
        return (rows["disabled"] <= rows["residents"]).astype(bool)

    class Config(StagedTable.Config):
        """Each age band of a council stands once."""

        unique = ["ltla21cd", "age_band", "period"]
