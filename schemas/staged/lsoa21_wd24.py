"""The ward of 2024 that each 2021 neighbourhood fits best."""

from fairer_stockton.schemas.fields import StagedTable, declare_area_code, declare_text


class Staged(StagedTable):
    """The ward of 2024 that each 2021 neighbourhood fits best."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.")
    wd24cd: str = declare_area_code("wd24cd", "Ward of 2024.")
    wd24nm: str = declare_text("Its name.")
    lad24cd: str = declare_area_code("lad24cd", "Local authority of 2024.")
    lad24nm: str = declare_text("Its name.")

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa21cd"]
