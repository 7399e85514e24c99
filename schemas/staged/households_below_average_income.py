"""People in low income after housing costs: one row for each region, three years and group of people."""

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


class Staged(StagedTable):
    """People in low income after housing costs: one row for each region, three years and group of people."""

    areacd: str = declare_area_code("areacd", "Region.")
    characteristic: str = declare_answer(
        ("age", "ethnic_group", "number_of_children", "savings", "tenure"), "By what people are split."
    )
    category: str = declare_text("The group; empty for everyone.", nullable=True)
    people: Decimal = declare_number("People in the group, as estimated.", "people", least=0)
    in_low_income: Decimal = declare_number("Of them, in low income after housing costs.", "people", least=0)
    everyone: Decimal = declare_number("People in all groups of the characteristic.", "people", least=0)

    @pa.dataframe_check(name="no more people in low income than people")
    @classmethod
    def part_within_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the part with the whole, where both are known."""
        return (rows["in_low_income"] <= rows["people"]).fillna(True).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period", "characteristic", "category"]
