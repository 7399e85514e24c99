"""Fuel poverty by the definition used until 2018: one row for each authority."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Fuel poverty by the definition used until 2018: one row for each authority."""

    areacd: str = declare_area_code("areacd", "Local authority, by the codes of 2017.")
    households: Whole = declare_count("Estimated households.", "households")
    fuel_poor: Whole = declare_count("Estimated households in fuel poverty: low income with high costs.", "households")

    @pa.dataframe_check(name="no more households in fuel poverty than households")
    @classmethod
    def part_within_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the part with the whole."""
        return rows["fuel_poor"] <= rows["households"]

    class Config(StagedTable.Config):
        """Each authority stands once."""

        unique = ["areacd", "period"]
