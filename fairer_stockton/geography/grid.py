"""The map that lengths and areas are measured on: published outlines, brought to the British National Grid."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from fairer_stockton.statistics.estimate import Floats

BRITISH_GRID, WORLD = 27700, 4326
EDGES = (180.0, 90.0)  # of longitude and latitude


def project_to_national_grid(outlines: "pd.Series[str]") -> Any:
    """Return GeoJSON geometries in longitude and latitude on the British National Grid.

    Returns:
        A GeoSeries in metres, in the order and with the index of the outlines.
    """
    import geopandas as gpd
    import shapely

    shapes = shapely.from_geojson(outlines.to_numpy(dtype=object))
    return gpd.GeoSeries(shapes, index=outlines.index, crs=WORLD).to_crs(BRITISH_GRID)


def project_points_to_national_grid(longitudes: "Floats", latitudes: "Floats") -> "Floats":
    """Return points as eastings and northings, shape (points, 2); endless where a point is nowhere in the world."""
    import geopandas as gpd
    import numpy as np

    points = gpd.GeoSeries(gpd.points_from_xy(longitudes, latitudes), crs=WORLD).to_crs(BRITISH_GRID)
    return np.column_stack([points.x, points.y])


def refuse_coordinates_outside_world(shape: Any) -> None:
    """Refuse a shape, or an array of shapes, whose coordinates are no longitudes and latitudes.

    Raises:
        ValueError: there is no coordinate, or one that is endless, no number or outside the world.
    """
    import numpy as np
    import shapely

    corners = np.abs(shapely.get_coordinates(shape))
    if not len(corners):
        raise ValueError("a shape without any point")
    if not np.isfinite(corners).all():
        raise ValueError("a coordinate that is no number")
    if (corners > EDGES).any():
        raise ValueError(
            "a coordinate outside 180 degrees of longitude or 90 of latitude, as in metres of the British National Grid"
        )
