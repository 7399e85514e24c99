"""Gender pay gap: one row for each area, year and hours."""

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    declare_answer,
    declare_area_code,
    declare_number,
    declare_text,
)


class Staged(StagedTable):
    """Gender pay gap: one row for each area, year and hours."""

    areacd: str = declare_area_code("areacd", "Region or authority.")
    areanm: str = declare_text("Its name.")
    hours: str = declare_answer(("All", "Full-Time", "Part-Time"), "Hours of the job.")
    gap_percent: Decimal = declare_number(
        "By how much women's median pay an hour is below men's; below zero where it is above.",
        "percent",
        nullable=True,
        le=100,
    )
    marker: str = declare_text("The symbol where there is no figure.", nullable=True)

    class Config(StagedTable.Config):
        """Each area stands once a year for each kind of hours."""

        unique = ["areacd", "period", "hours"]
