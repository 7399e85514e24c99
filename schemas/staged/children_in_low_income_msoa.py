"""Children in relative low income before housing costs: one row for each area and period."""

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Children in relative low income before housing costs: one row for each area and period."""

    msoa11cd: str = declare_area_code("msoa11cd", "Local area (MSOA) of 2011.", nullable=True)
    areacd: str = declare_area_code("areacd", "Council or England: added up from local areas.", nullable=True)
    children_in_low_income: Whole = declare_count(
        "Children in relative low income before housing costs.", "children_in_low_income", nullable=True
    )
    under_20: Whole = declare_count("Residents aged under 20, mid-2020.", "residents", least=1)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["msoa11cd", "areacd", "period"]
