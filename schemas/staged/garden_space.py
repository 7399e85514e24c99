"""Private outdoor space: one row for each authority, and one for England."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    Whole,
    declare_area_code,
    declare_count,
    declare_percentage,
)


class Staged(StagedTable):
    """Private outdoor space: one row for each authority, and one for England."""

    areacd: str = declare_area_code("areacd", "Authority, or England.")
    addresses: Whole = declare_count("Residential addresses.", "addresses")
    with_own_space: Whole = declare_count("Those with a garden, yard or balcony of their own or shared.", "addresses")
    own_space_percent: Decimal = declare_percentage(
        "Share with private outdoor space; the publisher's is rounded to 0.1."
    )

    @pa.dataframe_check(name="the share is that of its two counts")
    @classmethod
    def share_of_its_counts(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the share with its counts, to the publisher's rounding."""
        apart = rows["own_space_percent"] - 100 * rows["with_own_space"] / rows["addresses"]
        return (apart.abs() <= 0.051).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["areacd", "period"]
