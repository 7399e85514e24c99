"""Census 2021 TS038: one row for each neighbourhood."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Census 2021 TS038: one row for each neighbourhood."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.")
    residents: Whole = declare_count("All usual residents, as the source totals them.", "residents")
    disabled: Whole = declare_count(
        "Residents whose day-to-day activities a lasting condition or illness limits, a little or a lot.", "residents"
    )
    not_disabled: Whole = declare_count("All other residents.", "residents")

    @pa.dataframe_check(name="disabled and not disabled add up to the residents")
    @classmethod
    def groups_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the two with the total."""
        return (rows["disabled"] + rows["not_disabled"] == rows["residents"]).astype(bool)

    class Config(StagedTable.Config):
        """Each neighbourhood stands once."""

        unique = ["lsoa21cd", "period"]
