"""Postcodes: the neighbourhood of 2021 in which each lies."""

from fairer_stockton.schemas.fields import StagedTable, declare_area_code, declare_patterned_text

POSTCODE = r"^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$"


class Staged(StagedTable):
    """Postcodes: the neighbourhood of 2021 in which each lies."""

    postcode: str = declare_patterned_text("Postcode.", POSTCODE, "a postcode with one space, as TS18 1AB")
    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.")

    class Config(StagedTable.Config):
        """Each postcode stands once."""

        unique = ["postcode"]
