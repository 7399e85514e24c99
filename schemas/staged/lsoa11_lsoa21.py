"""How each 2011 neighbourhood became those of 2021: one row for each pair."""

from fairer_stockton.schemas.fields import StagedTable, declare_area_code, declare_text


class Staged(StagedTable):
    """How each 2011 neighbourhood became those of 2021: one row for each pair."""

    lsoa11cd: str = declare_area_code("lsoa11cd", "Neighbourhood of 2011.")
    lsoa11nm: str = declare_text("Its name.")
    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.")
    lsoa21nm: str = declare_text("Its name.")
    change: str = declare_text("U unchanged, S split, M merged, X irregular.", isin=["U", "S", "M", "X"])
    lad22cd: str = declare_area_code("lad22cd", "Local authority of 2022.")
    lad22nm: str = declare_text("Its name.")

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa11cd", "lsoa21cd"]
