"""Claimant count: one row for each ward, authority or region of the north of England and month."""

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    Whole,
    declare_area_code,
    declare_count,
    declare_percentage,
    declare_text,
)


class Staged(StagedTable):
    """Claimant count: one row for each ward, authority or region of the north of England and month."""

    wd19cd: str = declare_area_code("wd19cd", "Ward, on the map that held until May 2023.", nullable=True)
    areacd: str = declare_area_code("areacd", "Local authority, county or region.", nullable=True)
    claimants: Whole = declare_count("People who claim benefits for being out of work, to the nearest five.", "people")
    claimant_percent: Decimal = declare_percentage("The same as a share of residents aged 16 to 64.")
    marker: str = declare_text("The symbol where there is no figure.", nullable=True)

    class Config(StagedTable.Config):
        """Each area stands once a month."""

        unique = ["wd19cd", "areacd", "period"]
