"""The part of a map that is drawn enlarged: the square in which most neighbourhoods lie, which is the town."""

from collections.abc import Sequence

import numpy as np

Frame = tuple[float, float, float, float]  # west, east, south and north, in metres

SHARE_OF_SIDE = 0.38  # of the longer side of the map
LEAST_GAIN = 1.6  # times as many areas as the square would hold were all parts alike; else there is no town to enlarge


def find_densest_square(middles: Sequence[tuple[float, float]], ends: Frame) -> Frame | None:
    """Return the square around which most areas have their middle; None where no part is much denser than the rest."""
    west, east, south, north = ends
    side = SHARE_OF_SIDE * max(east - west, north - south)
    points = np.asarray(middles, dtype=float)
    # A square with most points can be moved until two of them lie on its edges: those are all that need be tried.
    lefts, lows = np.unique(points[:, 0]), np.unique(points[:, 1])
    across = (points[:, 0] >= lefts[:, None]) & (points[:, 0] <= lefts[:, None] + side)
    up = (points[:, 1] >= lows[:, None]) & (points[:, 1] <= lows[:, None] + side)
    counts = across.astype(int) @ up.T.astype(int)
    at_left, at_low = np.unravel_index(int(counts.argmax()), counts.shape)
    expected = len(points) * side**2 / ((east - west) * (north - south))
    if counts.max() < LEAST_GAIN * expected:
        return None
    inside = points[across[at_left] & up[at_low]]
    x, y = (inside.min(axis=0) + inside.max(axis=0)) / 2
    return float(x - side / 2), float(x + side / 2), float(y - side / 2), float(y + side / 2)
