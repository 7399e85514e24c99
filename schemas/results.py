"""The public contract: what an observation is and what a gap is."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas import places

STATUSES = ("published", "low_base", "suppressed", "not_available")
COMPARISONS = places.COMPARISONS
TRENDS = ("improving", "worsening", "increasing", "decreasing", "no_significant_change", "not_calculated")
VERDICTS = ("reproduced", "differs", "not_yet_checkable")
DIRECTIONS = ("closing", "widening", "no_clear_change", "too_few_periods", "not_calculated")
OBSERVATION_KEY = ("measure", "area_type", "area_code", "vintage", "breakdown", "category", "period")
# What is empty where a figure is not shown.
OBSERVATION_NUMBERS = ("numerator", "denominator", "value", "lower_95", "upper_95", "lower_998", "upper_998")
GAP_NUMBERS = ("value", "lower_95", "upper_95", "people")
COMMUNITY_NUMBERS = ("group_value", "group_lower_95", "group_upper_95", "value", "lower_95", "upper_95")
GAP_TYPES = (
    "slope_index",
    "relative_index",
    "most_v_least_fifth",
    "target_area_v_rest",
    "area_range",
    "borough_v_england",
    "breakdown",
    "community",
)


class _Figures(pa.DataFrameModel):
    """What observations and gaps share: a value, its limits and where it stands."""

    value: float = pa.Field(nullable=True, description="The figure, in the row's unit; empty where there is none.")
    lower_95: float = pa.Field(nullable=True, description="Lower 95 % confidence limit.")
    upper_95: float = pa.Field(nullable=True, description="Upper 95 % confidence limit.")
    unit: str = pa.Field(description="Unit of the value and its limits.")
    status: str = pa.Field(isin=STATUSES, description="published, low_base, suppressed or not_available.")
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
        return rows["status"].isin(["published", "low_base"]) == rows["value"].notna()

    @pa.dataframe_check(name="an interval holds its figure")
    @classmethod
    def interval_holds_value(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare each value with its limits, where it has any; publishers round figure and limits apart."""
        slack = 1e-9 + 0.005 * rows["value"].abs()
        low = rows["lower_95"].isna() | (rows["lower_95"] <= rows["value"] + slack)
        return low & (rows["upper_95"].isna() | (rows["upper_95"] >= rows["value"] - slack))


class Observations(_Figures):
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
    numerator: float = pa.Field(nullable=True, description="The count or sum above the line.")
    denominator: float = pa.Field(nullable=True, description="The count or sum below the line.")
    lower_998: float = pa.Field(nullable=True, description="Lower 99.8 % confidence limit.")
    upper_998: float = pa.Field(nullable=True, description="Upper 99.8 % confidence limit.")
    statistic: str = pa.Field(description="How the value is made.")
    comparison: str = pa.Field(
        isin=COMPARISONS,
        description="Against England in the same period."
        " about_the_same: the difference is clear but smaller than matters.",
    )
    trend: str = pa.Field(isin=TRENDS, description="Over the latest five one-year periods.")

    class Config(_Figures.Config):
        """One row for each measure, area, period and category."""

        ordered = False
        unique = list(OBSERVATION_KEY)


class Gaps(_Figures):
    """Two groups of areas or people compared."""

    measure: str = pa.Field(description="Name of the measure.")
    gap_type: str = pa.Field(isin=GAP_TYPES, description="Which two are compared, and how.")
    area_code: str = pa.Field(description="The area inside which, or for which, they are compared.")
    group_a: str = pa.Field(description="The first group, the one expected to fare worse.")
    group_b: str = pa.Field(description="The second group.")
    period: str = pa.Field(description="The time the gap is for.")
    people: float = pa.Field(
        nullable=True,
        description="Residents or homes to level all fifths with the best, or the borough with England.",
    )
    direction: str = pa.Field(
        isin=DIRECTIONS,
        description="closing, widening, no_clear_change, too_few_periods; not_calculated without an interval, or where"
        " the publisher advises against comparing periods, or areas leave out rows without a neighbourhood.",
    )

    class Config(_Figures.Config):
        """One row for each gap and period."""

        ordered = False
        unique = ["measure", "gap_type", "area_code", "group_a", "group_b", "period"]


class Communities(_Figures):
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
    direction: str = pa.Field(isin=DIRECTIONS, description="As of gaps.")
    needs: str = pa.Field(description="What would reach the community, where there is no figure.")

    class Config(_Figures.Config):
        """One row for each community, gap, measure and period."""

        ordered = False
        unique = ["community", "gap", "measure", "period"]


class Claims(pa.DataFrameModel):
    """One figure that the council has published, and what comes of recomputing it."""

    claim: str = pa.Field(description="Name of the claim in claims.toml.")
    text: str = pa.Field(description="What was said.")
    document: str = pa.Field(description="Where.")
    period: str = pa.Field(description="Of which time; as far as stated.")
    of: str = pa.Field(description="Whose figure it is.")
    stated: str = pa.Field(description="The figure as published, with its decimals.")
    unit: str = pa.Field(description="Unit of both figures.")
    recomputed: float = pa.Field(nullable=True, description="The figure found again; empty where it cannot be yet.")
    of_period: str = pa.Field(description="The period of the recomputed figure.")
    verdict: str = pa.Field(isin=VERDICTS, description="reproduced, differs or not_yet_checkable.")
    why: str = pa.Field(description="Why the two differ, or what to know of how it was reproduced.")
    needs: str = pa.Field(description="What would make the figure checkable.")
    sources: str = pa.Field(description="The sources of the recomputed figure, separated by a space.")

    class Config:
        """Each figure stands once; nothing is coerced."""

        strict = True
        unique = ["claim", "of"]

    @pa.dataframe_check(name="a figure that differs says why, one that cannot be checked says what it needs")
    @classmethod
    def says_why(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Look for a reason where one is owed."""
        owed = rows["why"].where(rows["verdict"] == "differs", rows["needs"].where(rows["recomputed"].isna(), "none"))
        return owed != ""


class Suppression(pa.DataFrameModel):
    """How many figures that rest on the council's own extracts are hidden, over the whole edition."""

    kind: str = pa.Field(description="What is counted.")
    figures: int = pa.Field(ge=0, description="Figures that rest on such counts.")
    primary: int = pa.Field(ge=0, description="Hidden because they are too small themselves.")
    secondary: int = pa.Field(ge=0, description="Hidden because the others could be told from them.")

    class Config:
        """Each kind stands once; nothing is coerced."""

        strict = True
        unique = ["kind"]


OBSERVATION_COLUMNS = (
    "measure", "domain", "area_type", "area_code", "area_name", "vintage", "converted_from", "period",
    "breakdown", "category", "numerator", "denominator", "value", "lower_95", "upper_95", "lower_998", "upper_998",
    "unit", "statistic", "comparison", "trend", "status", "note", "synthetic", "sources",
)  # fmt: skip
GAP_COLUMNS = (
    "measure", "gap_type", "area_code", "group_a", "group_b", "period", "value", "lower_95", "upper_95", "unit",
    "people", "direction", "status", "note", "synthetic", "sources",
)  # fmt: skip
COMMUNITY_COLUMNS = (
    "community", "title", "kind", "gap", "measure", "period", "group_value", "group_lower_95", "group_upper_95",
    "else_value", "else_lower_95", "else_upper_95", "value", "lower_95", "upper_95", "unit", "direction", "status",
    "note", "needs", "synthetic", "sources",
)  # fmt: skip
CLAIM_COLUMNS = tuple(Claims.to_schema().columns)
SUPPRESSION_COLUMNS = tuple(Suppression.to_schema().columns)
CONTRACTS: dict[str, type[pa.DataFrameModel]] = {
    "observations": Observations,
    "gaps": Gaps,
    "communities": Communities,
    "claims": Claims,
    "suppression": Suppression,
    **places.CONTRACTS,
}
