"""The ward of 2019 that each 2011 neighbourhood fits best."""

from fairer_stockton.schemas.fields import StagedTable, declare_area_code, declare_text


class Staged(StagedTable):
    """The ward of 2019 that each 2011 neighbourhood fits best."""

    lsoa11cd: str = declare_area_code("lsoa11cd", "Neighbourhood of 2011.")
    wd19cd: str = declare_area_code("wd19cd", "Ward of 2019.")
    wd19nm: str = declare_text("Its name.")
    lad19cd: str = declare_area_code("lad19cd", "Local authority of 2019.")
    lad19nm: str = declare_text("Its name.")

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa11cd"]
