"""Housing Benefit: one row for each ward, district and region, each February."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import Decimal, StagedTable, Whole, declare_area_code, declare_count, declare_number


class Staged(StagedTable):
    """Housing Benefit: one row for each ward, district and region, each February."""

    wd19cd: str = declare_area_code("wd19cd", "Ward of 2022, which in most councils is that of 2019.", nullable=True)
    areacd: str = declare_area_code("areacd", "District or region.", nullable=True)
    claimants: Whole = declare_count("Housing Benefit claimants.", "claimants")
    residents_16_plus: Whole = declare_count("Residents aged 16 and over in the middle of 2020.", "residents", least=1)
    claimants_per_1000: Decimal = declare_number("Claimants for each 1,000 of them.", "per_1000", least=0, most=1000)

    @pa.dataframe_check(name="a ward, or a larger area")
    @classmethod
    def one_kind_of_area(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare which of the two codes are there."""
        return rows["wd19cd"].isna() != rows["areacd"].isna()

    class Config(StagedTable.Config):
        """Each area stands once a month."""

        unique = ["wd19cd", "areacd", "period"]
