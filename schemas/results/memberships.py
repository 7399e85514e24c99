"""The public contract of memberships: which area holds each neighbourhood."""

import pandera.pandas as pa


class Memberships(pa.DataFrameModel):
    """Which of the authority's areas holds a neighbourhood, and what part of it."""

    lsoacd: str = pa.Field(description="Code of the neighbourhood (LSOA).")
    lsoa_vintage: str = pa.Field(isin=("2011", "2021"), description="Vintage of the neighbourhood.")
    area_type: str = pa.Field(
        description="lsoa, msoa, ward, target_area, community_partnership, borough, or deprivation_fifth of it."
    )
    area_code: str = pa.Field(description="ONS code; a name of our own where ONS has none; number of the fifth.")
    area_name: str = pa.Field(description="Name of the area.")
    published_name: str = pa.Field(
        description="Its publisher's name, where area_name is one that residents know; empty of a fifth."
    )
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
