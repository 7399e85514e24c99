"""Statistical neighbours for children's services: one row for each authority and neighbour."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_answer, declare_count

CLOSENESS = ("Extremely close", "Very close", "Close", "Somewhat close", "Not close")


class Staged(StagedTable):
    """Statistical neighbours for children's services: one row for each authority and neighbour."""

    la_number: Whole = declare_count("DfE number of the authority.", "code")
    neighbour_number: Whole = declare_count("DfE number of an authority like it.", "code")
    place: Whole = pa.Field(
        in_range={"min_value": 1, "max_value": 10},
        description="Its place among the neighbours, 1 the most alike.",
        metadata={"unit": "place"},
    )
    closeness: str = declare_answer(CLOSENESS, "How alike the two are, in the publisher's words.")

    @pa.dataframe_check(name="no authority is its own neighbour, nor has one twice")
    @classmethod
    def others_once(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the two numbers, and find pairs that stand twice."""
        twice = rows.duplicated(["la_number", "neighbour_number"])
        return ((rows["la_number"] != rows["neighbour_number"]) & ~twice).astype(bool)

    class Config(StagedTable.Config):
        """Each place is taken once."""

        unique = ["la_number", "place"]
