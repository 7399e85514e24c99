"""LSOA boundaries of the borough, 2011 and 2021, as an invented honeycomb in roughly the borough's place."""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice

from fairer_stockton.sample.areas import Authority, Outlines
from fairer_stockton.sample.extracts import GeneratedExtract
from fairer_stockton.sample.model import SampleAreas

SOURCE = "lsoa_boundaries"
STORED = {"2011": "lsoa11_{code}.geojson", "2021": "lsoa_{code}.geojson"}
FIRST_ID = 11_001
CORNERS = ((0, -2), (1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1))  # of a cell, on the lattice
HEAD = """{{
"type": "FeatureCollection",
"name": "{code}",
"crs": {{ "type": "name", "properties": {{ "name": "urn:ogc:def:crs:OGC:1.3:CRS84" }} }},
"features": [
"""

Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Honeycomb:
    """The cells of a council's LSOAs of 2011, by code, and what turns them into degrees."""

    outlines: Outlines
    cells: Mapping[str, tuple[int, int]]

    def draw_hexagon(self, code: str) -> Ring:
        """Return the corners of a cell in degrees, clockwise from the top."""
        east, south = self.cells[code]
        return [self.find_degrees(east + by_east, south + by_south) for by_east, by_south in CORNERS]

    def find_degrees(self, east: int, south: int) -> tuple[float, float]:
        """Return longitude and latitude of a point of the lattice."""
        longitude = self.outlines.west + east * self.outlines.half_width
        return round(longitude, 5), round(self.outlines.north - south * self.outlines.row_step, 5)


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield the boundaries of both vintages, under the names that the council's source has for them."""
    source, outlines = sample_areas.sources.get(SOURCE), sample_areas.home.outlines
    if source is None or outlines is None:
        return
    codes = sample_areas.own11["code"]
    honeycomb = Honeycomb(
        outlines, dict(zip(codes, islice(_walk_lattice_in_zigzag(outlines.columns), len(codes)), strict=True))
    )
    features = {"2011": _write_geojson_features_of_2011, "2021": _write_geojson_features_of_2021}
    for extract in source.extracts:
        lines = ",\n".join(features[extract.period](sample_areas, honeycomb))
        stored = STORED[extract.period].format(code=sample_areas.home.code)
        content = HEAD.format(code=sample_areas.home.code) + lines + "\n]\n}\n"
        yield GeneratedExtract(SOURCE, extract.period, stored, content.encode(), published_as=extract.name)


def _write_geojson_features_of_2011(model: SampleAreas, honeycomb: Honeycomb) -> Iterator[str]:
    outlines = honeycomb.outlines
    for position, area in enumerate(model.own11.to_dict("records")):
        longitude, latitude = honeycomb.find_degrees(*honeycomb.cells[area["code"]])
        properties = {
            "FID": FIRST_ID + position,
            "LSOA11CD": area["code"],
            "LSOA11NM": area["name"],
            "LSOA11NMW": area["name"],
            "BNG_E": round(outlines.grid_centre[0] + (longitude - outlines.centre[0]) * outlines.metres[0]),
            "BNG_N": round(outlines.grid_centre[1] + (latitude - outlines.centre[1]) * outlines.metres[1]),
            "LONG": longitude,
            "LAT": latitude,
        }
        yield _write_geojson_feature(properties, honeycomb.draw_hexagon(area["code"]), model.home)


def _write_geojson_features_of_2021(model: SampleAreas, honeycomb: Honeycomb) -> Iterator[str]:
    for position, area in enumerate(model.own21.to_dict("records")):
        ring = honeycomb.draw_hexagon(area["lsoa11cd"])
        if area["code"] != area["lsoa11cd"]:
            # Cut from the top corner to the bottom one: the first part lies in the east.
            in_east = model.home.splits[area["lsoa11cd"]].index(area["code"]) == 0
            ring = ring[:4] if in_east else [*ring[3:], ring[0]]
        properties = {"FID": FIRST_ID + position, "LSOA21CD": area["code"], "LSOA21NM": area["name"]}
        yield _write_geojson_feature(properties, ring, model.home)


def _write_geojson_feature(properties: dict[str, object], ring: Ring, home: Authority) -> str:
    identity = {"GlobalID": str(uuid.uuid5(uuid.NAMESPACE_URL, f"sample {sorted(properties.items())}"))}
    combined = home.outlines.combined_authority if home.outlines else ""
    codes = {"LADCD_ACTIVE": home.code, "UTLACD": home.code, "CAUTHCD": combined, "RGNCD": home.region[0]}
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    feature = {"type": "Feature", "properties": properties | identity | codes, "geometry": shape}
    return json.dumps(feature)


def _walk_lattice_in_zigzag(columns: int) -> Iterator[tuple[int, int]]:
    """Yield lattice places without end, so that neighbours in the order of codes are neighbours on the map.

    Two rows at a time are walked in a zigzag, east then west, so that a ward of consecutive LSOAs is one piece.
    """
    for band in count(step=2):
        for column in range(columns) if band % 4 == 0 else reversed(range(columns)):
            for row in (band, band + 1):
                yield 2 * column + row % 2 + 1, 3 * row + 2
