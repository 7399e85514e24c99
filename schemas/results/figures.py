"""What observations, gaps and communities share: a value, its limits and where it stands."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.run.vocabulary import Status


class Figures(pa.DataFrameModel):
    """What observations and gaps share: a value, its limits and where it stands."""

    value: float = pa.Field(nullable=True, description="The figure, in the row's unit; empty where there is none.")
    lower_95: float = pa.Field(nullable=True, description="Lower 95 % confidence limit.")
    upper_95: float = pa.Field(nullable=True, description="Upper 95 % confidence limit.")
    unit: str = pa.Field(description="Unit of the value and its limits.")
    status: str = pa.Field(isin=list(Status), description="published, low_base, suppressed or not_available.")
    note: str = pa.Field(description="Why there is no value, or what to know of it; empty where there is nothing.")
    synthetic: bool = pa.Field(description="True where any input is the generated sample and not real.")
    sources: str = pa.Field(description="The sources of the figure, separated by a space.")

    class Config:
        """No column may be missing or unknown, and nothing is coerced."""

        strict = True
        ordered = True

    @pa.dataframe_check(name="a published figure has a value, any other has none")
    @classmethod
    def value_goes_with_status(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare status and value."""
        return rows["status"].isin([Status.PUBLISHED, Status.LOW_BASE]) == rows["value"].notna()

    @pa.dataframe_check(name="an interval holds its figure")
    @classmethod
    def interval_holds_value(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare each value with its limits, where it has any; publishers round figure and limits apart."""
        slack = 1e-9 + 0.005 * rows["value"].abs()
        low = rows["lower_95"].isna() | (rows["lower_95"] <= rows["value"] + slack)
        return low & (rows["upper_95"].isna() | (rows["upper_95"] >= rows["value"] - slack))
