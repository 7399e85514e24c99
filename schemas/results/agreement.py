"""The public contract of agreement: recomputed summaries against the publisher's own."""

import pandera.pandas as pa

SUMMARIES = ("average_rank", "average_score", "proportion", "extent", "local_concentration", "scale")


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
