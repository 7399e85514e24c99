"""Individual insolvencies: one row for each area and year."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import Decimal, StagedTable, declare_area_code, declare_number


class Staged(StagedTable):
    """Individual insolvencies: one row for each area and year."""

    areacd: str = declare_area_code("areacd", "Country, region or authority.")
    insolvencies: Decimal = declare_number("Personal insolvencies of every kind.", "people", ge=0, nullable=True)
    insolvencies_per_10000: Decimal = declare_number("The same, per 10,000 adults.", "per_10000", ge=0, nullable=True)
    debt_relief_orders: Decimal = declare_number("Debt relief orders.", "people", ge=0, nullable=True)
    debt_relief_orders_per_10000: Decimal = declare_number(
        "The same, per 10,000 adults.", "per_10000", ge=0, nullable=True
    )
    breathing_spaces: Decimal = declare_number("Breathing spaces registered.", "people", ge=0, nullable=True)
    breathing_spaces_per_10000: Decimal = declare_number(
        "The same, per 10,000 adults.", "per_10000", ge=0, nullable=True
    )

    @pa.dataframe_check(name="debt relief orders are among the insolvencies")
    @classmethod
    def orders_within_the_whole(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare a part with its whole, where both are known."""
        inside = rows["debt_relief_orders"] <= rows["insolvencies"]
        return inside.fillna(True).astype(bool)

    class Config(StagedTable.Config):
        """Each area stands once a year."""

        unique = ["areacd", "period"]
