"""The DfE number and ONS code of each local authority."""

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count, declare_text


class Staged(StagedTable):
    """The DfE number and ONS code of each local authority."""

    la_number: Whole = declare_count("DfE number of the authority.", "code")
    utlacd: str = declare_area_code("utlacd", "ONS code of the authority.")
    utlanm: str = declare_text("Its name.")
    regioncd: str = declare_area_code("rgn22cd", "Its region.")

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["la_number"]
