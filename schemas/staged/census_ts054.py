"""Census 2021 TS054: households by tenure."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Census 2021 TS054: households by tenure."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.", nullable=True)
    ltla21cd: str = declare_area_code("ltla21cd", "Local authority of 2021: the publisher's own total.", nullable=True)
    households: Whole = declare_count("All households.", "households")
    owned_outright: Whole = declare_count("Owned outright.", "households")
    owned_with_mortgage: Whole = declare_count("Owned with a mortgage or loan.", "households")
    shared_ownership: Whole = declare_count("In shared ownership.", "households")
    social_rented: Whole = declare_count("Rented from the council or a housing association.", "households")
    private_rented: Whole = declare_count("Rented privately.", "households")
    rent_free: Whole = declare_count("Living rent free.", "households")

    @pa.dataframe_check(name="the parts add up to the total")
    @classmethod
    def parts_make_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the sum of the parts with the total of each row."""
        parts = [
            "owned_outright",
            "owned_with_mortgage",
            "shared_ownership",
            "social_rented",
            "private_rented",
            "rent_free",
        ]
        return rows[parts].sum(axis=1) == rows["households"]

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["lsoa21cd", "ltla21cd", "period"]
