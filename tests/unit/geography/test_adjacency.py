import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairer_stockton.geography.adjacency import find_touching_pairs, number_connected_groups

WEST, SOUTH = -1.3, 54.55
EAST, NORTH = 1 / 64_700, 1 / 111_300  # degrees a metre, about, at this latitude


def rectangle(left: float, low: float, wide: float = 500.0, high: float = 500.0) -> str:
    """Give a rectangle in metres from a corner of the borough as a GeoJSON geometry."""
    corners = [(left, low), (left + wide, low), (left + wide, low + high), (left, low + high), (left, low)]
    ring = [[WEST + x * EAST, SOUTH + y * NORTH] for x, y in corners]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def pairs(outlines: dict[str, str], gap: float = 5.0, shared: float = 30.0) -> list[tuple[str, ...]]:
    return [tuple(pair) for pair in find_touching_pairs(pd.Series(outlines), gap, shared).tolist()]


def test_a_side_is_shared_and_a_corner_is_not() -> None:
    grid = {f"{x}{y}": rectangle(500 * x, 500 * y) for x in range(2) for y in range(2)}
    assert pairs(grid) == [("00", "01"), ("00", "10"), ("01", "11"), ("10", "11")]


@pytest.mark.parametrize(("sliver", "touch"), [(0.0, True), (3.0, True), (8.0, False), (300.0, False)])
def test_a_sliver_is_bridged_and_a_street_of_gap_is_not(sliver: float, touch: bool) -> None:
    assert bool(pairs({"a": rectangle(0, 0), "b": rectangle(500 + sliver, 0)})) is touch


@pytest.mark.parametrize(("overlap", "touch"), [(10, False), (60, True)])
def test_a_short_border_is_a_corner(overlap: float, touch: bool) -> None:
    assert bool(pairs({"a": rectangle(0, 0), "b": rectangle(500, 500 - overlap)})) is touch


def test_the_order_of_the_outlines_does_not_matter() -> None:
    grid = {f"{x}{y}": rectangle(500 * x, 500 * y) for x in range(3) for y in range(3)}
    assert pairs(dict(reversed(grid.items()))) == pairs(grid)
    assert len(pairs(grid)) == 12


def test_one_alone_and_none_touch_nobody() -> None:
    assert pairs({"a": rectangle(0, 0)}) == []
    assert find_touching_pairs(pd.Series({}, dtype=str), 5.0, 30.0).shape == (0, 2)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than four times"):
        find_touching_pairs(pd.Series({"a": rectangle(0, 0)}), 10.0, 30.0)
    with pytest.raises(ValueError, match="two outlines"):
        find_touching_pairs(pd.Series([rectangle(0, 0)] * 2, index=["a", "a"]), 5.0, 30.0)


def test_groups_are_numbered_by_their_smallest_code() -> None:
    found = number_connected_groups(["e", "b", "d", "a", "c"], [("a", "d"), ("b", "c"), ("c", "x"), ("x", "a")])
    assert found.tolist() == [2, 1, 0, 0, 1]
    assert number_connected_groups(["b", "a"], np.empty((0, 2))).tolist() == [1, 0]
    assert number_connected_groups([], []).tolist() == []


@given(st.integers(1, 8), st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=10))
def test_groups_against_walking_from_place_to_place(number: int, touch: list[tuple[int, int]]) -> None:
    codes = [str(place) for place in range(number)]
    label = list(range(number))
    for _ in codes:
        for one, other in touch:
            if one < number and other < number:
                label[one] = label[other] = min(label[one], label[other])
    numbers = {first: place for place, first in enumerate(sorted(set(label)))}
    found = number_connected_groups(codes, [(str(one), str(other)) for one, other in touch])
    assert found.tolist() == [numbers[first] for first in label]
