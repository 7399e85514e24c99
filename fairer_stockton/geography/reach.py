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
        is_wholly_within: shape (neighbourhoods,): whether all of it is within reach of some point.
        is_partly_within: shape (neighbourhoods,): whether any of it is.
    """

    distance_metres: "Floats"
    nearest: "NDArray[np.intp]"
    is_middle_within: "Bools"
    is_wholly_within: "Bools"
    is_partly_within: "Bools"

    @property
    def is_within(self) -> "Bools":
        """Whether each neighbourhood counts as within reach: its middle is, or all of it."""
        return (self.is_middle_within.any(axis=0) | self.is_wholly_within) & self.is_partly_within


def measure_reach(outlines: Any, points: "Floats", reach_metres: float) -> NeighbourhoodReach:
    """Return which neighbourhoods are within reach of points, in a straight line.

    The middle is the outline's centroid: where most of the residents live within it is not known here.

    Args:
        outlines: shape (neighbourhoods,), polygons on the British National Grid.
        points: shape (points, 2), eastings and northings of at least one point.
        reach_metres: how far is within reach.
    """
    import shapely

    shapes, marks = np.asarray(outlines, dtype=object), np.asarray(shapely.points(points))
    distances = shapely.distance(marks[:, None], shapely.centroid(shapes)[None, :])
    area_in_reach = shapely.union_all(shapely.buffer(marks, reach_metres, quad_segs=QUARTER_SEGMENTS))
    shapely.prepare(area_in_reach)
    return NeighbourhoodReach(
        distance_metres=distances.min(axis=0),
        nearest=distances.argmin(axis=0),
        is_middle_within=distances <= reach_metres,
        is_wholly_within=shapely.covers(area_in_reach, shapes),
        is_partly_within=shapely.distance(marks[:, None], shapes[None, :]).min(axis=0) <= reach_metres,
    )
