"""Local Authority Interactive Tool: one row for each area, measure and year."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    Whole,
    declare_area_code,
    declare_count,
    declare_number,
    declare_text,
)


class Staged(StagedTable):
    """Local Authority Interactive Tool: one row for each area, measure and year."""

    areacd: str = declare_area_code("areacd", "ONS code of England or a region.", nullable=True)
    la_number: Whole = declare_count("DfE number of the authority or region; 970 is England.", "code")
    measure: str = declare_text("The tool's short name of the measure.")
    value: Decimal = declare_number("The figure.", "see the tool's dictionary", nullable=True)
    people: Whole = declare_count(
        "How many people the figure is made of, where the tool counts them.", "people", nullable=True
    )
    marker: str = declare_text("The publisher's symbol where there is no figure.", nullable=True)

    @pa.dataframe_check(name="a figure, or the publisher's symbol for none")
    @classmethod
    def figure_or_symbol(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Find figures that are missing without a symbol."""
        return rows["value"].notna() | rows["marker"].notna()

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["la_number", "measure", "period"]
