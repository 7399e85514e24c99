"""The areas that figures are given for: which neighbourhoods each holds, on which map, and what codes name."""

from collections.abc import Collection
from functools import cache
from pathlib import Path

from fairer_stockton.definitions.maps import COUNCILS, SMALLEST, WARD_MAP, WARDS
from fairer_stockton.definitions.named_areas import GEOJSON, NamedArea, load_named_areas
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.run.toml_file import open_toml_definition
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
    AreaType.LSOA: "Neighbourhood (LSOA)",
}
AREA_TYPES = tuple(AREA_TYPE_NAMES)


@cache
def dfe_numbers(path: Path = PACKAGE / "definitions" / "dfe_numbers.toml") -> dict[int, str]:
    """Read the DfE numbers of councils that the department's lookup does not have under their code of today.

    Raises:
        CatalogueError: a number or code is missing, or a number stands twice.
    """
    with open_toml_definition(path) as raw:
        councils = [(int(entry["la_number"]), str(entry["code"])) for entry in raw.pop("council")]
    if len({number for number, _ in councils}) < len(councils):
        raise CatalogueError(f"{path.name}: a DfE number stands twice")
    return dict(councils)


def council_code_sql(number: str) -> str:
    """Return the SQL that finds the ONS code of a council by its DfE number: the declared one, else the lookup's."""
    declared = " ".join(f"when {dfe_number} then '{code}'" for dfe_number, code in dfe_numbers().items())
    lookup = f"(select dfe.utlacd from {COUNCILS} as dfe where dfe.la_number = {number})"
    return f"case {number} {declared} else {lookup} end"


# Columns that say which area a row is of, and how the area's ONS code is found from each.
AREA_CODES = {
    **{column: column for column in (*SMALLEST, "ltla21cd", "areacd")},
    "la_number": council_code_sql("lait.la_number"),
}


def named_areas(settings: Settings) -> tuple[NamedArea, ...]:
    """Read the areas that the council names: the file that a setting names, else its own; none where it has none."""
    path = areas_file(settings)
    return load_named_areas(path, tuple(SMALLEST)) if path else ()


def areas_file(settings: Settings) -> Path | None:
    """Return the file of the areas that the council names; None where there is none."""
    return settings.areas or settings.definitions.layers.own("areas.toml")


def area_files(settings: Settings) -> list[Path]:
    """Return the files besides the project's own that say which areas there are."""
    drawn = [Path(area.parts[0]) for area in named_areas(settings) if area.made_of == GEOJSON]
    return [*([settings.areas] if settings.areas else []), *(path for path in drawn if path.is_file())]


@cache
def recoded_councils(path: Path = PACKAGE / "definitions" / "recoded_councils.toml") -> dict[str, str]:
    """Read the codes of councils that changed while the councils did not: by the former or later code, today's.

    Raises:
        CatalogueError: the file is not as it must be.
    """
    with open_toml_definition(path) as raw:
        return dict(raw.pop("recoded"))


def current_code_sql(code: str) -> str:
    """Return the SQL that turns a council's former or later code into that of the latest map."""
    pairs = " ".join(f"when '{other}' then '{latest}'" for other, latest in recoded_councils().items())
    return f"case {code} {pairs} else {code} end"


def check_authority(authority: str, known: Collection[str]) -> None:
    """Refuse an authority that the latest map does not know, before anything is made of it.

    Raises:
        CatalogueError: it is none of those known.
    """
    if authority not in known:
        raise CatalogueError(
            setting="AUTHORITY= (FAIRER_AUTHORITY)",
            found=f"{authority!r}, with no ward in {WARDS.lookup}",
            expected=f"the ONS code of an English council of {WARD_MAP}; the lookup here knows {len(known)}",
            remedy="check the code; the generated sample knows only a few councils: run `make fetch` for all",
        )
