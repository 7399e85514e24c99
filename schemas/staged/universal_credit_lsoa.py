"""People on Universal Credit: one row for each neighbourhood of 2021 and year."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import (
    StagedTable,
    Whole,
    declare_area_code,
    declare_count,
    declare_patterned_text,
)


class Staged(StagedTable):
    """People on Universal Credit: one row for each neighbourhood of 2021 and year."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.")
    month: str = declare_patterned_text("The month of the count.", r"^\d{4}03$", "March of a year, as 202403")
    people: Whole = declare_count(
        "People on Universal Credit, changed a little at random by the publisher. Empty where it gives no count.",
        "people",
        nullable=True,
    )

    @pa.dataframe_check(name="a count of the year that the file is of", description="month, period")
    @classmethod
    def month_is_of_the_period(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the month with the period."""
        return (rows["month"].str[:4] == rows["period"]).astype(bool)

    class Config(StagedTable.Config):
        """Each neighbourhood stands once a year."""

        unique = ["lsoa21cd", "period"]
