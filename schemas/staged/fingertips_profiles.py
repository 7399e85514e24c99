"""Fingertips: one row for each area, indicator, group of people and period."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    declare_answer,
    declare_area_code,
    declare_number,
    declare_text,
)

# The indicators that are rates; every other one is a share.
RATES = (
    "Total prescribed LARC excluding injections rate / 1,000",
    "Under 75 mortality rate from causes considered preventable (per 100,000 population)",
)
GROUPS_OF_PEOPLE = ("Persons", "Male", "Female", "5 years children")


class Staged(StagedTable):
    """Fingertips: one row for each area, indicator, group of people and period."""

    areacd: str = declare_area_code("areacd", "England or a council.")
    areanm: str = declare_text("Its name.")
    indicator: str = declare_text("The publisher's name of the indicator.")
    people: str = declare_answer(GROUPS_OF_PEOPLE, "Whom the figure is of.")
    value: Decimal = declare_number("The figure.", "see the measure", least=0, nullable=True)
    marker: str = declare_text("The symbol where there is no figure.", nullable=True)

    @pa.dataframe_check(name="a share is between 0 and 100")
    @classmethod
    def likely_share(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Find shares of more than everyone."""
        return (rows["indicator"].isin(RATES) | (rows["value"] <= 100) | rows["value"].isna()).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once for an indicator, group and period."""

        unique = ["areacd", "indicator", "people", "period"]
