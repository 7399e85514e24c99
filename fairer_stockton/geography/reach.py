"""Who lives within reach of points: neighbourhoods by their middle, and by whether all or any of each is in reach."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fairer_stockton.statistics.estimate import Bools, Floats

# Of a quarter of the circle around a point: its edge is then within 0.01 % of the true one, on the inner side.
QUARTER_SEGMENTS = 64


@dataclass(frozen=True)
class NeighbourhoodReach:
    """Where neighbourhoods lie, seen from the nearest of some points.

    Attributes:
        distance_metres: shape (neighbourhoods,): from the middle to the nearest point, in a straight line.
        nearest: shape (neighbourhoods,): which point that is.
        is_middle_within: shape (points, neighbourhoods): whether the middle is within reach of each point.
        is_wholly_within: shape (neighbourhoods,): whether all of it is surely within reach of some point.
        is_wholly_within_each: shape (points, neighbourhoods): whether all of it is surely within reach of each.
        is_partly_within_each: of the same shape: whether any of it may be.
    """

    distance_metres: "Floats"
    nearest: "NDArray[np.intp]"
    is_middle_within: "Bools"
    is_wholly_within: "Bools"
    is_wholly_within_each: "Bools"
    is_partly_within_each: "Bools"

    @property
    def is_partly_within(self) -> "Bools":
        """Whether any of each neighbourhood may be within reach of some point."""
        return np.asarray(self.is_partly_within_each.any(axis=0))

    @property
    def is_within(self) -> "Bools":
        """Whether each neighbourhood counts as within reach: its middle is, or all of it."""
        return (self.is_middle_within.any(axis=0) | self.is_wholly_within) & self.is_partly_within


def measure_reach(outlines: Any, points: "Floats", reach_metres: float, margins: "Floats") -> NeighbourhoodReach:
    """Return which neighbourhoods are within reach of points, in a straight line.

    The middle is the outline's centroid: where most of the residents live within it is not known here.

    Args:
        outlines: shape (neighbourhoods,), polygons on the British National Grid.
        points: shape (points, 2), eastings and northings of at least one point.
        reach_metres: how far is within reach.
        margins: shape (points,), metres: how far each point may be from where it is said to be. All of a neighbourhood
            is within reach only if it is wherever the points are, and any of it already if it may be.
    """
    import shapely

    shapes, marks = np.asarray(outlines, dtype=object), np.asarray(shapely.points(points))
    distances = shapely.distance(marks[:, None], shapely.centroid(shapes)[None, :])
    surely_in_reach = shapely.buffer(marks, reach_metres - margins, quad_segs=QUARTER_SEGMENTS)
    area_in_reach = shapely.union_all(surely_in_reach)
    shapely.prepare(area_in_reach)
    return NeighbourhoodReach(
        distance_metres=distances.min(axis=0),
        nearest=distances.argmin(axis=0),
        is_middle_within=distances <= reach_metres,
        is_wholly_within=shapely.covers(area_in_reach, shapes),
        is_wholly_within_each=shapely.covers(surely_in_reach[:, None], shapes[None, :]),
        is_partly_within_each=shapely.distance(marks[:, None], shapes[None, :]) <= reach_metres + margins[:, None],
    )


def measure_distance_to_edge(outlines: Any) -> "Floats":
    """Return how far the furthest point of each outline lies from its middle, in metres."""
    import shapely

    return np.asarray(shapely.hausdorff_distance(shapely.centroid(outlines), outlines))
