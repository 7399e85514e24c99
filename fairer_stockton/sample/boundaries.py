"""LSOA boundaries of the borough, 2011 and 2021, as an invented honeycomb in roughly the borough's place."""

import json
import uuid
from collections.abc import Iterator

import pandas as pd

from fairer_stockton.sample.areas import SPLITS, STOCKTON
from fairer_stockton.sample.extracts import GeneratedExtract
from fairer_stockton.sample.model import Model

GRID_COLUMNS, GRID_ROWS = 10, 12
FIRST_ID = 11_001
WEST, NORTH = -1.4500, 54.6440
# Degrees for half the width of a cell and a third of the height between rows: every corner is on one lattice.
HALF_WIDTH, ROW_STEP = 0.01385, 0.0049
CORNERS = ((0, -2), (1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1))
# The middle of the lattice on the British National Grid, and metres for a degree there: near enough for a sample.
CENTRE, GRID_CENTRE, METRES = (-1.33, 54.55), (443_500, 517_500), (64_700, 111_300)
HEAD = """{
"type": "FeatureCollection",
"name": "E06000004",
"crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } },
"features": [
"""
CODES = {"LADCD_ACTIVE": STOCKTON, "UTLACD": STOCKTON, "CAUTHCD": "E47000006", "RGNCD": "E12000001"}

Ring = list[tuple[float, float]]


def generate_extracts(model: Model) -> Iterator[GeneratedExtract]:
    """Yield the boundaries of both vintages."""
    old = model.lsoa11[model.lsoa11["ladcd"] == STOCKTON]
    new = model.lsoa21[model.lsoa21["ladcd"] == STOCKTON]
    cells = dict(zip(old["code"], _walk_lattice_in_zigzag(), strict=True))
    yield _make_boundary_extract("2011", "lsoa11_E06000004.geojson", _write_features_of_2011(old, cells))
    yield _make_boundary_extract("2021", "lsoa_E06000004.geojson", _write_features_of_2021(new, cells))


def _make_boundary_extract(period: str, name: str, features: Iterator[str]) -> GeneratedExtract:
    return GeneratedExtract("lsoa_boundaries", period, name, (HEAD + ",\n".join(features) + "\n]\n}\n").encode())


def _write_features_of_2011(areas: pd.DataFrame, cells: dict[str, tuple[int, int]]) -> Iterator[str]:
    for position, area in enumerate(areas.to_dict("records")):
        longitude, latitude = _longitude_and_latitude(*cells[area["code"]])
        properties = {
            "FID": FIRST_ID + position,
            "LSOA11CD": area["code"],
            "LSOA11NM": area["name"],
            "LSOA11NMW": area["name"],
            "BNG_E": round(GRID_CENTRE[0] + (longitude - CENTRE[0]) * METRES[0]),
            "BNG_N": round(GRID_CENTRE[1] + (latitude - CENTRE[1]) * METRES[1]),
            "LONG": longitude,
            "LAT": latitude,
        }
        yield _feature(properties, _hexagon(cells[area["code"]]))


def _write_features_of_2021(areas: pd.DataFrame, cells: dict[str, tuple[int, int]]) -> Iterator[str]:
    for position, area in enumerate(areas.to_dict("records")):
        ring = _hexagon(cells[area["lsoa11cd"]])
        if area["code"] != area["lsoa11cd"]:
            # Cut from the top corner to the bottom one: the first part lies in the east.
            ring = ring[:4] if SPLITS[area["lsoa11cd"]].index(area["code"]) == 0 else [*ring[3:], ring[0]]
        yield _feature({"FID": FIRST_ID + position, "LSOA21CD": area["code"], "LSOA21NM": area["name"]}, ring)


def _feature(properties: dict[str, object], ring: Ring) -> str:
    identity = {"GlobalID": str(uuid.uuid5(uuid.NAMESPACE_URL, f"sample {sorted(properties.items())}"))}
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    feature = {"type": "Feature", "properties": properties | identity | CODES, "geometry": shape}
    return json.dumps(feature)


def _walk_lattice_in_zigzag() -> Iterator[tuple[int, int]]:
    """Yield lattice places so that neighbours in the order of codes are neighbours on the map.

    Two rows at a time are walked in a zigzag, east then west, so that a ward of consecutive LSOAs is one piece.
    """
    for band in range(0, GRID_ROWS, 2):
        columns = range(GRID_COLUMNS) if band % 4 == 0 else reversed(range(GRID_COLUMNS))
        for column in columns:
            for row in (band, band + 1):
                yield 2 * column + row % 2 + 1, 3 * row + 2


def _hexagon(cell: tuple[int, int]) -> Ring:
    """Return the corners of a cell, clockwise from the top."""
    return [_longitude_and_latitude(cell[0] + east, cell[1] + south) for east, south in CORNERS]


def _longitude_and_latitude(east: int, south: int) -> tuple[float, float]:
    return round(WEST + east * HALF_WIDTH, 5), round(NORTH - south * ROW_STEP, 5)
