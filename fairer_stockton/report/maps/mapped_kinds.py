"""The kinds of area that a map may be of, and how its words call them."""

from dataclasses import dataclass

from fairer_stockton.run.vocabulary import AreaType


@dataclass(frozen=True)
class MappedKind:
    """A kind of area that maps are drawn of: it is drawn on the neighbourhoods of the same year's map."""

    area_type: AreaType
    singular: str
    plural: str
    heading: str  # of the first column of a map's table


NEIGHBOURHOODS = MappedKind(AreaType.LSOA, "neighbourhood", "neighbourhoods", "Neighbourhood (LSOA)")
LOCAL_AREAS = MappedKind(AreaType.MSOA, "local area", "local areas", "Local area (MSOA)")
