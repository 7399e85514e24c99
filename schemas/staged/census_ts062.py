"""Census 2021 TS062: residents aged 16 and over by socio-economic class (NS-SeC)."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, code, count


class Staged(StagedTable):
    """Census 2021 TS062: residents aged 16 and over by socio-economic class (NS-SeC)."""

    lsoa21cd: str = code("lsoa21cd", "Neighbourhood of 2021.", nullable=True)
    ltla21cd: str = code("ltla21cd", "Local authority of 2021: the publisher's own total.", nullable=True)
    residents_16_plus: Whole = count("All residents aged 16 and over.", "residents")
    higher_managerial: Whole = count("Higher managerial, administrative and professional occupations.", "residents")
    lower_managerial: Whole = count("Lower managerial, administrative and professional occupations.", "residents")
    intermediate: Whole = count("Intermediate occupations.", "residents")
    small_employers: Whole = count("Small employers and own-account workers.", "residents")
    lower_supervisory: Whole = count("Lower supervisory and technical occupations.", "residents")
    semi_routine: Whole = count("Semi-routine occupations.", "residents")
    routine: Whole = count("Routine occupations.", "residents")
    never_worked: Whole = count("Never worked, or long-term unemployed.", "residents")
    students: Whole = count("Full-time students.", "residents")

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

        unique = ["lsoa21cd", "ltla21cd"]
