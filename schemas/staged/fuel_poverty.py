"""Sub-regional fuel poverty: one row for each neighbourhood or larger area and year."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Sub-regional fuel poverty: one row for each neighbourhood or larger area and year."""

    lsoa11cd: str = declare_area_code("lsoa11cd", "Neighbourhood of 2011: until 2020.", nullable=True)
    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021: from 2021.", nullable=True)
    areacd: str = declare_area_code("areacd", "Larger area: the publisher's own total.", nullable=True)
    households: Whole = declare_count("Estimated households.", "households")
    fuel_poor: Whole = declare_count("Estimated households in fuel poverty.", "households")

    @pa.dataframe_check(name="no more households in fuel poverty than households")
    @classmethod
    def part_within_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the part with the whole."""
        return rows["fuel_poor"] <= rows["households"]

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa11cd", "lsoa21cd", "areacd", "period"]
