"""A map of equal areas: a hexagon for each neighbourhood, near where it lies, so that empty land does not loom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Pairs = NDArray[np.int64]

LEAST_SHARED_METRES = 50.0  # of border, so that a shared corner makes no neighbours
# Widths of a hexagon that are tried, in sides of a square of the mean area: that of a hexagon of as much area, for
# areas that are alike, and a smaller one, for where most are small.
SPACINGS = (1.0746, 0.7)
ROUNDS, PULL, STEP = 200, 0.3, 0.5  # of pushing apart what would overlap and drawing together what touches
ROW_HEIGHT = np.sqrt(3) / 2  # of hexagons whose middles are 1 apart
OFFSETS = tuple((across, up) for across in (0.0, 0.25, 0.5, 0.75) for up in (0.0, 0.5))
HEXAGON_DECIMALS = 4  # of a hexagon's width: what is finer differs from machine to machine


@dataclass(frozen=True)
class HexagonMap:
    """The middle of each area's hexagon by code, in widths of a hexagon, and how many neighbours are so still."""

    middles: Mapping[str, tuple[float, float]]
    touching: int
    still_touching: int


def arrange_in_hexagons(codes: list[str], shapes: Any) -> HexagonMap:
    """Return a place on a grid of hexagons for each area, such that all lie as near to where they belong as can be.

    The areas' middles are first moved until each has the same room (those that overlap are pushed apart, those that
    touch are drawn together); then the hexagons are given out so that the sum of squared distances is the least, by
    the method of `scipy.optimize.linear_sum_assignment`. Of a few grids that which keeps most neighbours is taken.

    Args:
        codes: of the areas.
        shapes: their shapes in metres, in the order of the codes, neighbours sharing their borders.
    """
    from scipy.optimize import linear_sum_assignment
    from scipy.spatial.distance import cdist

    pairs = _find_neighbours(shapes)
    start = _measure_middles(shapes)
    best, kept = start, -1
    for spacing in SPACINGS:
        room = _give_equal_room(start / spacing, pairs)
        for offset in OFFSETS:
            grid = _make_grid(room, offset)
            _, places = linear_sum_assignment(cdist(room, grid, "sqeuclidean"))
            middles = grid[places]
            near = int((_measure_distances(middles, pairs) < 1.01).sum())
            if near > kept:
                best, kept = middles, near
    rounded = np.round(best - best.min(axis=0), HEXAGON_DECIMALS).tolist()
    return HexagonMap(
        {code: (across, up) for code, (across, up) in zip(codes, rounded, strict=True)}, len(pairs), max(kept, 0)
    )


def _find_neighbours(shapes: Any) -> Pairs:
    """Return the pairs of areas that share a border, each once, as their numbers."""
    import shapely

    array = np.asarray(shapes)
    first, second = shapely.STRtree(array).query(array, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    shared = shapely.length(shapely.intersection(shapely.boundary(array)[first], shapely.boundary(array)[second]))
    pairs = np.column_stack([first, second])[shared >= LEAST_SHARED_METRES]
    return np.asarray(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))], dtype=np.int64)


def _measure_middles(shapes: Any) -> Points:
    """Return the areas' middles, around their mean, in sides of a square of the mean area."""
    import shapely

    array = np.asarray(shapes)
    middles = shapely.get_coordinates(shapely.centroid(array))
    return np.asarray((middles - middles.mean(axis=0)) / np.sqrt(shapely.area(array).mean()))


def _give_equal_room(middles: Points, pairs: Pairs) -> Points:
    """Move middles until hardly any two lie closer than 1, and neighbours about 1 apart."""
    first, second = np.triu_indices(len(middles), 1)
    moved = middles.copy()
    for _ in range(ROUNDS):
        places, forces = [], []
        for one, other, pull in ((first, second, False), (pairs[:, 0], pairs[:, 1], True)):
            way = moved[other] - moved[one]
            apart = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
            amount = PULL * np.maximum(0, apart - 1) / 2 if pull else -np.maximum(0, 1 - apart) / 2
            acts = amount != 0  # most pairs are neither too close nor neighbours
            push = way[acts] / apart[acts, None] * amount[acts, None]
            places += [one[acts], other[acts]]
            forces += [push, -push]
        moved += STEP * _add_up(np.concatenate(places), np.concatenate(forces), len(moved))
    return moved


def _add_up(places: NDArray[np.int64], forces: Points, number: int) -> Points:
    """Return the sum of the forces on each of a number of places, added in their order."""
    return np.column_stack([np.bincount(places, along, number) for along in forces.T])


def _make_grid(room: Points, offset: tuple[float, float]) -> Points:
    """Return the middles of hexagons over all that is to have one, and a little around it."""
    low, high = room.min(axis=0) - 2, room.max(axis=0) + 2
    columns = np.arange(int(high[0] - low[0]) + 1)
    rows = np.arange(int((high[1] - low[1]) / ROW_HEIGHT) + 1)
    column, row = np.meshgrid(columns, rows)
    across = low[0] + offset[0] + column + 0.5 * (row % 2)
    up = low[1] + (offset[1] + row) * ROW_HEIGHT
    return np.column_stack([across.ravel(), up.ravel()])


def _measure_distances(middles: Points, pairs: Pairs) -> Points:
    steps = middles[pairs[:, 0]] - middles[pairs[:, 1]]
    return np.asarray(np.hypot(steps[:, 0], steps[:, 1]))
