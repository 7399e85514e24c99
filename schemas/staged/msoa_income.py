"""Household income of four kinds: one row for each MSOA and edition, and for councils, regions and England."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import Decimal, StagedTable, declare_answer, declare_area_code, declare_number

KINDS = ("after_housing_costs", "before_housing_costs", "net", "total")
WITHOUT_LIMITS = "an edition or a larger area that has no limits"


class Staged(StagedTable):
    """Mean household income a year: before tax (`total`), after it (`net`), and that before and after housing costs.

    The last two are made comparable for the size of households.
    That of a larger area is its MSOAs' weighted by their households in Census 2011.
    """

    kind: str = declare_answer(KINDS, "Which income.")
    msoa11cd: str = declare_area_code("msoa11cd", "MSOA of 2011; empty in the row of a larger area.", nullable=True)
    areacd: str = declare_area_code("areacd", "Council of 2020, region or England; empty for an MSOA.", nullable=True)
    income_gbp: Decimal = declare_number("Income in a year.", "pounds", least=5_000, most=150_000)
    lower_gbp: Decimal = declare_number("Its lower 95% limit.", "pounds", least=0, unknown=WITHOUT_LIMITS)
    upper_gbp: Decimal = declare_number("Its upper 95% limit.", "pounds", least=0, unknown=WITHOUT_LIMITS)

    @pa.dataframe_check(name="income lies between its limits, the lower one in the lower column")
    @classmethod
    def between_its_limits(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare income with the publisher's limits: its table has the upper one first."""
        inside = rows["income_gbp"].between(rows["lower_gbp"], rows["upper_gbp"])
        return (rows["lower_gbp"].isna() | inside).astype(bool)

    @pa.dataframe_check(name="each row is of an MSOA or of a larger area")
    @classmethod
    def one_kind_of_area(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Check that exactly one of the two codes is there."""
        return rows["msoa11cd"].isna() != rows["areacd"].isna()

    class Config(StagedTable.Config):
        """Each area stands once in an edition of an income."""

        unique = ["kind", "msoa11cd", "areacd", "period"]
