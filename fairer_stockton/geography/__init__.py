"""The areas that figures are given for: which neighbourhoods each holds, on which map, and what codes name."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fairer_stockton.definitions import definition
from fairer_stockton.errors import CatalogueError
from fairer_stockton.geography.named_areas import GEOJSON, NamedArea, load_named_areas
from fairer_stockton.settings import Settings

FOLDER = Path(__file__).parent
AREAS = FOLDER / "areas.toml"
MAPS = FOLDER / "maps.toml"
FIFTHS = 5
FEWEST_FOR_FIFTHS = 2 * FIFTHS  # neighbourhoods: of fewer, a fifth would be one neighbourhood and no group of them
ENGLAND, UNITED_KINGDOM = "E92000001", "K02000001"
LARGER = ("region", "england", "united_kingdom")  # areas that an authority lies in
REST = "Rest of the borough"
UNPLACED = "unplaced"  # the neighbourhood of rows that have none, and the part of the borough that they are

# Columns of neighbourhoods, whose rows are summed to every larger area, and the vintage of each.
LSOA_VINTAGES = {"lsoa11cd": "2011", "lsoa21cd": "2021"}

# In the order in which a reader meets them.
AREA_TYPE_NAMES = {
    "united_kingdom": "United Kingdom",
    "england": "England",
    "region": "Region",
    "borough": "Borough",
    "authority": "Council to compare with",
    "community_partnership": "Community Partnership",
    "target_area": "Targeted Action Area",
    "ward": "Ward",
    "lsoa": "Neighbourhood (LSOA)",
}
AREA_TYPES = tuple(AREA_TYPE_NAMES)


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
    with definition(path) as raw:
        maps = [AreaMap(**given) for given in raw.pop("map")]
    if strange := [one.parts for one in maps if one.parts not in LSOA_VINTAGES]:
        raise CatalogueError(f"{path.name}: parts {strange[0]!r} is not one of {', '.join(LSOA_VINTAGES)}")
    return tuple(sorted(maps, key=lambda one: (one.area_type, one.vintage)))


WARD_MAP = max(one.vintage for one in load_maps() if one.area_type == "ward")
WARDS = next(one for one in load_maps() if one.area_type == "ward" and one.vintage == WARD_MAP)
EXACT, REGIONS, COUNCILS = "lsoa11_lsoa21", "lad22_rgn22", "free_school_meals"
LOOKUPS = (EXACT, *(one.lookup for one in load_maps()), REGIONS, COUNCILS)
# Residents by whom a neighbourhood of one vintage is told in those of the other.
RESIDENTS = {"2011": ("population_by_age", "lsoa11cd"), "2021": ("census_disability", "lsoa21cd")}
WEIGHTS = tuple(table for table, _ in RESIDENTS.values())
NEIGHBOURS = ("statistical_neighbours", "similar_areas")


@cache
def dfe_numbers(path: Path = FOLDER / "dfe_numbers.toml") -> dict[int, str]:
    """Read the DfE numbers of councils that the department's lookup does not have under their code of today.

    Raises:
        CatalogueError: a number or code is missing, or a number stands twice.
    """
    with definition(path) as raw:
        councils = [(int(entry["la_number"]), str(entry["code"])) for entry in raw.pop("council")]
    if len({number for number, _ in councils}) < len(councils):
        raise CatalogueError(f"{path.name}: a DfE number stands twice")
    return dict(councils)


def council_of(number: str) -> str:
    """Return the SQL that finds the ONS code of a council by its DfE number: the declared one, else the lookup's."""
    declared = " ".join(f"when {one} then '{code}'" for one, code in dfe_numbers().items())
    lookup = f"(select dfe.utlacd from {COUNCILS} as dfe where dfe.la_number = {number})"
    return f"case {number} {declared} else {lookup} end"


# Columns of the smallest areas that a table can be summed from.
SMALLEST = {**LSOA_VINTAGES, **{one.code: one.whole for one in load_maps()}}
# Columns that say which area a row is of, and how the area's ONS code is found from each.
AREA_CODES = {
    **{column: column for column in (*SMALLEST, "ltla21cd", "areacd")},
    "la_number": council_of("lait.la_number"),
}


def named_areas(settings: Settings) -> tuple[NamedArea, ...]:
    """Read the areas that the authority names: its own file, or the project's for the authority that it is made for."""
    path = settings.areas or (AREAS if settings.at_home else None)
    return load_named_areas(path, tuple(SMALLEST)) if path else ()


def area_files(settings: Settings) -> list[Path]:
    """Name the files besides the project's own that say which areas there are."""
    drawn = [Path(area.parts[0]) for area in named_areas(settings) if area.made_of == GEOJSON]
    return [*([settings.areas] if settings.areas else []), *(path for path in drawn if path.is_file())]


@dataclass(frozen=True, slots=True)
class Comparators:
    """One set of councils that an authority is set beside."""

    name: str
    title: str
    note: str
    codes: tuple[str, ...] = ()


@cache
def load_comparators(path: Path = FOLDER / "comparators.toml") -> dict[str, Comparators]:
    """Read the sets of councils, in the order in which a reader meets them."""
    sets = {name: given for name, given in _comparators(path).items() if name != "recoded"}
    return {
        name: Comparators(name, given["title"], given["note"], tuple(given.get("codes", ())))
        for name, given in sets.items()
    }


@cache
def _comparators(path: Path) -> dict[str, dict[str, Any]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def today(code: str, path: Path = FOLDER / "comparators.toml") -> str:
    """Give the SQL that turns a council's former or later code into that of the latest map."""
    pairs = " ".join(f"when '{other}' then '{kept}'" for other, kept in _comparators(path)["recoded"].items())
    return f"case {code} {pairs} else {code} end"


def check_authority(authority: str, known: Collection[str]) -> None:
    """Refuse an authority that the latest map does not know, before anything is made of it.

    Raises:
        CatalogueError: it is none of those known.
    """
    if authority not in known:
        raise CatalogueError(
            f"setting   AUTHORITY= (FAIRER_AUTHORITY)\nfound     {authority!r}, with no ward in {WARDS.lookup}\n"
            f"expected  the ONS code of an English council of {WARD_MAP}; the lookup here knows {len(known)}\n"
            "to do     check the code; the generated sample knows only a few councils: run `make fetch` for all"
        )
