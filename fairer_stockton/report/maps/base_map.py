"""What all maps of one vintage are drawn on: shapes, borders, names, the town enlarged, and a hexagon for each area."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.layers import LANDMARKS
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.hexagons import HexagonMap, arrange_in_hexagons
from fairer_stockton.report.maps.inset import Frame, find_densest_square
from fairer_stockton.report.maps.landmarks import Landmark, clip_landmarks, read_landmarks
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    from matplotlib.path import Path as Outline

NAME_SIZE = (3300.0, 1100.0)  # metres that a name takes on the map, across and up
TOWN_NAME_SHARE = (0.21, 0.105)  # the same as shares of the side of the enlarged part
# How far up or down a name may be moved from its area's middle to be clear of others, in heights of a name.
NAME_SHIFTS = (0.0, 0.6, -0.6, 1.1, -1.1)
EXTRA_METRES = 250.0  # drawn around an enlarged part, so that no line ends inside its frame

Positions = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class MapShapes:
    """Shapes by the areas' code, the borders of wards and partnerships, and a council's river and main roads."""

    paths: Mapping[str, Any]
    wards: list[Any]
    partnerships: list[Any]
    landmarks: tuple[Landmark, ...]


@dataclass(frozen=True)
class TownMap(MapShapes):
    """The densest part of a map, cut out: its frame, and the names of its wards."""

    frame: Frame
    names: Positions


@dataclass(frozen=True)
class BaseMap(MapShapes):
    """The whole map: names where they stand, the ends in metres, the hexagons, and the town where there is one."""

    names: Positions
    ends: Frame
    hexagons: HexagonMap
    town: TownMap | None


def make_base_map(edition: Edition, area_type: str, vintage: str, area_codes: Iterable[str]) -> BaseMap | None:
    """Return the one base map of these neighbourhoods or MSOAs; None where the edition has no boundaries of them."""
    codes = frozenset(area_codes)
    return edition.outlines.make_once(
        ("base map", area_type, vintage, codes), partial(_make_base_map, edition, area_type, vintage, codes)
    )


def _make_base_map(edition: Edition, area_type: str, vintage: str, area_codes: Iterable[str]) -> BaseMap | None:
    shapes = edition.outlines.select_shapes(area_type, vintage, area_codes)
    if shapes is None:
        return None
    west, south, east, north = (float(end) for end in shapes.total_bounds)
    ends = (west, east, south, north)
    wards = edition.outlines.areas(AreaType.WARD, edition.outlines.ward_vintages[vintage], vintage)
    partnerships = edition.outlines.areas(AreaType.COMMUNITY_PARTNERSHIP, None, vintage)
    borders = [
        edition.outlines.lines(AreaType.WARD, edition.outlines.ward_vintages[vintage], vintage),
        edition.outlines.lines(AreaType.COMMUNITY_PARTNERSHIP, None, vintage),
    ]
    ward_names = {} if wards is None else _find_middles_of_largest_first(wards)
    landmarks = clip_landmarks(read_landmarks(edition.definitions.layers.own(LANDMARKS)), ends)
    return BaseMap(
        paths=_convert_shapes_to_paths(shapes["code"], shapes.geometry),
        wards=borders[0],
        partnerships=borders[1],
        landmarks=landmarks,
        names=select_names_with_room(ward_names, NAME_SIZE, ends)
        if partnerships is None
        else find_label_positions_of_areas(partnerships),
        ends=ends,
        hexagons=arrange_in_hexagons(shapes["code"].tolist(), shapes.geometry.to_numpy()),
        town=_cut_out_town(shapes, borders, ward_names, landmarks, ends),
    )


def _cut_out_town(
    shapes: Any, borders: Sequence[list[Any]], ward_names: Positions, landmarks: tuple[Landmark, ...], ends: Frame
) -> TownMap | None:
    """Return what lies in the densest part: shapes cut at its frame, so that far ends of large areas are not kept."""
    import shapely

    points = shapely.get_coordinates(shapely.centroid(shapes.geometry.to_numpy()))
    frame = find_densest_square(points.tolist(), ends)
    if frame is None:
        return None
    west, east, south, north = frame
    bounds = (west - EXTRA_METRES, south - EXTRA_METRES, east + EXTRA_METRES, north + EXTRA_METRES)
    cut = shapely.clip_by_rect(shapes.geometry.to_numpy(), *bounds)
    inside = ~shapely.is_empty(cut)
    size = (TOWN_NAME_SHARE[0] * (east - west), TOWN_NAME_SHARE[1] * (north - south))
    return TownMap(
        paths=_convert_shapes_to_paths(shapes["code"][inside], cut[inside]),
        wards=_clip_lines(borders[0], bounds),
        partnerships=_clip_lines(borders[1], bounds),
        landmarks=clip_landmarks(landmarks, frame),
        frame=frame,
        names=select_names_with_room(ward_names, size, frame),
    )


def _clip_lines(lines: list[Any], bounds: tuple[float, float, float, float]) -> list[Any]:
    import shapely

    cut = [shapely.clip_by_rect(shapely.LineString(line), *bounds) for line in lines]
    return [shapely.get_coordinates(part) for part in shapely.get_parts(cut) if not part.is_empty]


def _convert_shapes_to_paths(codes: Iterable[str], shapes: Iterable[Any]) -> dict[str, "Outline"]:
    return {code: _convert_shape_to_path(shape) for code, shape in zip(codes, shapes, strict=True)}


def _convert_shape_to_path(shape: Any) -> Any:
    """Return an area's shape as one path: its parts, and the holes in them."""
    import shapely
    from matplotlib.path import Path as Outline

    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return Outline.make_compound_path(*(Outline(shapely.get_coordinates(ring), closed=True) for ring in rings))


def _find_middles_of_largest_first(areas: Any) -> dict[str, tuple[float, float]]:
    """Return a point inside each area by its name, the largest area first."""
    ordered = areas.assign(size=areas.geometry.area).sort_values(["size", "name"], ascending=[False, True])
    points = ordered.geometry.representative_point()
    return {str(name): (float(p.x), float(p.y)) for name, p in zip(ordered["name"], points, strict=True)}


def select_names_with_room(positions: Positions, size: tuple[float, float], frame: Frame) -> Positions:
    """Return the names that have room inside a frame, each where it covers no name before it; the others are left out.

    Args:
        positions: where names would stand, the most important first.
        size: what a name takes, across and up, in the units of the positions.
        frame: the ends of the room.
    """
    west, east, south, north = frame
    wide, high = size
    placed: dict[str, tuple[float, float]] = {}
    for name, (x, y) in positions.items():
        for shift in NAME_SHIFTS:
            up = y + shift * high
            inside = west + wide / 2 <= x <= east - wide / 2 and south + high / 2 <= up <= north - high / 2
            if inside and all(abs(far - x) >= wide or abs(other - up) >= high for far, other in placed.values()):
                placed[name] = (x, up)
                break
    return placed


def find_label_positions_of_areas(areas: Any) -> dict[str, tuple[float, float]]:
    """Return where each area's name stands; two that would overlap are moved apart, the western one westwards."""
    points = areas.geometry.representative_point()
    places = {str(name): (float(p.x), float(p.y)) for name, p in zip(areas["name"], points, strict=True)}
    wide, high = NAME_SIZE
    for name, (x, y) in list(places.items()):
        for other, (far, up) in list(places.items()):
            # The name as well as x, so that of two at the same x only one is the western.
            if name != other and abs(far - x) < wide and abs(up - y) < high and (x, name) < (far, other):
                push = (wide - (far - x)) / 2
                places[name], places[other] = (x - push, y), (far + push, up)
    return places
