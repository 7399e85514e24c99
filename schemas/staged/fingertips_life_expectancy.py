"""Life expectancy at birth and its inequality: one row for each area, indicator, sex and period."""

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

INDICATORS = ("Life expectancy at birth", "Inequality in life expectancy at birth")


class Staged(StagedTable):
    """Life expectancy at birth and its inequality: one row for each area, indicator, sex and period."""

    areacd: str = declare_area_code("areacd", "England or an authority.")
    areanm: str = declare_text("Its name.")
    indicator: str = declare_answer(INDICATORS, "Life expectancy, or the slope index of inequality in it.")
    sex: str = declare_answer(("Female", "Male"), "Sex.")
    value: Decimal = declare_number("The figure.", "years", nullable=True)
    marker: str = declare_text("The symbol where there is no figure.", nullable=True)

    @pa.dataframe_check(name="a life expectancy is between 60 and 100 years")
    @classmethod
    def likely_life(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Find lives too short or too long to be one."""
        life = rows["indicator"] == "Life expectancy at birth"
        return (~life | rows["value"].between(60, 100) | rows["value"].isna()).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once for an indicator, sex and period."""

        unique = ["areacd", "indicator", "sex", "period"]
