"""Claims to court for possession of a home: one row for each area and year."""

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Claims to court for possession of a home: one row for each area and year."""

    areacd: str = declare_area_code("areacd", "Local authority, or England: added up from them.")
    mortgage_claims: Whole = declare_count("Claims by mortgage lenders.", "claims")
    landlord_claims: Whole = declare_count("Claims by landlords, private and social, accelerated ones too.", "claims")
    dwellings: Whole = declare_count("Dwellings of that year; of the nearest from 2012 to 2021.", "dwellings", least=1)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period"]
