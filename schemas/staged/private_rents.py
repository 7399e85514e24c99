"""Monthly private rents: one row for each area and year."""

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    Whole,
    declare_area_code,
    declare_count,
    declare_number,
)


class Staged(StagedTable):
    """Monthly private rents: one row for each area and year."""

    areacd: str = declare_area_code("areacd", "Local authority, region or England.")
    median_rent_gbp: Decimal = declare_number("Median monthly rent.", "gbp", least=1, nullable=True)
    lettings: Whole = declare_count("Lettings that it is the median of, rounded to tens.", "lettings", nullable=True)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period"]
