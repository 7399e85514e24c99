"""The public contract of deprivation: the official summaries of the Indices, area by area."""

import pandera.pandas as pa


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
    proportion_in_fifth: float = pa.Field(
        nullable=True, ge=0, le=1, description="Neighbourhoods in England's worst fifth."
    )
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
