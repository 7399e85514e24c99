"""Open space: one row for each neighbourhood and count."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_area_code, declare_count


class Staged(StagedTable):
    """Open space: one row for each neighbourhood and count."""

    lsoa21cd: str = declare_area_code("lsoa21cd", "Neighbourhood of 2021.")
    addresses: Whole = declare_count("Homes with an address.", "addresses", usual=(200, 3_000))
    addresses_within_300m: Whole = declare_count("Of these, within 300 metres of open space for all.", "addresses")

    @pa.dataframe_check(
        name="no more addresses near open space than addresses", description="addresses_within_300m, addresses"
    )
    @classmethod
    def part_within_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the part with the whole."""
        return rows["addresses_within_300m"] <= rows["addresses"]

    class Config(StagedTable.Config):
        """Each row stands once."""

        unique = ["lsoa21cd", "period"]
