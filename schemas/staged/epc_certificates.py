"""Energy certificates: one row for each home, the latest certificate of it."""

from schemas.fields import StagedTable, Whole, answer, code, count, text


class Staged(StagedTable):
    """Energy certificates: one row for each home, the latest certificate of it."""

    certificate_number: str = text("Number of the certificate in the register.")
    uprn: str = text("Unique property reference number, where the register has one.", nullable=True)
    lsoa21cd: str = code("lsoa21cd", "Neighbourhood of 2021, where the UPRN could be placed.", nullable=True)
    energy_efficiency_band: str = answer(tuple("ABCDEFG"), "Energy efficiency band, A the best.")
    energy_efficiency_score: Whole = count("Energy efficiency (SAP) points, of which a band is made.", "points")
    property_type: str = text("House, flat, bungalow, maisonette or park home.", nullable=True)
    registration_date: str = text("The day it was registered.")

    class Config(StagedTable.Config):
        """Each row stands once."""

        unique = ["certificate_number", "period"]
