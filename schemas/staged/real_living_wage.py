"""Employees paid at or above the real Living Wage: one row for each area and year."""

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    declare_area_code,
    declare_percentage,
    declare_text,
)


class Staged(StagedTable):
    """Employees paid at or above the real Living Wage: one row for each area and year."""

    areacd: str = declare_area_code("areacd", "England or local authority.")
    areanm: str = declare_text("Its name.")
    paid_percent: Decimal = declare_percentage(
        "Share of employees who are paid the real Living Wage or more.", nullable=True
    )
    marker: str = declare_text("The symbol where there is no figure.", nullable=True)

    class Config(StagedTable.Config):
        """Each area stands once a year."""

        unique = ["areacd", "period"]
