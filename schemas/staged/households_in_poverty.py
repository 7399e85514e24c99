"""Households below 60% of the median income: one row for each MSOA, and for each council, region and England."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import Decimal, StagedTable, declare_area_code, declare_percentage

LARGER = "a larger area, of which the publisher has no figure"


class Staged(StagedTable):
    """Households below 60% of the median income, after and before housing costs.

    The share of a larger area is that of its MSOAs weighted by their households in Census 2011.
    """

    msoa11cd: str = declare_area_code("msoa11cd", "MSOA of 2011; empty in the row of a larger area.", nullable=True)
    areacd: str = declare_area_code("areacd", "Council of 2014, region or England; empty for an MSOA.", nullable=True)
    after_percent: Decimal = declare_percentage("Households below 60% of the median, after housing costs.")
    after_lower_percent: Decimal = declare_percentage("Its lower 95% limit.", unknown=LARGER)
    after_upper_percent: Decimal = declare_percentage("Its upper 95% limit.", unknown=LARGER)
    before_percent: Decimal = declare_percentage("Households below 60% of the median, before housing costs.")
    before_lower_percent: Decimal = declare_percentage("Its lower 95% limit.", unknown=LARGER)
    before_upper_percent: Decimal = declare_percentage("Its upper 95% limit.", unknown=LARGER)

    @pa.dataframe_check(name="each share lies between its limits")
    @classmethod
    def between_its_limits(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare each share with the publisher's limits, where there are any."""
        inside = pd.Series(True, rows.index)
        for part in ("after", "before"):
            lower, upper = rows[f"{part}_lower_percent"], rows[f"{part}_upper_percent"]
            inside &= lower.isna() | rows[f"{part}_percent"].between(lower, upper)
        return inside.astype(bool)

    @pa.dataframe_check(name="each row is of an MSOA or of a larger area")
    @classmethod
    def one_kind_of_area(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Check that exactly one of the two codes is there."""
        return rows["msoa11cd"].isna() != rows["areacd"].isna()

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["msoa11cd", "areacd", "period"]
