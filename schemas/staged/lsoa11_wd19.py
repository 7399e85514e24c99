"""The ward of 2019 that each 2011 neighbourhood fits best."""

from fairer_stockton.schemas.fields import StagedTable, code, text


class Staged(StagedTable):
    """The ward of 2019 that each 2011 neighbourhood fits best."""

    lsoa11cd: str = code("lsoa11cd", "Neighbourhood of 2011.")
    wd19cd: str = code("wd19cd", "Ward of 2019.")
    wd19nm: str = text("Its name.")
    lad19cd: str = code("lad19cd", "Local authority of 2019.")
    lad19nm: str = text("Its name.")

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa11cd"]
