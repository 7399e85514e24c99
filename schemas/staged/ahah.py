"""Travel to health services: one row for each neighbourhood of England."""

from fairer_stockton.schemas.fields import Decimal, StagedTable, declare_area_code, declare_number


class Staged(StagedTable):
    """Travel to health services: one row for each neighbourhood of England."""

    lsoa11cd: str = declare_area_code("lsoa11cd", "Neighbourhood of 2011.")
    gp_surgery: Decimal = declare_number("Travel by road to the nearest GP surgery; the unit is not known.", "score", 0)
    dentist: Decimal = declare_number("Travel by road to the nearest dentist; the unit is not known.", "score", 0)
    pharmacy: Decimal = declare_number("Travel by road to the nearest pharmacy; the unit is not known.", "score", 0)

    class Config(StagedTable.Config):
        """Each neighbourhood stands once in a version."""

        unique = ["lsoa11cd", "period"]
