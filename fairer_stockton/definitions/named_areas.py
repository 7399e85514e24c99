"""The areas that a council names itself: what each is made of, why, and whether the council has confirmed it."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType

GEOJSON = "geojson"
# The kinds of area that a council names, and whether they cover it, each part once.
NAMED_KINDS: dict[str, bool] = {AreaType.COMMUNITY_PARTNERSHIP: True, AreaType.TARGET_AREA: False}


@dataclass(frozen=True, slots=True)
class NamedArea:
    """One area of a kind: its parts are codes of the column `made_of`, or one GeoJSON file."""

    area_type: str
    code: str
    name: str
    vintage: str
    made_of: str
    parts: tuple[str, ...]
    whole: bool
    why: str
    note: str
    confirm: str
    residents: int | None = None  # as the council counts them
    residents_year: str = ""


def load_named_areas(path: Path, known_columns: tuple[str, ...]) -> tuple[NamedArea, ...]:
    """Read the named areas, kind by kind, in the file's order.

    Args:
        path: the TOML file.
        known_columns: the columns that areas can be made of, besides a GeoJSON file.

    Raises:
        CatalogueError: the file or a key is not as it must be, a part is in two areas of a kind, or two names give
            one code.
    """
    try:
        kinds = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise CatalogueError(file=path, found="no such file", remedy="name it by AREAS=") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise CatalogueError(f"{path.name}: not TOML: {wrong}") from None
    named_areas = []
    for area_type, kind in kinds.items():
        try:
            areas = _read_areas_of_kind(path, area_type, kind)
        except (KeyError, TypeError, AttributeError) as wrong:
            raise _make_named_areas_error(
                path, area_type, f"a key that is missing or not as it must be: {wrong}", "see areas.toml"
            ) from None
        _check_areas_of_kind(path, area_type, areas, known_columns)
        named_areas += areas
    return tuple(named_areas)


def _make_named_areas_error(path: Path, area_type: str, problem: str, remedy: str) -> CatalogueError:
    return CatalogueError(file=path, kind=area_type, found=problem, remedy=remedy)


def _read_areas_of_kind(path: Path, area_type: str, entries: dict[str, object]) -> list[NamedArea]:
    if area_type not in NAMED_KINDS:
        raise _make_named_areas_error(
            path, area_type, "a kind that is not known", f"name the kind {' or '.join(NAMED_KINDS)}"
        )
    if unknown := sorted(set(entries) - {"vintage", "made_of", "note", "confirm", "areas", "why", "residents"}):
        raise TypeError(f"unknown key {unknown[0]!r}")
    confirm, made_of = str(entries.get("confirm", "")), str(entries["made_of"])
    areas, why, residents = entries["areas"], entries.get("why", {}), entries.get("residents", {})
    if not isinstance(areas, dict) or not isinstance(why, dict) or not isinstance(residents, dict):
        raise TypeError("areas, why and residents must be tables")
    for name, parts in areas.items():
        if not isinstance(parts, str if made_of == GEOJSON else list):
            raise TypeError(f"{name!r} must be {'the name of a file' if made_of == GEOJSON else 'a list of codes'}")
    for table, names in (("why", set(why)), ("residents", set(residents) - {"year"})):
        if unknown := sorted(names - set(areas)):
            raise TypeError(f"{table} names {unknown[0]!r}, which is no area")
    if residents and not re.fullmatch(r"20\d\d", str(residents.get("year", ""))):
        raise TypeError('residents needs the year that they are of, as in year = "2017"')
    return [
        NamedArea(
            area_type=area_type,
            code=f"{area_type.removesuffix('_area').split('_')[-1]}-{_convert_to_dashed_words(name)}",
            name=f"{name} ({confirm})" if confirm else name,
            vintage=str(entries["vintage"]),
            made_of=made_of,
            parts=(str(path.parent / parts),) if made_of == GEOJSON else tuple(parts),
            whole=NAMED_KINDS[area_type],
            why=str(why.get(name, "")),
            note=str(entries.get("note", "")),
            confirm=confirm,
            residents=residents.get(name),
            residents_year=str(residents.get("year", "")),
        )
        for name, parts in areas.items()
    ]


def _convert_to_dashed_words(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


def _check_areas_of_kind(path: Path, area_type: str, areas: list[NamedArea], known_columns: tuple[str, ...]) -> None:
    made_of = {area.made_of for area in areas}
    if unknown := sorted(made_of - {*known_columns, GEOJSON}):
        allowed = ", ".join((*known_columns, GEOJSON))
        raise _make_named_areas_error(
            path, area_type, f"made of {unknown[0]!r}, which is not one of {allowed}", "name one of them"
        )
    counts = Counter(part for area in areas for part in area.parts)
    if twice := [part for part, count in counts.items() if count > 1]:
        raise _make_named_areas_error(path, area_type, f"{twice[0]!r} is in two areas", "take it out of one")
    if len({area.code for area in areas}) < len(areas):
        names = sorted(area.name for area in areas)
        raise _make_named_areas_error(
            path, area_type, f"two names give one code; they are {names}", "name one otherwise"
        )
    if empty := [area.name for area in areas if not area.parts]:
        raise _make_named_areas_error(path, area_type, f"{empty[0]!r} has no parts", "list them, or take the area out")
