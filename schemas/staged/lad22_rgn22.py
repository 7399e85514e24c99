"""The region of each English local authority."""

from fairer_stockton.schemas.fields import StagedTable, code, text


class Staged(StagedTable):
    """The region of each English local authority."""

    lad22cd: str = code("lad22cd", "Local authority of 2022.")
    lad22nm: str = text("Its name.")
    rgn22cd: str = code("rgn22cd", "Region.")
    rgn22nm: str = text("Its name.")

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lad22cd"]
