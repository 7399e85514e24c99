"""The public contract of gaps: two groups of areas or people compared."""

import pandera.pandas as pa

from fairer_stockton.run.vocabulary import Direction, GapType
from fairer_stockton.schemas.results.figures import Figures

CHANGE_NUMBERS = (
    "change", "change_lower_95", "change_upper_95", "detectable_change", "ratio", "relative_change", "p_value",
    "q_value", "usual_movement", "england_value",
)  # fmt: skip
GAP_NUMBERS = ("value", "lower_95", "upper_95", "people", *CHANGE_NUMBERS)


class Gaps(Figures):
    """Two groups of areas or people compared."""

    measure: str = pa.Field(description="Name of the measure.")
    gap_type: str = pa.Field(isin=list(GapType), description="Which two are compared, and how.")
    area_code: str = pa.Field(description="The area inside which, or for which, they are compared.")
    group_a: str = pa.Field(description="The first group, the one expected to be worse off.")
    group_b: str = pa.Field(description="The second group.")
    period: str = pa.Field(description="The time the gap is for.")
    people: float = pa.Field(
        nullable=True,
        description="Residents or homes to level all fifths with the best, or the borough with England.",
    )
    direction: str = pa.Field(
        isin=list(Direction),
        description="How the gap has changed since change_from, in a word; docs/methods/changes.md explains each.",
    )
    breakdown: str = pa.Field(description="What the compared figures are split by; all where they are not.")
    category: str = pa.Field(description="Which part of the split the first group is; all where it is none or several.")

    first_period: str = pa.Field(description="The first period that the gap is held for and compared with; or empty.")
    baseline_period: str = pa.Field(
        description="The latest period that ends by the baseline year and shares no year with this one; or empty."
    )
    previous_period: str = pa.Field(description="The latest period before it that shares no year with it; or empty.")
    change_from: str = pa.Field(description="The period from which the change is judged; empty where there is none.")
    periods: int = pa.Field(
        ge=0, description="Periods sharing no year, from change_from to this one; 2 make a change, 3 or more a trend."
    )
    change: float = pa.Field(
        nullable=True,
        description="By how much worse off the first group is against the second than in change_from, in the unit of"
        " the gap; below zero, less bad. Of a relative index: how many times; below 1, less bad.",
    )
    change_lower_95: float = pa.Field(nullable=True, description="Lower 95 % confidence limit of the change.")
    change_upper_95: float = pa.Field(nullable=True, description="Upper 95 % confidence limit of the change.")
    detectable_change: float = pa.Field(
        nullable=True,
        description="The size of change that would be found four times in five: 2.80 standard errors, unadjusted.",
    )
    ratio: float = pa.Field(
        nullable=True, description="How many times the second group's figure the first one's is; empty without sense."
    )
    relative_change: float = pa.Field(
        nullable=True,
        description="How many times its size in change_from the ratio is, turned so that above 1 is worse for the"
        " first group.",
    )
    p_value: float = pa.Field(nullable=True, ge=0, le=1, description="Of the change, two-sided, unadjusted.")
    q_value: float = pa.Field(
        nullable=True, ge=0, le=1, description="The false discovery rate at which the change would be called."
    )
    usual_movement: float = pa.Field(
        nullable=True, description="How far such a gap usually moves in a year among councils that are alike."
    )
    england_value: float = pa.Field(
        nullable=True, description="The gap between the same two groups within England, in the same period."
    )

    class Config(Figures.Config):
        """One row for each gap and period."""

        ordered = False
        unique = ["measure", "gap_type", "area_code", "group_a", "group_b", "period"]


GAP_COLUMNS = (
    "measure", "gap_type", "area_code", "group_a", "group_b", "period", "value", "lower_95", "upper_95", "unit",
    "people", "direction", "status", "note", "synthetic", "sources", "breakdown", "category", "first_period",
    "baseline_period", "previous_period", "change_from", "periods", "change", "change_lower_95", "change_upper_95",
    "detectable_change", "ratio", "relative_change", "p_value", "q_value", "usual_movement", "england_value",
)  # fmt: skip
