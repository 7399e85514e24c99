"""The areas that a council names itself: what each is made of, why, and whether the council has confirmed it."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.errors import CatalogueError

GEOJSON = "geojson"


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


def load_named_areas(path: Path, known: tuple[str, ...]) -> tuple[NamedArea, ...]:
    """Read the named areas, kind by kind, in the file's order.

    Args:
        path: the TOML file.
        known: the columns that areas can be made of, besides a GeoJSON file.

    Raises:
        CatalogueError: the file or a key is not as it must be, a part stands in two areas of a kind, or two names give
            one code.
    """
    try:
        kinds = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise CatalogueError(f"file      {path}\nfound     no such file\nto do     name it by AREAS=") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise CatalogueError(f"{path.name}: not TOML: {wrong}") from None
    found = []
    for area_type, kind in kinds.items():
        try:
            areas = _kind(path, area_type, kind)
        except (KeyError, TypeError, AttributeError) as wrong:
            raise CatalogueError(f"{path.name}: {area_type}: a key is missing or not as it must be: {wrong}") from None
        _check(path, area_type, areas, known)
        found += areas
    return tuple(found)


def _kind(path: Path, area_type: str, kind: dict[str, object]) -> list[NamedArea]:
    confirm, made_of = str(kind.get("confirm", "")), str(kind["made_of"])
    areas, why = kind["areas"], kind.get("why", {})
    if not isinstance(areas, dict) or not isinstance(why, dict):
        raise TypeError("areas and why must be tables")
    if unknown := sorted(set(kind) - {"vintage", "made_of", "whole", "note", "confirm", "areas", "why"}):
        raise TypeError(f"unknown key {unknown[0]!r}")
    if unknown := sorted(set(why) - set(areas)):
        raise TypeError(f"why names {unknown[0]!r}, which is no area")
    return [
        NamedArea(
            area_type=area_type,
            code=f"{area_type.removesuffix('_area').split('_')[-1]}-{_dashed(name)}",
            name=f"{name} ({confirm})" if confirm else name,
            vintage=str(kind["vintage"]),
            made_of=made_of,
            parts=(str(path.parent / parts),) if made_of == GEOJSON else tuple(parts),
            whole=bool(kind.get("whole", False)),
            why=str(why.get(name, "")),
            note=str(kind.get("note", "")),
            confirm=confirm,
        )
        for name, parts in areas.items()
    ]


def _dashed(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


def _check(path: Path, area_type: str, areas: list[NamedArea], known: tuple[str, ...]) -> None:
    made_of = {area.made_of for area in areas}
    if unknown := sorted(made_of - {*known, GEOJSON}):
        allowed = ", ".join((*known, GEOJSON))
        raise CatalogueError(f"{path.name}: {area_type} is made of {unknown[0]!r}, which is not one of {allowed}")
    twice = [part for part, count in Counter(part for area in areas for part in area.parts).items() if count > 1]
    if twice:
        raise CatalogueError(f"{path.name}: {area_type}: {twice[0]!r} stands in two areas")
    if len({area.code for area in areas}) < len(areas):
        names = sorted(area.name for area in areas)
        raise CatalogueError(f"{path.name}: {area_type}: two names give one code; they are {names}")
    if empty := [area.name for area in areas if not area.parts]:
        raise CatalogueError(f"{path.name}: {area_type}: {empty[0]!r} has no parts")
