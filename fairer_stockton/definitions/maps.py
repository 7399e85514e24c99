"""Maps: the lookups from neighbourhoods to larger areas, and the columns that hold their codes."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import check_texts, open_toml_definition
from fairer_stockton.run.vocabulary import AreaType

# Columns of neighbourhoods, whose rows are summed to every larger area, and the vintage of each.
LSOA_VINTAGES = {"lsoa11cd": "2011", "lsoa21cd": "2021"}
EXACT, REGIONS, COUNCILS = "lsoa11_lsoa21", "lad22_rgn22", "free_school_meals"
# Residents by whom a neighbourhood of one vintage is told in those of the other.
RESIDENTS = {"2011": ("population_by_age", "lsoa11cd"), "2021": ("census_disability", "lsoa21cd")}
WEIGHTS = tuple(table for table, _ in RESIDENTS.values())
NEIGHBOURS = ("statistical_neighbours", "similar_areas")
# What places rest on besides the lookups.
_TABLES_OF_PLACES = (
    *WEIGHTS, *NEIGHBOURS, "indices_of_deprivation", "iod_summaries", "iod_underlying", "lsoa_boundaries",
)  # fmt: skip

# What they say more of, or are drawn by, once it has been fetched.
TABLES_OF_PLACES_WHERE_THERE = ("earlier_indices", "lsoa_boundaries_of_councils")


@dataclass(frozen=True, slots=True)
class AreaMap:
    """One map: a lookup from neighbourhoods of one vintage to the areas that they fit best.

    Without a `holder`, each area lies in the councils of its neighbourhoods of 2021 on the latest map of wards.
    `local_name` is the column of a name that residents know: pages show it, and tables have the publisher's beside it.
    """

    area_type: str
    vintage: str
    lookup: str
    parts: str
    code: str
    name: str
    holder: str = ""
    holder_name: str = ""
    local_name: str = ""

    @property
    def whole(self) -> str:
        """What the map's own areas are called as a vintage of data: figures that come by ward add up from wards."""
        return f"{self.area_type}_{self.vintage}"


@dataclass(frozen=True, slots=True)
class AreaMaps:
    """All maps of a report, oldest first, and what follows from them; at least one is of wards."""

    maps: tuple[AreaMap, ...]

    @property
    def of_wards(self) -> tuple[AreaMap, ...]:
        """The maps of wards, oldest first."""
        return tuple(area_map for area_map in self.maps if area_map.area_type == AreaType.WARD)

    @property
    def latest_wards(self) -> AreaMap:
        """The map of wards that profiles, ranges between wards and charts are drawn on."""
        return self.of_wards[-1]

    @property
    def ward_vintage(self) -> str:
        """The year of the latest map of wards."""
        return self.latest_wards.vintage

    @property
    def lookups(self) -> tuple[str, ...]:
        """The sources that say which area lies in which: a fault in one of them is a fault in all tables."""
        return tuple(dict.fromkeys((EXACT, *(area_map.lookup for area_map in self.maps), REGIONS, COUNCILS)))

    @property
    def place_tables(self) -> tuple[str, ...]:
        """The sources that places rest on besides those of measures: no report can be made without them."""
        return (*self.lookups, *_TABLES_OF_PLACES)

    @property
    def smallest_areas(self) -> dict[str, str]:
        """Columns of the smallest areas that a table can be summed from, and the vintage of each."""
        return {**LSOA_VINTAGES, **{area_map.code: area_map.whole for area_map in self.maps}}

    def smallest_areas_in(self, columns: Collection[str]) -> dict[str, str]:
        """Return those of the smallest areas whose column is one of a table's, and the vintage of each."""
        return {column: vintage for column, vintage in self.smallest_areas.items() if column in columns}

    @property
    def ward_vintages(self) -> dict[str, str]:
        """The vintage of the latest wards that are made of the neighbourhoods of each vintage."""
        return {LSOA_VINTAGES[area_map.parts]: area_map.vintage for area_map in self.of_wards}


def load_area_lookups(path: Path) -> AreaMaps:
    """Read the maps.

    Raises:
        CatalogueError: a key is missing or unknown, `parts` is no column of neighbourhoods, or no map is of wards.
    """
    with open_toml_definition(path) as raw:
        maps = [check_texts(AreaMap(**entry)) for entry in raw.pop("map")]
    if strange := [area_map.parts for area_map in maps if area_map.parts not in LSOA_VINTAGES]:
        raise CatalogueError(f"{path.name}: parts {strange[0]!r} is not one of {', '.join(LSOA_VINTAGES)}")
    area_maps = AreaMaps(tuple(sorted(maps, key=lambda area_map: (area_map.area_type, area_map.vintage))))
    if not area_maps.of_wards:
        raise CatalogueError(f"{path.name}: no map of wards, on which areas are compared")
    return area_maps
