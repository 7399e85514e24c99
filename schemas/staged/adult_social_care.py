"""Adult social care: one row for each council, outcome and financial year."""

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

QUALITY_OF_LIFE = ("ASC Quality of Life", "ASC Carer Quality of Life")
CARE_SHARES = (
    "Ease of finding information about services : service users",
    "Ease of finding information about support : carers",
    "Outcome of short-term services: sequel to service",
)
HIGHEST = {QUALITY_OF_LIFE[0]: 1.0, QUALITY_OF_LIFE[1]: 12.0}  # that the scale of each allows


class Staged(StagedTable):
    """Adult social care: one row for each council, outcome and financial year."""

    areacd: str = declare_area_code("areacd", "Council that has adult social care.")
    areanm: str = declare_text("Its name.")
    outcome: str = declare_answer((*QUALITY_OF_LIFE, *CARE_SHARES), "The publisher's name of the outcome.")
    value: Decimal = declare_number("The figure.", "see the measure", least=0, nullable=True)
    marker: str = declare_text("The symbol where there is no figure.", nullable=True)

    @pa.dataframe_check(name="no figure is beyond its scale")
    @classmethod
    def within_scale(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Find shares above 100 and scores above the best that can be."""
        highest = rows["outcome"].map(HIGHEST).fillna(100.0)
        return ((rows["value"] <= highest) | rows["value"].isna()).astype(bool)

    class Config(StagedTable.Config):
        """Each council stands once for an outcome and year."""

        unique = ["areacd", "outcome", "period"]
