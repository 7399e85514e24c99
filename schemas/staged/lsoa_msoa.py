"""The MSOAs of 2011 and 2021 that hold each pair of neighbourhoods."""

from fairer_stockton.schemas.fields import StagedTable, declare_area_code, declare_text


class Staged(StagedTable):
    """The MSOAs of 2011 and 2021 that hold each pair of neighbourhoods."""

    lsoa11cd: str = declare_area_code("lsoa11cd", "Neighbourhood of 2011.")
    lsoa11nm: str = declare_text("Its name.")
    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.")
    lsoa21nm: str = declare_text("Its name.")
    msoa11cd: str = declare_area_code("msoa11cd", "MSOA of 2011 that holds the neighbourhood of 2011.")
    msoa11nm: str = declare_text("Its name.")
    msoa11hclnm: str = declare_text("The House of Commons Library's name of it.", nullable=True)
    msoa21cd: str = declare_area_code("msoa21cd", "MSOA of 2021 that holds the neighbourhood of 2021.")
    msoa21nm: str = declare_text("Its name.")
    msoa21hclnm: str = declare_text("The House of Commons Library's name of it.", nullable=True)
    msoa_change: str = declare_text(
        "How the publisher says that the one MSOA became the other: U unchanged, S split, M merged, X irregular.",
        isin=["U", "S", "M", "X"],
        nullable=True,
    )

    class Config(StagedTable.Config):
        """Each pair of neighbourhoods stands once."""

        unique = ["lsoa11cd", "lsoa21cd"]
