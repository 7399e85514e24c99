"""The public contract of priorities: neighbourhoods and groups of them, ranked."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.run.vocabulary import PriorityKind, PriorityVerdict


class Priorities(pa.DataFrameModel):
    """A neighbourhood, or a group of them in the priority list: what counts, its rank, and how firm that is."""

    kind: str = pa.Field(isin=list(PriorityKind), description="neighbourhood, or group: neighbourhoods that touch.")
    area_code: str = pa.Field(description="ONS code; of a group, group- and the smallest code of its members.")
    area_name: str = pa.Field(description="Name of the neighbourhood; of a group, its wards.")
    members: str = pa.Field(description="Codes of its neighbourhoods, separated by a space.")
    ward: str = pa.Field(description="Ward of 2024; of a group all of them, that with most neighbourhoods first.")
    residents: float = pa.Field(nullable=True, description="Residents; empty where not known.")
    deprivation_score: float = pa.Field(description="Score of deprivation; of a group the mean by residents.")
    deprivation_rank: int = pa.Field(ge=1, description="Its place among England's neighbourhoods, 1 the most deprived.")
    editions_in_worst_tenth: float = pa.Field(ge=0, description="Editions in which it was in the most deprived tenth.")
    editions: int = pa.Field(ge=1, description="Editions in which its place is known.")
    domains_in_worst_tenth: float = pa.Field(ge=0, le=7, description="Domains in which it is in England's worst tenth.")
    people_above_england: float = pa.Field(
        nullable=True, description="Residents on a low income beyond those at England's rate; below zero if fewer."
    )
    deprivation_component: float = pa.Field(ge=0, le=1, description="Share of the others that it stands above, now.")
    persistence_component: float = pa.Field(ge=0, le=1, description="The same by the share of editions.")
    domains_component: float = pa.Field(ge=0, le=1, description="The same by the number of domains.")
    people_component: float = pa.Field(ge=0, le=1, description="The same by people, none where there are fewer.")
    score: float = pa.Field(ge=0, le=1, description="The components, weighted by the recipe.")
    rank: int = pa.Field(ge=1, description="1 for the first priority of its kind; ties share the best rank.")
    rank_lower_95: int = pa.Field(ge=1, description="Best rank in its limits: 95 % of trials have all ranks in theirs.")
    rank_upper_95: int = pa.Field(ge=1, description="Worst rank in its limits.")
    top_share: float = pa.Field(ge=0, le=1, description="Share of the trials in which it is among the first.")
    verdict: str = pa.Field(isin=list(PriorityVerdict), description="surely, probably, barely, close, unlikely or not.")
    note: str = pa.Field(description="What to know of it; empty where there is nothing.")
    synthetic: bool = pa.Field(description="True where any input is the generated sample and not real.")
    sources: str = pa.Field(description="The sources of the row, separated by a space.")
    period: str = pa.Field(description="The latest edition of the Indices.")

    class Config:
        """Each place stands once; nothing is coerced."""

        strict = True
        unique = ["kind", "area_code"]

    @pa.dataframe_check(name="ranks are 1 to the number of their kind, and limits are in order")
    @classmethod
    def ranks_are_ranks(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare ranks and their limits with the number of rows of their kind; someone is first."""
        number = rows.groupby("kind")["rank"].transform("size")
        first = rows.groupby("kind")["rank"].transform("min") == 1
        return (
            first
            & (rows[["rank", "rank_upper_95"]].max(axis=1) <= number)
            & (rows["rank_lower_95"] <= rows["rank_upper_95"])
        )

    @pa.dataframe_check(name="no more editions in the worst tenth than there are")
    @classmethod
    def editions_within_editions(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the two numbers of editions."""
        return rows["editions_in_worst_tenth"] <= rows["editions"]


PRIORITY_COLUMNS = tuple(Priorities.to_schema().columns)
