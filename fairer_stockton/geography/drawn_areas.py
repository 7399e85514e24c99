"""Areas drawn as polygons: the neighbourhoods most of whose residents live inside each, and how well they fit it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fairer_stockton.geography.grid import (
    BRITISH_GRID,
    WORLD,
    project_to_national_grid,
    refuse_coordinates_outside_world,
)
from fairer_stockton.run.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

TAKEN_ABOVE = 0.5  # share of a neighbourhood's residents above which it is taken whole


@dataclass(frozen=True)
class PolygonFit:
    """What a polygon becomes: neighbourhoods, and the share of the residents inside it who live in them."""

    codes: tuple[str, ...]
    share_held: float


def fit_neighbourhoods_to_polygon(
    polygon_file: Path, boundaries: "pd.DataFrame", residents_by_code: "pd.Series[float]"
) -> PolygonFit:
    """Fit whole neighbourhoods to a polygon by where residents live.

    Within a neighbourhood residents are taken as evenly spread, for want of anything finer.

    Args:
        polygon_file: a GeoJSON file in longitude and latitude (a geometry, feature or collection).
        boundaries: the staged `lsoa_boundaries`; its neighbourhoods of 2021 are used.
        residents_by_code: residents of each, by code.

    Returns:
        The codes in order, and the share of the residents inside the polygon who live in the chosen neighbourhoods.

    Raises:
        InputError: the file holds no polygon, or it covers most of no neighbourhood.
    """
    import geopandas as gpd

    rows = boundaries.dropna(subset=["lsoa21cd"]).sort_values("lsoa21cd")
    drawn = gpd.GeoSeries(_read_polygons(polygon_file), crs=WORLD).to_crs(BRITISH_GRID).make_valid().union_all()
    outlines = project_to_national_grid(rows["geometry"])
    inside = (outlines.intersection(drawn).area / outlines.area).to_numpy()
    people = residents_by_code.reindex(rows["lsoa21cd"]).fillna(0).to_numpy(dtype=np.float64)
    taken = inside > TAKEN_ABOVE
    if not taken.any():
        raise InputError(
            file=str(polygon_file),
            found="a polygon that covers most of no neighbourhood",
            expected="one that covers most of at least one of the authority's, in longitude and latitude",
            remedy="draw it larger, check the order of its coordinates, or name its neighbourhoods in areas.toml",
        )
    within = people * inside
    held = float(within[taken].sum() / within.sum()) if within.sum() else 1.0
    return PolygonFit(tuple(rows["lsoa21cd"][taken]), held)


def _read_polygons(polygon_file: Path) -> list[Any]:
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    if not polygon_file.is_file():
        raise InputError(
            file=str(polygon_file),
            found="no such file",
            expected="a GeoJSON file, named beside the areas file",
            remedy="check the name in the areas file, or bring the file",
        )
    try:
        document = json.loads(polygon_file.read_text(encoding="utf-8"))
        features = document["features"] if document["type"] == "FeatureCollection" else [document]
        with np.errstate(invalid="ignore"):  # what is no number is refused by name
            shapes = [shape(feature["geometry"] if feature["type"] == "Feature" else feature) for feature in features]
        for drawn in shapes:
            refuse_coordinates_outside_world(drawn)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, ShapelyError) as wrong:
        raise InputError(
            file=str(polygon_file),
            found=f"no GeoJSON polygon ({wrong})",
            expected="a GeoJSON geometry, feature or collection of polygons, in longitude and latitude",
            remedy="export it again as GeoJSON, or name the area's neighbourhoods in areas.toml",
        ) from None
    if not shapes or any("Polygon" not in feature.geom_type or feature.is_empty for feature in shapes):
        raise InputError(
            file=str(polygon_file),
            found=f"shapes of kind {', '.join(sorted({feature.geom_type for feature in shapes})) or 'none'}",
            expected="polygons only",
            remedy="leave points and lines out of the file",
        )
    return shapes
