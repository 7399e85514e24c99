"""Households by tenure: one row for each council and census."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Households by tenure: one row for each council and census."""

    areacd: str = declare_area_code("areacd", "Local authority.")
    households: Whole = declare_count("Households.", "households")
    owner_occupied: Whole = declare_count("That own their home, outright or with a mortgage.", "households")
    private_rented: Whole = declare_count("That rent it privately.", "households")
    social_rented: Whole = declare_count("That rent it from a council or housing association.", "households")

    @pa.dataframe_check(name="no more households of three tenures than households")
    @classmethod
    def part_within_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the part with the whole, where both are known."""
        return (
            (rows["owner_occupied"] + rows["private_rented"] + rows["social_rented"] <= rows["households"])
            .fillna(True)
            .astype(bool)
        )

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period"]
