"""The public contract of observations: one figure of a measure, for an area, a period and a category."""

import pandera.pandas as pa

from fairer_stockton.run.vocabulary import Comparison, LeavesOut, Trend
from fairer_stockton.schemas.results.figures import Figures

OBSERVATION_KEY = ("measure", "area_type", "area_code", "vintage", "breakdown", "category", "period")
# What is empty where a figure is not shown.
OBSERVATION_NUMBERS = (
    "numerator", "denominator", "value", "lower_95", "upper_95", "lower_998", "upper_998", "base", "left_out",
)  # fmt: skip


class Observations(Figures):
    """measure × area × period × breakdown → value."""

    measure: str = pa.Field(description="Name of the measure: its file's name.")
    domain: str = pa.Field(description="Domain of the framework.")
    area_type: str = pa.Field(
        description="lsoa, ward, target_area, community_partnership, borough, authority (a council to compare with),"
        " region, england or, where there is no England, united_kingdom."
    )
    area_code: str = pa.Field(description="ONS code; a name of our own where ONS has none.")
    area_name: str = pa.Field(description="Name of the area.")
    vintage: str = pa.Field(description="Which map the area is on.")
    converted_from: str = pa.Field(
        description="Vintage of the neighbourhoods whose figures were converted to the area's map; else empty."
    )
    period: str = pa.Field(description="The time the figure is for.")
    breakdown: str = pa.Field(description="What the area is split by; all where it is not.")
    category: str = pa.Field(description="Which part of the split; all where there is none.")
    numerator: float = pa.Field(nullable=True, description="The count or sum above the line; empty for surveys.")
    denominator: float = pa.Field(nullable=True, description="The count or sum below the line; empty for surveys.")
    lower_998: float = pa.Field(nullable=True, description="Lower 99.8 % confidence limit.")
    upper_998: float = pa.Field(nullable=True, description="Upper 99.8 % confidence limit.")
    statistic: str = pa.Field(description="How the value is made.")
    comparison: str = pa.Field(
        isin=list(Comparison),
        description="Against England in the same period."
        " about_the_same: the difference is clear but smaller than matters.",
    )
    trend: str = pa.Field(isin=list(Trend), description="Over the latest five one-year periods.")
    base: float = pa.Field(
        nullable=True, description="How many people's answers a survey's figure rests on; empty for other figures."
    )
    rounded_to: float = pa.Field(
        nullable=True, description="Of what the counts are rounded to multiples; empty where they are not rounded."
    )
    apportioned: bool = pa.Field(
        description="True where some neighbourhoods lie in the area only in part, so that counts are shared out."
    )
    left_out: float = pa.Field(
        nullable=True,
        description="Rows without a neighbourhood: the borough counts them, smaller areas do not; empty where hidden.",
    )
    leaves_out: str = pa.Field(
        isin=list(LeavesOut),
        description="none, counted (left_out says how many rows have no neighbourhood) or hidden (some have none, or a"
        " few, or no row: it is not shown which).",
    )

    as_first_published: str = pa.Field(
        description="The edition that first published it, where a later file of the council's own differs by so few"
        " people that the figure stays as it was; else empty."
    )

    class Config(Figures.Config):
        """One row for each measure, area, period and category."""

        ordered = False
        unique = list(OBSERVATION_KEY)


OBSERVATION_COLUMNS = (
    "measure", "domain", "area_type", "area_code", "area_name", "vintage", "converted_from", "period",
    "breakdown", "category", "numerator", "denominator", "value", "lower_95", "upper_95", "lower_998", "upper_998",
    "unit", "statistic", "comparison", "trend", "status", "note", "synthetic", "sources",
    "base", "rounded_to", "apportioned", "left_out", "leaves_out",
    "as_first_published",
)  # fmt: skip
