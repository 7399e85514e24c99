"""COVID-19: one row for each MSOA of England."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """COVID-19: one row for each MSOA of England."""

    msoa11cd: str = declare_area_code("msoa11cd", "MSOA of 2011.")
    covid_deaths: Whole = declare_count(
        "Deaths that involved COVID-19, March 2020 to April 2021, as the source totals them.", "deaths"
    )
    deaths_by_month: Whole = declare_count("The same, added up from the fourteen months.", "deaths")
    first_doses_50_plus: Whole = declare_count("First doses given to people aged 50 and over by April 2021.", "doses")
    residents: Whole = declare_count("All residents in the middle of 2020.", "residents", least=1)
    residents_50_plus: Whole = declare_count("Residents aged 50 and over in the middle of 2020.", "residents", least=1)

    @pa.dataframe_check(name="the months add up to the total")
    @classmethod
    def months_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the months with the total of each row."""
        return (rows["deaths_by_month"] == rows["covid_deaths"]).astype(bool)

    class Config(StagedTable.Config):
        """Each MSOA stands once."""

        unique = ["msoa11cd"]
