"""Social contact of adult social care users and of carers: one row for each area, group and year."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    declare_answer,
    declare_area_code,
    declare_percentage,
    declare_text,
)

USERS_AND_CARERS = ("Users", "Carers")


class Staged(StagedTable):
    """Social contact of adult social care users and of carers: one row for each area, group and year."""

    areacd: str = declare_area_code("areacd", "England, region or council that has adult social care.")
    areanm: str = declare_text("Its name.")
    people: str = declare_answer(USERS_AND_CARERS, "Whether users of care or carers were asked.")
    value: Decimal = declare_percentage("Those with as much social contact as they would like.", nullable=True)
    lower_95: Decimal = declare_percentage("Lower 95 % confidence limit.", nullable=True)
    upper_95: Decimal = declare_percentage("Upper 95 % confidence limit.", nullable=True)
    marker: str = declare_text("The publisher's note on the figure, or the symbol where there is none.", nullable=True)

    @pa.dataframe_check(name="the figure lies within its limits")
    @classmethod
    def limits_hold_the_figure(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare each figure with its limits, where it has any."""
        inside = (rows["lower_95"] <= rows["value"]) & (rows["value"] <= rows["upper_95"])
        return inside.fillna(True).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once for a group and year."""

        unique = ["areacd", "people", "period"]
