"""The public contract of places: which areas there are, how they stand, which come first, and councils beside them."""

import pandas as pd
import pandera.pandas as pa

COMPARISONS = ("better", "similar", "about_the_same", "worse", "higher", "lower", "not_compared")
SUMMARIES = ("average_rank", "average_score", "proportion", "extent", "local_concentration", "scale")


class Memberships(pa.DataFrameModel):
    """Which of the authority's areas holds a neighbourhood, and what part of it."""

    lsoacd: str = pa.Field(description="Code of the neighbourhood (LSOA).")
    lsoa_vintage: str = pa.Field(isin=("2011", "2021"), description="Vintage of the neighbourhood.")
    area_type: str = pa.Field(
        description="lsoa, ward, target_area, community_partnership, borough, or deprivation_fifth of the borough."
    )
    area_code: str = pa.Field(description="ONS code; a name of our own where ONS has none; number of the fifth.")
    area_name: str = pa.Field(description="Name of the area.")
    vintage: str = pa.Field(description="Which map the area is on.")
    share: float = pa.Field(gt=0, le=1, description="Part of the neighbourhood's residents that the area holds.")
    converted_from: str = pa.Field(description="Vintage of the neighbourhood where not the map's own; else empty.")
    fit: float = pa.Field(
        nullable=True, ge=0, le=1, description="Of an area drawn as a polygon, the share of its residents that is held."
    )

    class Config:
        """Each pair stands once; nothing is coerced."""

        strict = True
        unique = ["lsoacd", "lsoa_vintage", "area_type", "area_code", "vintage"]


class Deprivation(pa.DataFrameModel):
    """The official summaries of one index and edition for one area; a higher figure is a more deprived area."""

    period: str = pa.Field(description="Edition of the Indices of Deprivation.")
    index_name: str = pa.Field(description="The index: imd, one of its seven domains, idaci or idaopi.")
    area_type: str = pa.Field(
        description="authority (every English council), ward, community_partnership, target_area."
    )
    area_code: str = pa.Field(description="ONS code; a name of our own where ONS has none.")
    area_name: str = pa.Field(description="Name of the area; empty for councils.")
    vintage: str = pa.Field(description="Which map the area is on; of councils the edition's.")
    converted_from: str = pa.Field(description="Vintage of the neighbourhoods where not the map's own; else empty.")
    neighbourhoods: float = pa.Field(gt=0, description="Neighbourhoods of the area; parts of one count as parts.")
    average_rank: float = pa.Field(nullable=True, description="Mean by residents of the ranks, turned round.")
    rank_of_average_rank: float = pa.Field(nullable=True, description="Its rank, 1 the most deprived.")
    average_score: float = pa.Field(nullable=True, description="Mean by residents of the scores.")
    rank_of_average_score: float = pa.Field(nullable=True, description="Its rank, 1 the most deprived.")
    proportion: float = pa.Field(nullable=True, ge=0, le=1, description="Neighbourhoods in England's worst tenth.")
    rank_of_proportion: float = pa.Field(nullable=True, description="Its rank, 1 the most deprived.")
    extent: float = pa.Field(nullable=True, ge=0, le=1.0000001, description="Residents in the worst 30 %, fading.")
    rank_of_extent: float = pa.Field(nullable=True, description="Its rank, 1 the most deprived.")
    local_concentration: float = pa.Field(nullable=True, description="Mean rank of the tenth of residents worst off.")
    rank_of_local_concentration: float = pa.Field(nullable=True, description="Its rank, 1 the most deprived.")
    scale: float = pa.Field(nullable=True, description="Residents times score, summed: people, where it is a rate.")
    rank_of_scale: float = pa.Field(nullable=True, description="Its rank, 1 the most deprived.")
    areas: int = pa.Field(ge=1, description="Areas that it is ranked among.")
    weighted_by: str = pa.Field(description="Whose count of residents it is weighted by.")
    approximate: bool = pa.Field(description="True where the edition's own residents are not held.")
    published: str = pa.Field(description="Columns that are the publisher's own, separated by a space; else ours.")
    published_among: float = pa.Field(
        nullable=True, ge=1, description="Councils that the publisher's ranks are among; empty where none are held."
    )
    synthetic: bool = pa.Field(description="True where any input is the generated sample and not real.")
    sources: str = pa.Field(description="The sources of the figures, separated by a space.")

    class Config:
        """One row for each edition, index and area."""

        strict = True
        unique = ["period", "index_name", "area_type", "area_code", "vintage"]


class Agreement(pa.DataFrameModel):
    """How many councils' recomputed summaries agree with the publisher's own."""

    period: str = pa.Field(description="Edition of the Indices of Deprivation.")
    index_name: str = pa.Field(description="The index.")
    summary: str = pa.Field(isin=SUMMARIES, description="The summary.")
    weighted_by: str = pa.Field(description="By whom ours is weighted.")
    councils: int = pa.Field(ge=1, description="Councils for which both are known.")
    tolerance: str = pa.Field(description="How near they must be to agree.")
    agreeing: int = pa.Field(ge=0, description="Councils that agree.")
    furthest: float = pa.Field(ge=0, description="The largest difference.")
    furthest_council: str = pa.Field(description="The council that it is of.")
    equal_ranks: float = pa.Field(nullable=True, description="Councils of equal rank; empty where some lack a figure.")
    furthest_rank: float = pa.Field(nullable=True, ge=0, description="The largest difference in rank; empty likewise.")
    synthetic: bool = pa.Field(description="True where any input is the generated sample and not real.")


class Movements(pa.DataFrameModel):
    """The tenth of England in which each of the authority's neighbourhoods stood in each edition."""

    lsoa21cd: str = pa.Field(description="Neighbourhood of 2021.")
    lsoanm: str = pa.Field(description="Its name.")
    period: str = pa.Field(description="Edition of the Indices of Deprivation.")
    decile: int = pa.Field(ge=1, le=10, description="Tenth of England, 1 the most deprived.")
    rank: int = pa.Field(ge=1, description="Rank in England, 1 the most deprived.")
    converted_from: str = pa.Field(description="2011 where it takes the place of one that it was part of; else empty.")
    synthetic: bool = pa.Field(description="True where any input is the generated sample and not real.")
    sources: str = pa.Field(description="The sources of the figures, separated by a space.")

    class Config:
        """One row for each neighbourhood and edition."""

        strict = True
        unique = ["lsoa21cd", "period"]


class Comparators(pa.DataFrameModel):
    """Where the authority stands among a set of councils on one measure, itself among them."""

    measure: str = pa.Field(description="Name of the measure.")
    comparators: str = pa.Field(description="Which set of councils.")
    area_code: str = pa.Field(description="Code of the authority.")
    period: str = pa.Field(description="The time the figures are for.")
    breakdown: str = pa.Field(description="What the figures are split by; all where they are not.")
    category: str = pa.Field(description="Which part of the split; all where there is none.")
    value: float = pa.Field(description="The authority's figure.")
    unit: str = pa.Field(description="Unit of all figures.")
    position: int = pa.Field(
        ge=1, description="1 fares best; of a neutral measure, is highest. Equal figures share it."
    )
    councils: int = pa.Field(ge=2, description="Councils with a figure, the authority among them.")
    names: str = pa.Field(description="The other councils with a figure, separated by a semicolon.")
    lowest: float = pa.Field(description="The lowest figure of the others.")
    lowest_council: str = pa.Field(description="The council that it is of.")
    median: float = pa.Field(description="The middle figure of all.")
    highest: float = pa.Field(description="The highest figure of the others.")
    highest_council: str = pa.Field(description="The council that it is of.")
    tested: int = pa.Field(ge=0, description="Others whose difference has an interval.")
    clearly_better: float = pa.Field(
        nullable=True,
        description="Others that the difference's 95 % interval shows better off; empty without intervals.",
    )
    clearly_worse: float = pa.Field(nullable=True, description="The same, worse off.")
    synthetic: bool = pa.Field(description="True where any input is the generated sample and not real.")
    sources: str = pa.Field(description="The sources of the figures, separated by a space.")

    class Config:
        """One row for each measure, set, period and category."""

        strict = True
        unique = ["measure", "comparators", "period", "breakdown", "category"]

    @pa.dataframe_check(name="a position is within the councils")
    @classmethod
    def within(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare positions with the number of councils."""
        return rows["position"] <= rows["councils"]


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
        isin=COMPARISONS,
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


PRIORITY_KINDS = ("neighbourhood", "group")
PRIORITY_VERDICTS = ("surely", "probably", "barely", "close", "not")


class Priorities(pa.DataFrameModel):
    """A neighbourhood, or a group of them in the priority list: what counts, its rank, and how firm that is."""

    kind: str = pa.Field(isin=PRIORITY_KINDS, description="neighbourhood, or group: neighbourhoods that touch.")
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
        nullable=True, description="Residents on a low income beyond those at England's rate; below nought if fewer."
    )
    deprivation_component: float = pa.Field(ge=0, le=1, description="Share of the others that it stands above, now.")
    persistence_component: float = pa.Field(ge=0, le=1, description="The same by the share of editions.")
    domains_component: float = pa.Field(ge=0, le=1, description="The same by the number of domains.")
    people_component: float = pa.Field(ge=0, le=1, description="The same by people, none where there are fewer.")
    score: float = pa.Field(ge=0, le=1, description="The components, weighted by the recipe.")
    rank: int = pa.Field(ge=1, description="1 for the first priority of its kind; ties share the best rank.")
    rank_lower_95: int = pa.Field(ge=1, description="Lower 95 % limit of the rank over the trials.")
    rank_upper_95: int = pa.Field(ge=1, description="Upper 95 % limit of the rank over the trials.")
    top_share: float = pa.Field(ge=0, le=1, description="Share of the trials in which it is among the first.")
    verdict: str = pa.Field(isin=PRIORITY_VERDICTS, description="surely, probably, barely, close or not.")
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
STANDING_COLUMNS = tuple(Standings.to_schema().columns)
COMPARATOR_COLUMNS = tuple(Comparators.to_schema().columns)
CONTRACTS: dict[str, type[pa.DataFrameModel]] = {
    "memberships": Memberships,
    "deprivation": Deprivation,
    "agreement": Agreement,
    "movements": Movements,
    "comparators": Comparators,
    "standings": Standings,
    "priorities": Priorities,
}
