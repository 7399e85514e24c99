"""Deaths and population: one row for each neighbourhood, sex and age band of pooled years."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_answer, declare_area_code, declare_count

AGE_BANDS = ("0", "1 to 4", *(f"{start} to {start + 4}" for start in range(5, 90, 5)), "90 and over")


class Staged(StagedTable):
    """Deaths and population: one row for each neighbourhood, sex and age band of pooled years."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021 in which people lived.")
    sex: str = declare_answer(("Female", "Male"), "Sex.")
    age_band: str = declare_answer(AGE_BANDS, "Age, in twenty bands.")
    deaths: Whole = declare_count("Deaths registered in the pooled years.", "deaths", usual=(0, 500))
    population: Whole = declare_count(
        "Residents of each of the pooled years, added up.", "person-years", usual=(0, 20_000)
    )

    @pa.dataframe_check(name="no more deaths than person-years", description="deaths, population")
    @classmethod
    def deaths_within_population(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare deaths with person-years; a band that nobody lived in may still have one death."""
        return rows["deaths"] <= rows["population"].clip(lower=1)

    class Config(StagedTable.Config):
        """Each cell stands once."""

        unique = ["lsoa21cd", "sex", "age_band", "period"]
