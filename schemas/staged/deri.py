"""Risk of digital exclusion: one row for each neighbourhood of England."""

from fairer_stockton.schemas.fields import Decimal, StagedTable, declare_area_code, declare_number


class Staged(StagedTable):
    """Risk of digital exclusion: one row for each neighbourhood of England."""

    lsoa11cd: str = declare_area_code("lsoa11cd", "Neighbourhood of 2011.")
    digital_exclusion: Decimal = declare_number("Risk that people are excluded from services online.", "score", 0, 10)

    class Config(StagedTable.Config):
        """Each neighbourhood stands once in a version."""

        unique = ["lsoa11cd", "period"]
