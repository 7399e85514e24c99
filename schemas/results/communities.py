"""The public contract of communities: each compared with everyone else in the six gaps."""

import pandera.pandas as pa

from fairer_stockton.run.vocabulary import Direction
from fairer_stockton.schemas.results.figures import Figures

COMMUNITY_NUMBERS = ("group_value", "group_lower_95", "group_upper_95", "value", "lower_95", "upper_95")


class Communities(Figures):
    """A community set against everyone else in one of the six gaps; the value is the first less the second."""

    community: str = pa.Field(description="Name of the community in communities.toml.")
    title: str = pa.Field(description="The community in words.")
    kind: str = pa.Field(description="The framework's heading over the community.")
    gap: str = pa.Field(description="Which of the six gaps.")
    measure: str = pa.Field(description="Name of the measure; empty where none reaches the community.")
    period: str = pa.Field(description="The time the figures are for; empty where there are none.")
    group_value: float = pa.Field(nullable=True, description="The figure of the community.")
    group_lower_95: float = pa.Field(nullable=True, description="Its lower 95 % confidence limit.")
    group_upper_95: float = pa.Field(nullable=True, description="Its upper 95 % confidence limit.")
    else_value: float = pa.Field(nullable=True, description="The figure of everyone else.")
    else_lower_95: float = pa.Field(nullable=True, description="Its lower 95 % confidence limit.")
    else_upper_95: float = pa.Field(nullable=True, description="Its upper 95 % confidence limit.")
    direction: str = pa.Field(isin=list(Direction), description="As of gaps.")
    needs: str = pa.Field(description="What would reach the community, where there is no figure.")

    class Config(Figures.Config):
        """One row for each community, gap, measure and period."""

        ordered = False
        unique = ["community", "gap", "measure", "period"]


COMMUNITY_COLUMNS = (
    "community", "title", "kind", "gap", "measure", "period", "group_value", "group_lower_95", "group_upper_95",
    "else_value", "else_lower_95", "else_upper_95", "value", "lower_95", "upper_95", "unit", "direction", "status",
    "note", "needs", "synthetic", "sources",
)  # fmt: skip
