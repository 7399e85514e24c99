"""The river and the main roads of a council, where its folder holds their outlines: what readers find their way by."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from fairer_stockton.geography.grid import BRITISH_GRID, WORLD, refuse_coordinates_outside_world
from fairer_stockton.report.maps.inset import Frame
from fairer_stockton.run.errors import CatalogueError

LANDMARK_COARSENESS = 30.0  # metres
LandmarkKind = Literal["river", "road"]


@dataclass(frozen=True)
class Landmark:
    """A river or a road: its name, its lines as arrays of points in metres, and the line that its source asks for."""

    kind: LandmarkKind
    name: str
    lines: tuple[Any, ...]
    attribution: str


def read_landmarks(path: Path | None) -> tuple[Landmark, ...]:
    """Return the rivers and roads of a council's own file, rivers first; none where it has no such file.

    The file is a GeoJSON collection in longitude and latitude of lines (or polygons, of which the border is drawn) with
    the properties `kind`, which is `river` or `road`, and `name`; its own member `attribution` is written below maps.

    Raises:
        CatalogueError: it is no such collection, or a kind is neither.
    """
    if path is None:
        return ()
    from shapely.errors import ShapelyError

    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
        landmarks = [_read_feature(feature, str(collection["attribution"])) for feature in collection["features"]]
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, ShapelyError) as error:
        raise CatalogueError(
            file=path,
            found=f"no landmark ({error})",
            expected='a GeoJSON collection with an "attribution", of lines with the properties "kind" ("river" or '
            '"road") and "name"',
        ) from error
    return tuple(sorted(landmarks, key=lambda landmark: (get_args(LandmarkKind).index(landmark.kind), landmark.name)))


def clip_landmarks(landmarks: tuple[Landmark, ...], frame: Frame) -> tuple[Landmark, ...]:
    """Return what of landmarks lies in a frame."""
    import shapely

    west, east, south, north = frame
    clipped = []
    for landmark in landmarks:
        cut = [shapely.clip_by_rect(shapely.LineString(line), west, south, east, north) for line in landmark.lines]
        lines = tuple(shapely.get_coordinates(part) for part in shapely.get_parts(cut) if not part.is_empty)
        if lines:
            clipped.append(replace(landmark, lines=lines))
    return tuple(clipped)


def _read_feature(feature: Any, attribution: str) -> Landmark:
    import geopandas as gpd
    import shapely

    kind = feature["properties"]["kind"]
    if kind not in get_args(LandmarkKind):
        raise ValueError(f"kind {kind!r}")
    shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    refuse_coordinates_outside_world(shape)
    projected = gpd.GeoSeries([shape], crs=WORLD).to_crs(BRITISH_GRID).simplify(LANDMARK_COARSENESS).iloc[0]
    outline = projected.boundary if projected.geom_type.endswith("Polygon") else projected
    lines = tuple(map(shapely.get_coordinates, shapely.get_parts(outline)))
    return Landmark(kind, str(feature["properties"]["name"]), lines, attribution)
