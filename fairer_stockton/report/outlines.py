"""The shapes of areas on the British National Grid: neighbourhoods of each map, and the larger areas they make up."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.maps import LSOA_VINTAGES, load_maps
from fairer_stockton.geography.grid import BRITISH_GRID, on_grid

if TYPE_CHECKING:
    import pandas as pd

COARSENESS = 60.0  # metres: finer than a line is wide at this scale
ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right 2024. "
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0."
)
# The wards drawn over the neighbourhoods of each map: the latest that are made of them.
WARD_VINTAGES = {LSOA_VINTAGES[one.parts]: one.vintage for one in load_maps() if one.area_type == "ward"}
COLUMNS = {vintage: column for column, vintage in LSOA_VINTAGES.items()}


class Outlines:
    """The shapes of one edition, each made once; an edition without boundaries has none."""

    def __init__(self, boundaries: "pd.DataFrame | None", memberships: "pd.DataFrame") -> None:
        self._boundaries = boundaries
        self._memberships = memberships
        self._made: dict[tuple[Any, ...], Any] = {}

    def neighbourhoods(self, vintage: str, coarseness: float = COARSENESS) -> Any:
        """Give the neighbourhoods of a map, `code` and `geometry` in the order of codes; None where none is known."""
        return self._once(("lsoa", vintage, coarseness), lambda: self._drawn(vintage, coarseness))

    def of(self, vintage: str, codes: Iterable[str], coarseness: float = COARSENESS) -> Any:
        """Give the shapes of these neighbourhoods, in order of codes; None where not one of them has a boundary.

        Raises:
            LookupError: some have a boundary and some have not.
        """
        frame, wanted = self.neighbourhoods(vintage, coarseness), set(codes)
        if frame is None or not wanted & set(frame["code"]):
            return None
        if lacking := sorted(wanted - set(frame["code"])):
            raise LookupError(f"{COLUMNS[vintage]}: {len(lacking)} of {len(wanted)} have no boundary: {lacking[0]}, …")
        return frame[frame["code"].isin(wanted)].reset_index(drop=True)

    def areas(self, area_type: str, vintage: str | None, lsoa_vintage: str, coarseness: float = COARSENESS) -> Any:
        """Give `code`, `name` and `geometry` of all areas of a type, dissolved from the neighbourhoods that they hold.

        No vintage means whichever the areas have.
        Where a type is not made of whole neighbourhoods of the map asked for, those of the other map are taken.
        """
        for lsoas in (lsoa_vintage, *sorted(set(COLUMNS) - {lsoa_vintage}, reverse=True)):
            make = partial(self._dissolved, area_type, vintage, lsoas, coarseness)
            if (found := self._once((area_type, vintage, lsoas, coarseness), make)) is not None:
                return found
        return None

    def lines(
        self, area_type: str, vintage: str | None, lsoa_vintage: str, coarseness: float = COARSENESS
    ) -> list[Any]:
        """Give the borders of a type's areas as arrays of points; a border that two areas share stands once."""
        key = ("lines", area_type, vintage, lsoa_vintage, coarseness)
        return list(self._once(key, lambda: _borders(self.areas(area_type, vintage, lsoa_vintage, coarseness))))

    def names(self, area_type: str, lsoa_vintage: str) -> Mapping[str, str]:
        """Name the area of a type that holds each neighbourhood of a map, or most of it; of wards, that map's own."""
        own = {"ward": WARD_VINTAGES[lsoa_vintage], "lsoa": lsoa_vintage}
        rows = self._rows(area_type, own.get(area_type), lsoa_vintage)
        rows = rows.sort_values(["lsoacd", "share", "area_code"], ascending=[True, False, True], kind="stable")
        rows = rows.drop_duplicates("lsoacd")
        return dict(zip(rows["lsoacd"], rows["area_name"], strict=True))

    def _rows(self, area_type: str, vintage: str | None, lsoa_vintage: str) -> "pd.DataFrame":
        table = self._memberships
        rows = table[(table["area_type"] == area_type) & (table["lsoa_vintage"] == lsoa_vintage)]
        return rows if vintage is None else rows[rows["vintage"] == vintage]

    def _once(self, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _drawn(self, vintage: str, coarseness: float) -> Any:
        import geopandas as gpd

        column = COLUMNS[vintage]
        if self._boundaries is None:
            return None
        lines = self._boundaries.dropna(subset=[column]).sort_values(column)
        if lines.empty:
            return None
        drawn = on_grid(lines["geometry"]).simplify_coverage(coarseness)
        return gpd.GeoDataFrame({"code": lines[column].to_numpy()}, geometry=drawn.to_numpy(), crs=BRITISH_GRID)

    def _dissolved(self, area_type: str, vintage: str | None, lsoa_vintage: str, coarseness: float) -> Any:
        rows, shapes = self._rows(area_type, vintage, lsoa_vintage), self.neighbourhoods(lsoa_vintage, coarseness)
        if shapes is None or not rows["lsoacd"].isin(shapes["code"]).any() or (rows["share"] < 1).any():
            return None
        joined = shapes.merge(rows, left_on="code", right_on="lsoacd")[["area_code", "area_name", "geometry"]]
        whole = joined.dissolve("area_code", aggfunc="first").reset_index()
        return whole.rename(columns={"area_code": "code", "area_name": "name"})[["code", "name", "geometry"]]


def _borders(areas: Any) -> list[Any]:
    import shapely

    if areas is None:
        return []
    merged = shapely.line_merge(areas.geometry.boundary.union_all())
    return [shapely.get_coordinates(line) for line in shapely.get_parts(merged)]
