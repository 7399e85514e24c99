"""The public contract of communities: each compared with everyone else in the six gaps."""

import pandera.pandas as pa

from fairer_stockton.run.vocabulary import Direction
from fairer_stockton.schemas.results.figures import Figures

COMMUNITY_NUMBERS = (
    "group_value", "group_lower_95", "group_upper_95", "value", "lower_95", "upper_95", "england_value",
    "median_of_councils",
)  # fmt: skip


class Communities(Figures):
    """A community set against everyone else in one of the six gaps; the value is the first less the second.

    A measure that is of the community alone has no second figure and no value, and its note says so.
    """

    unit: str = pa.Field(description="Unit of the difference; of the community's figure where there is no difference.")

    community: str = pa.Field(description="Name of the community in communities.toml.")
    title: str = pa.Field(description="The community in words.")
    kind: str = pa.Field(description="The framework's heading over the community.")
    gap: str = pa.Field(description="Which of the six gaps.")
    measure: str = pa.Field(description="Name of the measure; empty where none reaches the community.")
    period: str = pa.Field(description="The time the figures are for; empty where there are none.")
    area_code: str = pa.Field(description="The area of the figures: the borough, or the region it is in; may be empty.")
    area_name: str = pa.Field(description="The name of that area; empty where there are no figures.")
    category: str = pa.Field(description="The group of people that the figure of the community is of.")
    else_category: str = pa.Field(description="The group that it is set against; empty where there is none.")
    group_value: float = pa.Field(nullable=True, description="The figure of the community.")
    group_lower_95: float = pa.Field(nullable=True, description="Its lower 95 % confidence limit.")
    group_upper_95: float = pa.Field(nullable=True, description="Its upper 95 % confidence limit.")
    else_value: float = pa.Field(nullable=True, description="The figure of everyone else.")
    else_lower_95: float = pa.Field(nullable=True, description="Its lower 95 % confidence limit.")
    else_upper_95: float = pa.Field(nullable=True, description="Its upper 95 % confidence limit.")
    england_value: float = pa.Field(nullable=True, description="The figure of the same group in England, where held.")
    median_of_councils: float = pa.Field(
        nullable=True, description="The middle figure of the same group in the borough and the councils most like it."
    )
    councils: float = pa.Field(nullable=True, description="Number of councils in that middle, the borough among them.")
    direction: str = pa.Field(isin=list(Direction), description="As of gaps.")
    needs: str = pa.Field(
        description="What would fill the gap, or that there is no public source, where there is no figure."
    )

    class Config(Figures.Config):
        """One row for each community, gap, measure and period."""

        ordered = False
        unique = ["community", "gap", "measure", "period"]


COMMUNITY_COLUMNS = (
    "community", "title", "kind", "gap", "measure", "period", "area_code", "area_name", "category", "else_category",
    "group_value", "group_lower_95", "group_upper_95", "else_value", "else_lower_95", "else_upper_95", "value",
    "lower_95", "upper_95", "unit", "england_value", "median_of_councils", "councils", "direction", "status", "note",
    "needs", "synthetic", "sources",
)  # fmt: skip
