"""The region of each English local authority."""

from fairer_stockton.schemas.fields import StagedTable, declare_area_code, declare_text


class Staged(StagedTable):
    """The region of each English local authority."""

    lad22cd: str = declare_area_code("lad22cd", "Local authority of 2022.")
    lad22nm: str = declare_text("Its name.")
    rgn22cd: str = declare_area_code("rgn22cd", "Region.")
    rgn22nm: str = declare_text("Its name.")

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lad22cd"]
