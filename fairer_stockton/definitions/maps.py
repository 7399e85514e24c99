"""Maps: the lookups from neighbourhoods to larger areas, and the columns that hold their codes."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.run.toml_file import open_toml_definition
from fairer_stockton.run.vocabulary import AreaType

MAPS = PACKAGE / "definitions" / "maps.toml"
# Columns of neighbourhoods, whose rows are summed to every larger area, and the vintage of each.
LSOA_VINTAGES = {"lsoa11cd": "2011", "lsoa21cd": "2021"}


@dataclass(frozen=True, slots=True)
class AreaMap:
    """One map: a lookup from neighbourhoods of one vintage to the areas that they fit best."""

    area_type: str
    vintage: str
    lookup: str
    parts: str
    code: str
    name: str
    holder: str
    holder_name: str

    @property
    def whole(self) -> str:
        """What the map's own areas are called as a vintage of data: figures that come by ward add up from wards."""
        return f"{self.area_type}_{self.vintage}"


@cache
def load_maps(path: Path = MAPS) -> tuple[AreaMap, ...]:
    """Read the maps, oldest first.

    Raises:
        CatalogueError: a key is missing or unknown, or `parts` is no column of neighbourhoods.
    """
    with open_toml_definition(path) as raw:
        maps = [AreaMap(**entry) for entry in raw.pop("map")]
    if strange := [area_map.parts for area_map in maps if area_map.parts not in LSOA_VINTAGES]:
        raise CatalogueError(f"{path.name}: parts {strange[0]!r} is not one of {', '.join(LSOA_VINTAGES)}")
    return tuple(sorted(maps, key=lambda area_map: (area_map.area_type, area_map.vintage)))


WARD_MAP = max(area_map.vintage for area_map in load_maps() if area_map.area_type == AreaType.WARD)
WARDS = next(
    area_map for area_map in load_maps() if area_map.area_type == AreaType.WARD and area_map.vintage == WARD_MAP
)
EXACT, REGIONS, COUNCILS = "lsoa11_lsoa21", "lad22_rgn22", "free_school_meals"
LOOKUPS = (EXACT, *(area_map.lookup for area_map in load_maps()), REGIONS, COUNCILS)
# Residents by whom a neighbourhood of one vintage is told in those of the other.
RESIDENTS = {"2011": ("population_by_age", "lsoa11cd"), "2021": ("census_disability", "lsoa21cd")}
WEIGHTS = tuple(table for table, _ in RESIDENTS.values())
NEIGHBOURS = ("statistical_neighbours", "similar_areas")
# Columns of the smallest areas that a table can be summed from.
SMALLEST = {**LSOA_VINTAGES, **{area_map.code: area_map.whole for area_map in load_maps()}}
