"""The areas that figures are given for: which neighbourhoods each holds, on which map, and what codes name."""

from collections.abc import Collection, Mapping
from pathlib import Path

from fairer_stockton.definitions.maps import COUNCILS, AreaMap
from fairer_stockton.definitions.named_areas import GEOJSON
from fairer_stockton.definitions.national import NationalFacts
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType

FIFTHS = 5
FEWEST_FOR_FIFTHS = 2 * FIFTHS  # neighbourhoods: of fewer, a fifth would be one neighbourhood and no group of them
LARGER = (AreaType.REGION, AreaType.ENGLAND, AreaType.UNITED_KINGDOM)  # areas that an authority lies in
REST = "Rest of the borough"
UNPLACED = "unplaced"  # the neighbourhood of rows that have none, and the part of the borough that they are


# In the order in which a reader meets them.
AREA_TYPE_NAMES: dict[str, str] = {
    AreaType.UNITED_KINGDOM: "United Kingdom",
    AreaType.ENGLAND: "England",
    AreaType.REGION: "Region",
    AreaType.BOROUGH: "Borough",
    AreaType.AUTHORITY: "Council to compare with",
    AreaType.COMMUNITY_PARTNERSHIP: "Community Partnership",
    AreaType.TARGET_AREA: "Targeted Action Area",
    AreaType.WARD: "Ward",
    AreaType.MSOA: "Local area (MSOA)",
    AreaType.LSOA: "Neighbourhood (LSOA)",
}
AREA_TYPES = tuple(AREA_TYPE_NAMES)


def make_council_code_sql(dfe_number_sql: str, dfe_numbers: Mapping[int, str]) -> str:
    """Return the SQL that finds the ONS code of a council by its DfE number: the declared one, else the lookup's."""
    declared = " ".join(f"when {dfe_number} then '{code}'" for dfe_number, code in dfe_numbers.items())
    lookup = f"(select dfe.utlacd from {COUNCILS} as dfe where dfe.la_number = {dfe_number_sql})"
    return f"case {dfe_number_sql} {declared} else {lookup} end"


def area_codes_sql(national: NationalFacts) -> dict[str, str]:
    """Return the columns that say which area a row is of, and the SQL that finds the area's ONS code from each."""
    return {
        **{column: column for column in (*national.maps.smallest_areas, "ltla21cd", "areacd")},
        "la_number": make_council_code_sql("lait.la_number", national.dfe_numbers),
    }


def list_area_and_polygon_files(settings: Settings) -> list[Path]:
    """Return the files besides the project's own that say which areas there are."""
    drawn = [Path(area.parts[0]) for area in settings.definitions.named_areas if area.made_of == GEOJSON]
    return [*([settings.areas] if settings.areas else []), *(path for path in drawn if path.is_file())]


def make_current_code_sql(code_sql: str, recoded_councils: Mapping[str, str]) -> str:
    """Return the SQL that turns a council's former or later code into that of the latest map."""
    pairs = " ".join(f"when '{other}' then '{latest}'" for other, latest in recoded_councils.items())
    return f"case {code_sql} {pairs} else {code_sql} end"


def refuse_unknown_authority(authority: str, known_codes: Collection[str], wards: AreaMap) -> None:
    """Refuse an authority that the latest map does not know, before anything is made of it.

    Args:
        authority: its ONS code.
        known_codes: the codes of the English councils on the map.
        wards: the latest map of wards.

    Raises:
        CatalogueError: it is none of those known.
    """
    if authority not in known_codes:
        raise CatalogueError(
            setting="AUTHORITY= (FAIRER_AUTHORITY)",
            found=f"{authority!r}, with no ward in {wards.lookup}",
            expected=f"the ONS code of an English council of {wards.vintage}; the lookup here knows {len(known_codes)}",
            remedy="check the code; the generated sample knows only a few councils: run `make fetch` for all",
        )
