"""The public contract of standings: ranks and comparisons of areas with the borough."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.run.vocabulary import AmongTenWorst, Comparison

STANDING_NUMBERS = ("value", "rank", "rank_lower_95", "rank_upper_95", "ranked_with_interval", "distance")


class Standings(pa.DataFrameModel):
    """How one area inside the borough compares with the borough, and where it stands among its like."""

    measure: str = pa.Field(description="Name of the measure.")
    area_type: str = pa.Field(description="lsoa, ward, target_area or community_partnership.")
    area_code: str = pa.Field(description="ONS code; a name of our own where ONS has none.")
    vintage: str = pa.Field(description="Which map the area is on.")
    period: str = pa.Field(description="The time the figures are for.")
    value: float = pa.Field(description="The area's figure.")
    borough_value: float = pa.Field(description="The borough's figure of the same period.")
    against_borough: str = pa.Field(
        isin=list(Comparison),
        description="The area's interval against the borough's figure; about_the_same where a clear difference is"
        " smaller than matters.",
    )
    rank: float = pa.Field(nullable=True, ge=1, description="1 is best; of a neutral measure, is highest.")
    areas: float = pa.Field(nullable=True, ge=1, description="Areas of its kind and map that have a figure.")
    rank_lower_95: float = pa.Field(
        nullable=True,
        ge=1,
        description="The best rank that it may have; the limits hold for all areas of its kind and map at once (95 %).",
    )
    rank_upper_95: float = pa.Field(nullable=True, ge=1, description="The worst rank that it may have.")
    ranked_with_interval: float = pa.Field(
        nullable=True, ge=1, description="Areas that these limits are among: those whose figure has an interval."
    )
    among_ten_worst: str = pa.Field(
        isin=list(AmongTenWorst),
        description="surely, perhaps or not one of the ten worst, by the limits of its rank; not_judged.",
    )
    distance: float = pa.Field(
        nullable=True,
        description="Difference from the borough in standard deviations between areas; above 0 is better.",
    )
    synthetic: bool = pa.Field(description="True where any input is the generated sample and not real.")

    class Config:
        """One row for each measure, area and period."""

        strict = True
        unique = ["measure", "area_type", "area_code", "vintage", "period"]

    @pa.dataframe_check(name="a rank lies within its limits, and these among the areas that have an interval")
    @classmethod
    def ranks_are_within_limits(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare ranks with their limits, where both are among the same areas."""
        lower, upper, areas = rows["rank_lower_95"], rows["rank_upper_95"], rows["ranked_with_interval"]
        within = (lower <= rows["rank"]) & (rows["rank"] <= upper) | (areas != rows["areas"])
        return areas.isna() | (within & (lower <= upper) & (upper <= areas))


STANDING_COLUMNS = tuple(Standings.to_schema().columns)
