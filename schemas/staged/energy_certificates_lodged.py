"""Energy certificates lodged for homes: one row for each area and year."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Energy certificates lodged for homes: one row for each area and year."""

    areacd: str = declare_area_code("areacd", "Local authority or England.")
    lodged: Whole = declare_count("Certificates lodged.", "certificates")
    rated_a_to_c: Whole = declare_count("Of them, rated A, B or C.", "certificates")

    @pa.dataframe_check(name="no more certificates rated A to C than certificates")
    @classmethod
    def part_within_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the part with the whole, where both are known."""
        return (rows["rated_a_to_c"] <= rows["lodged"]).fillna(True).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period"]
