"""Underlying indicators of the Indices of Deprivation 2025: one row for each neighbourhood."""

from fairer_stockton.schemas.fields import Decimal, StagedTable, declare_area_code, declare_number


class Staged(StagedTable):
    """Underlying indicators of the Indices of Deprivation 2025: one row for each neighbourhood."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.")
    connectivity: Decimal = declare_number(
        "How easily jobs and services are reached without a car, 0 to 100.", "score", ge=0, le=100, nullable=True
    )

    income_deprived: Decimal = declare_number(
        "Residents whom the income domain counts as deprived; empty where withheld.", "residents", ge=0, nullable=True
    )
    employment_deprived: Decimal = declare_number(
        "Residents of working age whom the employment domain counts as deprived; empty where withheld.",
        "residents",
        ge=0,
        nullable=True,
    )

    class Config(StagedTable.Config):
        """Each neighbourhood stands once."""

        unique = ["lsoa21cd", "period"]
