"""GeoJSON to grids: a row for each feature, its geometry as text."""

import json
import re
from typing import Any

import pyarrow as pa

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.encodings import decode
from fairer_stockton.ingest.readers.grid import Grid, remedy
from fairer_stockton.ingest.readers.headers import find_header
from fairer_stockton.run.errors import InputError

Feature = dict[str, Any]
DEEPEST = 5  # brackets around a number: those of several areas have four
COORDINATES = re.compile(r"[\[\]\d.,eE+-]+")


def read_geojson(content: bytes, extract: Extract, where: str) -> Grid:
    """Read the wanted properties of every feature, and its geometry; the first feature is row 1."""
    features = _features(content, extract, where)
    for number, feature in enumerate(features, start=1):
        if lack := _lack(feature):
            raise InputError(where, lack, "a feature with properties and a geometry", remedy(extract), row=number)
    properties = dict.fromkeys(name for feature in features for name in feature["properties"])
    names = [*(name for name in properties if name != "geometry"), "geometry"]
    _, positions = find_header([names], extract, where)
    columns = [_texts(features, names[position], extract, where) for position in positions]
    table = pa.table(columns, names=[str(position) for position in range(len(columns))])
    return Grid(table, pa.array(range(1, len(features) + 1), pa.int32()), where)


def _features(content: bytes, extract: Extract, where: str) -> list[Any]:
    """Parse the list of features, whatever is in it."""
    try:
        collection = json.loads(decode(content, extract, where), parse_constant=_refuse_constant)
    except RecursionError:
        raise InputError(where, "brackets within brackets without end", "GeoJSON", remedy(extract)) from None
    except ValueError as damage:
        raise InputError(where, f"broken JSON ({damage})", "a FeatureCollection", remedy(extract)) from None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise InputError(where, "JSON without a list of features", "a FeatureCollection", remedy(extract))
    return features


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} for a number")


def _lack(feature: object) -> str:
    """Return what a feature lacks; nothing where it is whole."""
    if not isinstance(feature, dict):
        return "a feature that is no object"
    if not isinstance(feature.get("properties"), dict):
        return "a feature without properties"
    return "" if isinstance(feature.get("geometry"), dict) else "a feature without a geometry"


def _texts(features: list[Feature], name: str, extract: Extract, where: str) -> pa.Array:
    """Return one property of every feature as text, or the geometry; nothing where there is none."""
    try:
        if name == "geometry":
            return pa.array([_geometry(feature["geometry"]) for feature in features], pa.string())
        cells = (feature["properties"].get(name) for feature in features)
        return pa.array(["" if cell is None else str(cell) for cell in cells], pa.string())
    except RecursionError:
        raise InputError(where, "brackets within brackets without end", "GeoJSON", remedy(extract)) from None
    except ValueError as damage:  # endless numbers, and halves of characters
        raise InputError(
            where, f"what is no text or number ({damage})", "text and numbers", remedy(extract), column=name
        ) from None


def _geometry(geometry: Feature) -> str:
    """Write a geometry as JSON, its coordinates nothing but numbers in brackets.

    Raises:
        ValueError: there is something else among them.
    """
    coordinates = _json(geometry.get("coordinates"))
    if not COORDINATES.fullmatch(coordinates) or DEEPEST * "[" in coordinates:
        raise ValueError("coordinates that are not those of an area")
    return _json(geometry)


def _json(geometry: object) -> str:
    return json.dumps(geometry, separators=(",", ":"), allow_nan=False)
