"""Indices of Deprivation 2004 to 2010: one row for each neighbourhood of 2001 and edition."""

from fairer_stockton.schemas.fields import (
    StagedTable,
    Whole,
    declare_area_code,
    declare_count,
    declare_decile,
    declare_text,
)


class Staged(StagedTable):
    """Indices of Deprivation 2004 to 2010: one row for each neighbourhood of 2001 and edition."""

    lsoa01cd: str = declare_area_code("lsoa01cd", "Neighbourhood of 2001.")
    former_council: str = declare_text(
        "Code of the council at the time, as 00EF; empty where no edition held names it.", nullable=True
    )
    imd_rank: Whole = declare_count("Index of Multiple Deprivation: rank in England, 1 the most deprived.", "rank", 1)
    imd_decile: Whole = declare_decile("Index of Multiple Deprivation: tenth of England, 1 the most deprived.")

    class Config(StagedTable.Config):
        """Each neighbourhood stands once in an edition."""

        unique = ["lsoa01cd", "period"]
