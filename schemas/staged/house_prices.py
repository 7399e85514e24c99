"""Median price paid for homes: one row for each area and year."""

from fairer_stockton.schemas.fields import Decimal, StagedTable, declare_area_code, declare_number


class Staged(StagedTable):
    """Median price paid for homes: one row for each area and year."""

    areacd: str = declare_area_code("areacd", "Ward before May 2023, local authority, county or region.")
    median_price_gbp: Decimal = declare_number("Median price paid.", "gbp", least=1, nullable=True)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period"]
