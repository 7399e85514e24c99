"""The map that lengths and areas are measured on: published outlines, brought to the British National Grid."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

BRITISH_GRID, WORLD = 27700, 4326


def project_to_national_grid(outlines: "pd.Series[str]") -> Any:
    """Return GeoJSON geometries in longitude and latitude on the British National Grid.

    Returns:
        A GeoSeries in metres, in the order and with the index of the outlines.
    """
    import geopandas as gpd
    import shapely

    shapes = shapely.from_geojson(outlines.to_numpy(dtype=object))
    return gpd.GeoSeries(shapes, index=outlines.index, crs=WORLD).to_crs(BRITISH_GRID)
