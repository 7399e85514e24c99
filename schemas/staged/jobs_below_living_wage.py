"""Jobs below the real Living Wage: one row for each area, sex and hours."""

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    declare_answer,
    declare_area_code,
    declare_percentage,
    declare_text,
)


class Staged(StagedTable):
    """Jobs below the real Living Wage: one row for each area, sex and hours."""

    areacd: str = declare_area_code("areacd", "Region or authority.")
    areanm: str = declare_text("Its name.")
    sex: str = declare_answer(("All", "Female", "Male"), "Sex of the worker.")
    hours: str = declare_answer(("All", "Full-Time", "Part-Time"), "Hours of the job.")
    below_percent: Decimal = declare_percentage("Share of jobs paid below the real Living Wage.", nullable=True)
    marker: str = declare_text("The symbol where there is no figure.", nullable=True)

    class Config(StagedTable.Config):
        """Each area stands once for a sex and hours."""

        unique = ["areacd", "period", "sex", "hours"]
