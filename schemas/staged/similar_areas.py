"""Similar areas of the United Kingdom: one row for each area and one like it."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code


class Staged(StagedTable):
    """Similar areas of the United Kingdom: one row for each area and one like it."""

    areacd: str = declare_area_code("areacd", "Council, county or combined authority of 2023.")
    neighbour_cd: str = declare_area_code("areacd", "An area like it.")
    place: Whole = pa.Field(
        in_range={"min_value": 1, "max_value": 20},
        description="Its place among the similar areas, 1 the most alike.",
        metadata={"unit": "place"},
    )

    @pa.dataframe_check(name="no area is like itself, nor like another twice")
    @classmethod
    def others_once(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the two codes, and find pairs that stand twice."""
        twice = rows.duplicated(["areacd", "neighbour_cd"])
        return ((rows["areacd"] != rows["neighbour_cd"]) & ~twice).astype(bool)

    class Config(StagedTable.Config):
        """Each place is taken once."""

        unique = ["areacd", "place"]
