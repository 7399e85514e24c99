"""Neighbourhood outlines of other authorities than the one whose report is made."""

from fairer_stockton.schemas.fields import StagedTable, declare_area_code, declare_text


class Staged(StagedTable):
    """Neighbourhood outlines of other authorities."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.")
    lsoanm: str = declare_text("Its name.")
    geometry: str = declare_text("Outline as a GeoJSON geometry, longitude and latitude (CRS84).", str_startswith="{")

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa21cd", "period"]
