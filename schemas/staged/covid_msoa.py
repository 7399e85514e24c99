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
    first_doses_50_to_54: Whole = declare_count("First doses given at ages 50 to 54.", "doses")
    first_doses_55_to_59: Whole = declare_count("First doses given at ages 55 to 59.", "doses")
    first_doses_60_to_64: Whole = declare_count("First doses given at ages 60 to 64.", "doses")
    first_doses_65_to_69: Whole = declare_count("First doses given at ages 65 to 69.", "doses")
    first_doses_70_to_74: Whole = declare_count("First doses given at ages 70 to 74.", "doses")
    first_doses_75_to_79: Whole = declare_count("First doses given at ages 75 to 79.", "doses")
    first_doses_80_plus: Whole = declare_count("First doses given at ages 80 and over.", "doses")
    residents: Whole = declare_count("All residents in the middle of 2020.", "residents", least=1)
    residents_50_to_54: Whole = declare_count("Residents aged 50 to 54.", "residents")
    residents_55_to_59: Whole = declare_count("Residents aged 55 to 59.", "residents")
    residents_60_to_64: Whole = declare_count("Residents aged 60 to 64.", "residents")
    residents_65_to_69: Whole = declare_count("Residents aged 65 to 69.", "residents")
    residents_70_to_74: Whole = declare_count("Residents aged 70 to 74.", "residents")
    residents_75_to_79: Whole = declare_count("Residents aged 75 to 79.", "residents")
    residents_80_plus: Whole = declare_count("Residents aged 80 and over.", "residents")
    residents_50_plus: Whole = declare_count("Residents aged 50 and over in the middle of 2020.", "residents", least=1)

    @pa.dataframe_check(name="the months add up to the total")
    @classmethod
    def months_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the months with the total of each row."""
        return (rows["deaths_by_month"] == rows["covid_deaths"]).astype(bool)

    @pa.dataframe_check(name="the ages add up to everyone aged 50 and over")
    @classmethod
    def ages_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sums of the ages with the totals of each row, of doses and of residents."""
        equal = [
            rows.filter(regex=rf"^{counted}_\d\d_(to_\d\d|plus)$").drop(columns=whole).sum(axis=1) == rows[whole]
            for counted, whole in (("first_doses", "first_doses_50_plus"), ("residents", "residents_50_plus"))
        ]
        return (equal[0] & equal[1]).astype(bool)

    class Config(StagedTable.Config):
        """Each MSOA stands once."""

        unique = ["msoa11cd"]
