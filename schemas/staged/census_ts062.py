"""Census 2021 TS062: residents aged 16 and over by socio-economic class (NS-SeC)."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Census 2021 TS062: residents aged 16 and over by socio-economic class (NS-SeC)."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.", nullable=True)
    ltla21cd: str = declare_area_code("ltla21cd", "Local authority of 2021: the publisher's own total.", nullable=True)
    residents_16_plus: Whole = declare_count("All residents aged 16 and over.", "residents")
    higher_managerial: Whole = declare_count(
        "Higher managerial, administrative and professional occupations.", "residents"
    )
    lower_managerial: Whole = declare_count(
        "Lower managerial, administrative and professional occupations.", "residents"
    )
    intermediate: Whole = declare_count("Intermediate occupations.", "residents")
    small_employers: Whole = declare_count("Small employers and own-account workers.", "residents")
    lower_supervisory: Whole = declare_count("Lower supervisory and technical occupations.", "residents")
    semi_routine: Whole = declare_count("Semi-routine occupations.", "residents")
    routine: Whole = declare_count("Routine occupations.", "residents")
    never_worked: Whole = declare_count("Never worked, or long-term unemployed.", "residents")
    students: Whole = declare_count("Full-time students.", "residents")

    @pa.dataframe_check(name="the parts add up to the total")
    @classmethod
    def parts_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the parts with the total of each row."""
        parts = [
            "higher_managerial",
            "lower_managerial",
            "intermediate",
            "small_employers",
            "lower_supervisory",
            "semi_routine",
            "routine",
            "never_worked",
            "students",
        ]
        return rows[parts].sum(axis=1) == rows["residents_16_plus"]

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa21cd", "ltla21cd", "period"]
