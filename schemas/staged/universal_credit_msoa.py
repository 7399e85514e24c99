"""Households on Universal Credit: one row for each area and period."""

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Households on Universal Credit: one row for each area and period."""

    msoa11cd: str = declare_area_code("msoa11cd", "Local area (MSOA) of 2011.", nullable=True)
    areacd: str = declare_area_code("areacd", "Council or England: added up from local areas.", nullable=True)
    on_universal_credit: Whole = declare_count("Households on Universal Credit.", "on_universal_credit", nullable=True)
    all_households: Whole = declare_count("Households of 2020, as estimated.", "households", least=1)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["msoa11cd", "areacd", "period"]
