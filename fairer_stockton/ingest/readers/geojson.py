"""GeoJSON to grids: a row for each feature, its geometry as text."""

import json
import re
from typing import Any

import pyarrow as pa

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.encodings import decode_text
from fairer_stockton.ingest.readers.grid import TextGrid, describe_remedy
from fairer_stockton.ingest.readers.headers import find_header_row_and_positions
from fairer_stockton.run.errors import InputError

Feature = dict[str, Any]
DEEPEST = 5  # brackets around a number: those of several areas have four
COORDINATES = re.compile(r"[\[\]\d.,eE+-]+")


def read_geojson(content: bytes, extract: Extract, file_label: str) -> TextGrid:
    """Read the wanted properties of every feature, and its geometry; the first feature is row 1."""
    features = _parse_features(content, extract, file_label)
    for number, feature in enumerate(features, start=1):
        if lack := _describe_lacking_part(feature):
            raise InputError(
                file_label, lack, "a feature with properties and a geometry", describe_remedy(extract), row=number
            )
    properties = dict.fromkeys(name for feature in features for name in feature["properties"])
    names = [*(name for name in properties if name != "geometry"), "geometry"]
    _, positions = find_header_row_and_positions([names], extract, file_label)
    columns = [_read_property_as_text(features, names[position], extract, file_label) for position in positions]
    table = pa.table(columns, names=[str(position) for position in range(len(columns))])
    return TextGrid(table, pa.array(range(1, len(features) + 1), pa.int32()), file_label)


def _parse_features(content: bytes, extract: Extract, file_label: str) -> list[Any]:
    """Parse the list of features, whatever is in it."""
    try:
        collection = json.loads(decode_text(content, extract, file_label), parse_constant=_refuse_nan_or_infinity)
    except RecursionError:
        raise InputError(
            file_label, "brackets within brackets without end", "GeoJSON", describe_remedy(extract)
        ) from None
    except ValueError as damage:
        raise InputError(
            file_label, f"broken JSON ({damage})", "a FeatureCollection", describe_remedy(extract)
        ) from None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise InputError(file_label, "JSON without a list of features", "a FeatureCollection", describe_remedy(extract))
    return features


def _refuse_nan_or_infinity(constant_name: str) -> None:
    raise ValueError(f"{constant_name} for a number")


def _describe_lacking_part(feature: object) -> str:
    """Return what a feature lacks; nothing where it is whole."""
    if not isinstance(feature, dict):
        return "a feature that is no object"
    if not isinstance(feature.get("properties"), dict):
        return "a feature without properties"
    return "" if isinstance(feature.get("geometry"), dict) else "a feature without a geometry"


def _read_property_as_text(features: list[Feature], property_name: str, extract: Extract, file_label: str) -> pa.Array:
    """Return one property of every feature as text, or the geometry; nothing where there is none."""
    try:
        if property_name == "geometry":
            return pa.array([_write_geometry_as_json(feature["geometry"]) for feature in features], pa.string())
        cells = (feature["properties"].get(property_name) for feature in features)
        return pa.array(["" if cell is None else str(cell) for cell in cells], pa.string())
    except RecursionError:
        raise InputError(
            file_label, "brackets within brackets without end", "GeoJSON", describe_remedy(extract)
        ) from None
    except ValueError as damage:  # endless numbers, and halves of characters
        raise InputError(
            file_label,
            f"what is no text or number ({damage})",
            "text and numbers",
            describe_remedy(extract),
            column=property_name,
        ) from None


def _write_geometry_as_json(geometry: Feature) -> str:
    """Write a geometry as JSON, its coordinates nothing but numbers in brackets.

    Raises:
        ValueError: there is something else among them.
    """
    coordinates = _write_compact_json(geometry.get("coordinates"))
    if not COORDINATES.fullmatch(coordinates) or DEEPEST * "[" in coordinates:
        raise ValueError("coordinates that are not those of an area")
    return _write_compact_json(geometry)


def _write_compact_json(geometry: object) -> str:
    return json.dumps(geometry, separators=(",", ":"), allow_nan=False)
