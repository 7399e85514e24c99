"""GeoJSON to grids: a row for each feature, its geometry as text."""

import json

import pyarrow as pa

from fairer_stockton.errors import InputError
from fairer_stockton.readers.delimited import decode
from fairer_stockton.readers.grid import Grid, numbered_grid, remedy
from fairer_stockton.readers.headers import find_header
from fairer_stockton.sources import Extract


def read_geojson(content: bytes, extract: Extract, where: str) -> Grid:
    """Read the wanted properties of every feature, and its geometry."""
    try:
        features = json.loads(decode(content, extract, where))["features"]
        rows = [
            {**feature["properties"], "geometry": json.dumps(feature["geometry"], separators=(",", ":"))}
            for feature in features
        ]
    except (json.JSONDecodeError, KeyError, TypeError) as damage:
        raise InputError(where, f"broken GeoJSON ({damage!r})", "a FeatureCollection", remedy(extract)) from None
    names = list(rows[0]) if rows else []
    _, positions = find_header([names], extract, where)
    return numbered_grid(
        [pa.array([str(row[names[position]]) for row in rows], pa.string()) for position in positions], 0, where
    )
