"""The shapes of areas on the British National Grid: neighbourhoods of each map, and the larger areas they make up."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.maps import LSOA_VINTAGES
from fairer_stockton.geography.grid import BRITISH_GRID, project_to_national_grid
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import pandas as pd

COARSENESS = 60.0  # metres: finer than a line is wide at this scale
ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right 2024. "
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0."
)
COLUMNS = {vintage: column for column, vintage in LSOA_VINTAGES.items()}


class Outlines:
    """The shapes of one edition, each made once; an edition without boundaries has none.

    `ward_vintages` are the wards drawn over the neighbourhoods of each map: the latest that are made of them.
    """

    def __init__(
        self, boundaries: "pd.DataFrame | None", memberships: "pd.DataFrame", ward_vintages: Mapping[str, str]
    ) -> None:
        self.ward_vintages = ward_vintages
        self._boundaries = boundaries
        self._memberships = memberships
        self._shapes: dict[tuple[Any, ...], Any] = {}

    def neighbourhoods(self, lsoa_vintage: str, coarseness: float = COARSENESS) -> Any:
        """Return the neighbourhoods of a map as a GeoDataFrame of `code` and `geometry`, in the order of codes.

        `coarseness` is the tolerance of the simplification, in metres. None where the edition has no boundaries.
        """
        return self.make_once(
            (AreaType.LSOA, lsoa_vintage, coarseness), lambda: self._simplify_neighbourhoods(lsoa_vintage, coarseness)
        )

    def all_shapes(self, area_type: str, vintage: str, coarseness: float = COARSENESS) -> Any:
        """Return the shapes of all neighbourhoods, or of all areas that they make up on the map of the same year."""
        if area_type == AreaType.LSOA:
            return self.neighbourhoods(vintage, coarseness)
        return self.areas(area_type, vintage, vintage, coarseness)

    def select_shapes(
        self, area_type: str, vintage: str, area_codes: Iterable[str], coarseness: float = COARSENESS
    ) -> Any:
        """Return the shapes of these areas, in the order of codes; None where not one has a boundary.

        Raises:
            LookupError: some have a boundary and some have not.
        """
        frame, wanted = self.all_shapes(area_type, vintage, coarseness), set(area_codes)
        if frame is None or not wanted & set(frame["code"]):
            return None
        if lacking := sorted(wanted - set(frame["code"])):
            raise LookupError(
                f"{area_type} of {vintage}: {len(lacking)} of {len(wanted)} have no boundary: {lacking[0]}, …"
            )
        return frame[frame["code"].isin(wanted)].reset_index(drop=True)

    def areas(self, area_type: str, area_vintage: str | None, lsoa_vintage: str, coarseness: float = COARSENESS) -> Any:
        """Return `code`, `name` and `geometry` of all areas of a type, dissolved from the neighbourhoods in them.

        No area_vintage means whichever the areas have.
        Where a type is not made of whole neighbourhoods of the map asked for, those of the other map are taken.
        """
        # The map asked for first, then the others, newest first.
        for lsoas in (lsoa_vintage, *sorted(set(COLUMNS) - {lsoa_vintage}, reverse=True)):
            make = partial(self._dissolve_into_areas, area_type, area_vintage, lsoas, coarseness)
            if (dissolved := self.make_once((area_type, area_vintage, lsoas, coarseness), make)) is not None:
                return dissolved
        return None

    def lines(
        self, area_type: str, area_vintage: str | None, lsoa_vintage: str, coarseness: float = COARSENESS
    ) -> list[Any]:
        """Return the borders of a type's areas as arrays of points; a border that two areas share is there once."""
        key = ("lines", area_type, area_vintage, lsoa_vintage, coarseness)
        return list(
            self.make_once(
                key, lambda: _list_border_lines(self.areas(area_type, area_vintage, lsoa_vintage, coarseness))
            )
        )

    def names(self, area_type: str, lsoa_vintage: str) -> Mapping[str, str]:
        """Return, by each neighbourhood's code, the name of the area of a type that holds all or most of it.

        Wards are those that are drawn over this map.
        """
        own: dict[str, str] = {AreaType.WARD: self.ward_vintages[lsoa_vintage], AreaType.LSOA: lsoa_vintage}
        rows = self._select_memberships(area_type, own.get(area_type), lsoa_vintage)
        # The largest share first; the code decides between equal ones, so that every run names the same area.
        rows = rows.sort_values(["lsoacd", "share", "area_code"], ascending=[True, False, True], kind="stable")
        rows = rows.drop_duplicates("lsoacd")
        return dict(zip(rows["lsoacd"], rows["area_name"], strict=True))

    def names_by_code(self, area_type: str, vintage: str) -> Mapping[str, str]:
        """Return the name of each area of a type by its code, on the map of neighbourhoods of the same year."""
        rows = self._select_memberships(area_type, vintage, vintage)
        return dict(zip(rows["area_code"], rows["area_name"], strict=True))

    def make_once(self, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """Return what is made of the shapes under a key, made where it is first asked for."""
        if key not in self._shapes:
            self._shapes[key] = make()
        return self._shapes[key]

    def _select_memberships(self, area_type: str, area_vintage: str | None, lsoa_vintage: str) -> "pd.DataFrame":
        table = self._memberships
        rows = table[(table["area_type"] == area_type) & (table["lsoa_vintage"] == lsoa_vintage)]
        return rows if area_vintage is None else rows[rows["vintage"] == area_vintage]

    def _simplify_neighbourhoods(self, lsoa_vintage: str, coarseness: float) -> Any:
        import geopandas as gpd

        column = COLUMNS[lsoa_vintage]
        if self._boundaries is None:
            return None
        lines = self._boundaries.dropna(subset=[column]).sort_values(column)
        if lines.empty:
            return None
        # As one coverage, so that neighbours keep a common border when it is simplified.
        drawn = project_to_national_grid(lines["geometry"]).simplify_coverage(coarseness)
        return gpd.GeoDataFrame({"code": lines[column].to_numpy()}, geometry=drawn.to_numpy(), crs=BRITISH_GRID)

    def _dissolve_into_areas(
        self, area_type: str, area_vintage: str | None, lsoa_vintage: str, coarseness: float
    ) -> Any:
        rows, shapes = (
            self._select_memberships(area_type, area_vintage, lsoa_vintage),
            self.neighbourhoods(lsoa_vintage, coarseness),
        )
        # A share below 1 is a neighbourhood cut in two: dissolving whole ones would draw a wrong border.
        if shapes is None or not rows["lsoacd"].isin(shapes["code"]).any() or (rows["share"] < 1).any():
            return None
        joined = shapes.merge(rows, left_on="code", right_on="lsoacd")[["area_code", "area_name", "geometry"]]
        whole = joined.dissolve("area_code", aggfunc="first").reset_index()
        return whole.rename(columns={"area_code": "code", "area_name": "name"})[["code", "name", "geometry"]]


def _list_border_lines(areas: Any) -> list[Any]:
    import shapely

    if areas is None:
        return []
    merged = shapely.line_merge(areas.geometry.boundary.union_all())
    return [shapely.get_coordinates(line) for line in shapely.get_parts(merged)]


def read_own_boundaries(staged: Path, table_names: Sequence[str], own_codes: Collection[str]) -> "pd.DataFrame | None":
    """Return the outlines of an authority's own neighbourhoods, from whichever table has them; None where none has."""
    import pandas as pd

    columns = ["lsoa11cd", "lsoa21cd", "geometry"]
    tables = [pd.read_parquet(staged / f"{name}.parquet").reindex(columns=columns) for name in table_names]
    if not tables:
        return None
    rows = pd.concat(tables, ignore_index=True)
    mine = rows[rows["lsoa11cd"].isin(own_codes) | rows["lsoa21cd"].isin(own_codes)]
    # The first table's where several have an outline: it is the council's own.
    mine = mine.drop_duplicates(["lsoa11cd", "lsoa21cd"]).reset_index(drop=True)
    return None if mine.empty else mine
