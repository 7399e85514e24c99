"""The public contract of movements: each neighbourhood's tenth of England, edition by edition."""

import pandera.pandas as pa


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
