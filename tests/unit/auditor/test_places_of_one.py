"""Where no figure shows a place it may be told that one answered there, if any, and never how."""

from dataclasses import replace

import numpy as np
import pytest

from fairer_stockton.auditor.puzzle import Puzzle
from fairer_stockton.auditor.verdict import judge
from tests.unit.auditor.test_whole_numbers import list_tables, puzzle

CELLS = np.array(
    [[1, 1, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0]]
)  # all who answered in the place, yes, and the other answers
SIDES = np.array([[1, 0], [2, 0]])


def place(*more: tuple[list[int], int, int], shown: bool = False) -> Puzzle:
    """Return a place and another, yes and other answers in each: as many answered in both as follow from more sums."""
    sums, low, high = zip(*more, strict=True)
    given = puzzle(np.array(sums), np.array(low), np.array(high), CELLS)
    return replace(given, cells=given.cells.assign(hidden=shown), sides=SIDES)


NINETY = ([1, 1, 1, 1], 90, 90)
AT_MOST = {few: ([0, 0, 1, 1], 90 - few, 999) for few in (1, 2)}


def test_that_one_answered_if_any_is_no_fault_where_it_may_have_been_either_way() -> None:
    values = list_tables(place(([1, 1, 0, 0], 0, 1), ([0, 0, 1, 1], 0, 0)), 1)[:, :2]
    assert {tuple(row) for row in values} == {(0, 0), (1, 0), (0, 1)}, "by all tables that there are"
    assert not judge(place(NINETY, AT_MOST[1])).exposed.any()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (([0, 1, 0, 0], 0, 0), "if anybody answered, it was yes"),
        (([1, 1, 0, 0], 1, 99), "somebody did answer"),
    ],
)
def test_how_they_answered_or_that_they_did_is_a_fault(more: tuple[list[int], int, int], why: str) -> None:
    assert judge(place(NINETY, AT_MOST[1], more)).exposed.any(), why


def test_two_are_a_fault_since_each_learns_of_the_other() -> None:
    assert judge(place(NINETY, AT_MOST[2])).exposed.all()


def test_few_behind_a_figure_are_a_fault() -> None:
    assert judge(place(NINETY, AT_MOST[1], shown=True)).exposed.all()


@pytest.mark.parametrize(
    ("sums", "number"),
    [
        ([[1, 1, 1, 1, 0, 0]], [1]),  # one of two places, though of neither by itself
        ([[1, 0, 1, 0, 1, 0], [0, 1, 0, 1, 0, 1], *np.kron(np.eye(3, dtype=int), [1, 1])], [1, 1, -1, -1, -1]),
    ],
)
def test_places_of_which_it_is_told_together_that_somebody_answered(sums: list[list[int]], number: list[int]) -> None:
    """The second: at most one in each of three, and in all of them one who said yes and one who did not."""
    exact = np.array(number)
    cells = np.vstack([[row, *np.diag(row)[row > 0]] for row in np.kron(np.eye(3, dtype=int), [1, 1])])
    pairs = [[start + side, start] for start in (0, 3, 6) for side in (1, 2)]
    given = puzzle(np.array(sums), np.maximum(exact, 0), np.abs(exact), cells)
    given = replace(given, cells=given.cells.assign(hidden=False), sides=np.array(pairs))
    assert judge(given).exposed[:6].all()
