"""Children in relative low income after housing costs: one row for each area and financial year."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    Whole,
    declare_area_code,
    declare_count,
    declare_percentage,
    declare_text,
)


class Staged(StagedTable):
    """Children in relative low income after housing costs: one row for each area and financial year."""

    wd24cd: str = declare_area_code("wd24cd", "Ward of 2024.", nullable=True)
    areacd: str = declare_area_code(
        "areacd", "Local authority, England (added up from its authorities) or the United Kingdom.", nullable=True
    )
    children: Whole = declare_count("Children under 16 in relative low income.", "children", nullable=True)
    low_income_percent: Decimal = declare_percentage("Their share of all children under 16.", nullable=True)
    marker: str = declare_text("The publisher's symbol where there is no figure.", nullable=True)

    @pa.dataframe_check(name="a figure, or the publisher's symbol for none")
    @classmethod
    def figure_or_symbol(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Find figures that are missing without a symbol."""
        return rows["low_income_percent"].notna() | rows["marker"].notna()

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["wd24cd", "areacd", "period"]
