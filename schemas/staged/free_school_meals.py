"""The DfE number and ONS code of each local authority."""

from fairer_stockton.schemas.fields import StagedTable, Whole, code, count, text


class Staged(StagedTable):
    """The DfE number and ONS code of each local authority."""

    la_number: Whole = count("DfE number of the authority.", "code")
    utlacd: str = code("utlacd", "ONS code of the authority.")
    utlanm: str = text("Its name.")
    regioncd: str = code("rgn22cd", "Its region.")

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["la_number"]
