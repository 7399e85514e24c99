"""The public contract of gaps: two groups of areas or people compared."""

import pandera.pandas as pa

from fairer_stockton.run.vocabulary import Direction, GapType
from fairer_stockton.schemas.results.figures import Figures

GAP_NUMBERS = ("value", "lower_95", "upper_95", "people")


class Gaps(Figures):
    """Two groups of areas or people compared."""

    measure: str = pa.Field(description="Name of the measure.")
    gap_type: str = pa.Field(isin=list(GapType), description="Which two are compared, and how.")
    area_code: str = pa.Field(description="The area inside which, or for which, they are compared.")
    group_a: str = pa.Field(description="The first group, the one expected to fare worse.")
    group_b: str = pa.Field(description="The second group.")
    period: str = pa.Field(description="The time the gap is for.")
    people: float = pa.Field(
        nullable=True,
        description="Residents or homes to level all fifths with the best, or the borough with England.",
    )
    direction: str = pa.Field(
        isin=list(Direction),
        description="closing, widening, no_clear_change, too_few_periods; not_calculated without an interval, or where"
        " the publisher advises against comparing periods, or areas leave out rows without a neighbourhood.",
    )
    breakdown: str = pa.Field(description="What the compared figures are split by; all where they are not.")
    category: str = pa.Field(description="Which part of the split the first group is; all where it is none or several.")

    class Config(Figures.Config):
        """One row for each gap and period."""

        ordered = False
        unique = ["measure", "gap_type", "area_code", "group_a", "group_b", "period"]


GAP_COLUMNS = (
    "measure", "gap_type", "area_code", "group_a", "group_b", "period", "value", "lower_95", "upper_95", "unit",
    "people", "direction", "status", "note", "synthetic", "sources", "breakdown", "category",
)  # fmt: skip
