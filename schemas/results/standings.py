"""The public contract of standings: ranks and comparisons of areas with the borough."""

import pandera.pandas as pa

from fairer_stockton.run.vocabulary import Comparison


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
    rank: float = pa.Field(nullable=True, ge=1, description="1 fares best; of a neutral measure, is highest.")
    areas: float = pa.Field(nullable=True, ge=1, description="Areas of its kind and map that have a figure.")
    distance: float = pa.Field(
        nullable=True,
        description="Difference from the borough in standard deviations between areas; above 0 is better.",
    )
    synthetic: bool = pa.Field(description="True where any input is the generated sample and not real.")

    class Config:
        """One row for each measure, area and period."""

        strict = True
        unique = ["measure", "area_type", "area_code", "vintage", "period"]


STANDING_COLUMNS = tuple(Standings.to_schema().columns)
