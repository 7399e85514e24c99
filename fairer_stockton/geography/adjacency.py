"""Which neighbourhoods touch: pairs that share a border and not just a corner, and the groups that they form."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fairer_stockton.geography.grid import project_to_national_grid

if TYPE_CHECKING:
    import pandas as pd

Texts = NDArray[np.str_]


def find_touching_pairs(outlines: "pd.Series[str]", gap_metres: float, least_shared_metres: float) -> Texts:
    """Return the pairs of neighbourhoods that share a border.

    Args:
        outlines: GeoJSON geometries in longitude and latitude, indexed by the neighbourhood's code.
        gap_metres: metres between two outlines that still count as touching.
        least_shared_metres: least length in metres of the border of each that lies within the gap of the other; at a
            corner that
            is about twice the gap, so it should be several times as long.

    Returns:
        Codes of shape (pairs, 2): the smaller first, pairs in order; whatever the order of the outlines.

    Raises:
        ValueError: the shared border is not longer than a corner, or a code stands twice.
    """
    import shapely

    if not 0 <= 4 * gap_metres < least_shared_metres:
        raise ValueError(
            f"the shared border must be longer than four times the gap, found {least_shared_metres} and "
            f"{gap_metres} metres"
        )
    if outlines.index.has_duplicates:
        raise ValueError(f"{outlines.index[outlines.index.duplicated()][0]!r} has two outlines")
    ordered = outlines.sort_index()
    codes = ordered.index.to_numpy(dtype=str)
    shapes = project_to_national_grid(ordered).to_numpy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=gap_metres)
    once = first < second
    first, second = first[once], second[once]
    borders, reach = shapely.boundary(shapes), shapely.buffer(shapes, max(gap_metres, 0.01))
    lengths = [
        shapely.length(shapely.intersection(borders[own], reach[other]))
        for own, other in ((first, second), (second, first))
    ]
    long = np.minimum(*lengths) >= least_shared_metres
    pairs = np.column_stack([first[long], second[long]])
    return codes[pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]]


def number_connected_groups(codes: ArrayLike, touching_pairs: ArrayLike) -> NDArray[np.int64]:
    """Number the groups that pairs of touching neighbourhoods form.

    Args:
        codes: the neighbourhoods to be grouped, shape (areas,).
        touching_pairs: codes that touch, shape (pairs, 2); a pair with a code that is not to be grouped is passed over.

    Returns:
        A group for each code, numbered from 0 in the order of each group's smallest code.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    distinct, order = np.unique(np.asarray(codes, dtype=str), return_inverse=True)
    touch = np.asarray(touching_pairs, dtype=str).reshape(-1, 2)
    touch = touch[np.isin(touch, distinct).all(axis=1)]
    ends = np.searchsorted(distinct, touch)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(distinct.size, distinct.size))
    _, labels = connected_components(graph, directed=False)
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    numbers = np.empty(first.size, dtype=np.int64)
    numbers[np.argsort(first, kind="stable")] = np.arange(first.size)
    return np.asarray(numbers[inverse][order], dtype=np.int64)
