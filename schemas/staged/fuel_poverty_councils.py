"""Households in fuel poverty (low income low energy efficiency): one row for each area and year."""

from fairer_stockton.schemas.fields import Decimal, StagedTable, declare_area_code, declare_percentage


class Staged(StagedTable):
    """Households in fuel poverty (low income low energy efficiency): one row for each area and year."""

    areacd: str = declare_area_code("areacd", "Local authority or England.")
    fuel_poor_percent: Decimal = declare_percentage("Estimated share of households in fuel poverty.")

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period"]
