"""Census 2021 TS066: residents aged 16 and over by economic activity."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Census 2021 TS066: residents aged 16 and over by economic activity."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.", nullable=True)
    ltla21cd: str = declare_area_code("ltla21cd", "Local authority of 2021: the publisher's own total.", nullable=True)
    residents_16_plus: Whole = declare_count("All residents aged 16 and over.", "residents")
    active: Whole = declare_count("In work or looking for it, but for full-time students.", "residents")
    in_employment: Whole = declare_count("In work, but for full-time students.", "residents")
    active_students: Whole = declare_count("Full-time students in work or looking for it.", "residents")
    students_in_employment: Whole = declare_count("Full-time students in work.", "residents")
    inactive: Whole = declare_count("Neither in work nor looking for it.", "residents")
    long_term_sick_or_disabled: Whole = declare_count(
        "Neither in work nor looking for it, for long-term sickness or disability.", "residents"
    )

    @pa.dataframe_check(name="the parts add up to the total")
    @classmethod
    def parts_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the parts with the total of each row."""
        return rows[["active", "active_students", "inactive"]].sum(axis=1) == rows["residents_16_plus"]

    @pa.dataframe_check(name="no more people in work, or out of it through sickness, than the group they are of")
    @classmethod
    def parts_within_groups(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare each part with its group."""
        return (
            (rows["in_employment"] <= rows["active"])
            & (rows["students_in_employment"] <= rows["active_students"])
            & (rows["long_term_sick_or_disabled"] <= rows["inactive"])
        )

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa21cd", "ltla21cd"]
