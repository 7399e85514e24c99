"""The public contract of decompositions: why two figures differ, in parts that add up."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.run.vocabulary import Component, GapType
from fairer_stockton.schemas.results.figures import Figures

SUMS = "all"  # the category of a row that is the sum of all groups
ADDED_UP = 1e-9  # how far the parts may be from the difference


class Decompositions(Figures):
    """One part of a difference between two figures: the difference, one of its two parts, or what a group adds."""

    decomposition: str = pa.Field(description="Name of the split in decompositions.toml.")
    measure: str = pa.Field(description="Name of the measure.")
    gap_type: str = pa.Field(isin=list(GapType), description="Which two are compared.")
    area_code: str = pa.Field(description="The area inside which, or for which, they are compared.")
    group_a: str = pa.Field(description="The first group.")
    group_b: str = pa.Field(description="The second group; the difference is the first less the second.")
    period: str = pa.Field(description="The time the figures are for.")
    component: str = pa.Field(
        isin=list(Component),
        description="total: the difference; composition: what comes of who the people are; rates: what comes of how"
        " each group does. Composition and rates add up to total.",
    )
    category: str = pa.Field(
        description="The group of people whose part it is; all for the sum of the groups. The groups add up to it."
    )
    share_a: float = pa.Field(nullable=True, description="The group's share of the first side's people, per cent.")
    share_b: float = pa.Field(nullable=True, description="The group's share of the second side's people, per cent.")
    figure_a: float = pa.Field(
        nullable=True, description="The first side's figure, of the group or of all; of an age, years expected then."
    )
    figure_b: float = pa.Field(nullable=True, description="The second side's.")

    @pa.dataframe_check(name="the parts of a difference add up to it")
    @classmethod
    def parts_add_up(cls, rows: pd.DataFrame) -> bool:
        """Compare composition and rates with the total, and the groups of each with their sum."""
        key = ["decomposition", "gap_type", "area_code", "period"]
        sums = rows[rows["category"] == SUMS]
        total = sums[sums["component"] == Component.TOTAL].set_index(key)["value"]
        parts = sums[sums["component"] != Component.TOTAL].groupby(key)["value"].sum(min_count=1)
        by_group = rows[rows["category"] != SUMS].groupby([*key, "component"])["value"].sum(min_count=1)
        of_all = sums.set_index([*key, "component"])["value"].reindex(by_group.index)
        apart = [(total - parts.reindex(total.index)).abs(), (by_group - of_all).abs()]
        return all(not (difference > ADDED_UP).any() for difference in apart)

    class Config(Figures.Config):
        """One row for each split, pair, period, part and group."""

        ordered = False
        unique = ["decomposition", "gap_type", "area_code", "period", "component", "category"]


DECOMPOSITION_COLUMNS = (
    "decomposition", "measure", "gap_type", "area_code", "group_a", "group_b", "period", "component", "category",
    "value", "lower_95", "upper_95", "unit", "share_a", "share_b", "figure_a", "figure_b", "status", "note",
    "synthetic", "sources",
)  # fmt: skip
