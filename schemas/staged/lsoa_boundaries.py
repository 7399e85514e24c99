"""Neighbourhood outlines of the authority."""

from fairer_stockton.schemas.fields import StagedTable, code, text


class Staged(StagedTable):
    """Neighbourhood outlines of the authority."""

    lsoa11cd: str = code("lsoa11cd", "Neighbourhood of 2011.", nullable=True)
    lsoa21cd: str = code("lsoa21cd", "Neighbourhood of 2021.", nullable=True)
    lsoanm: str = text("Its name.")
    geometry: str = text("Outline as a GeoJSON geometry, longitude and latitude (CRS84).", str_startswith="{")

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa11cd", "lsoa21cd", "period"]
