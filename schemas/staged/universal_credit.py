"""People on Universal Credit: one row for each area and month."""

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    Whole,
    declare_area_code,
    declare_count,
    declare_percentage,
)


class Staged(StagedTable):
    """People on Universal Credit: one row for each area and month."""

    areacd: str = declare_area_code("areacd", "Local authority or England.")
    people: Whole = declare_count("People on Universal Credit.", "people")
    people_percent: Decimal = declare_percentage("Their share of residents aged 16 to 64.")

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period"]
