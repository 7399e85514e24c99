"""Groups of the borough alone are linked with its total, and no map bounds them, nor they a map."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from fairer_stockton.definitions.measures import SummedMeasure
from fairer_stockton.disclosure.linked_tables import gather_linked_tables
from tests.unit.disclosure.frames import DAMP, counts, damp, figures, membership, together


def list_linked(areas_of_groups: str, *, of_borough: bool = True) -> list[tuple[list[str], int]]:
    """Return for each system the breakdowns that it links, and of how many atoms."""
    split = figures(areas_of_groups, breakdown="tenure", categories="owns rents")
    half = {place: {"L1": 20.0, "L2": 15.0, "L3": 25.0}[place] for place in ("L1", "L2", "L3")}
    by_group = [counts("damp", part, "tenure", owns=half, rents=half) for part in ("numerator", "denominator")]
    assert isinstance(DAMP, SummedMeasure)
    measure = replace(DAMP, groups_of_borough=of_borough)
    every = together(figures("L1 L2 L3 W B"), split)
    systems = gather_linked_tables(
        [measure], every, together(damp([40, 30, 50], [40, 30, 50]), *by_group), membership()
    )
    return [(sorted(set(each.figures["breakdown"])), each.atoms.holds.shape[1]) for each in systems]


def test_groups_of_the_borough_are_linked_with_its_total_alone() -> None:
    assert list_linked("B") == [(["all"], 3), (["all", "tenure"], 3)]  # the two, and those of no known group
    assert list_linked("B", of_borough=False) == [(["all", "tenure"], 9)]  # unless the measure says so
    assert list_linked("L1 B") == [(["all", "tenure"], 9)]  # where a neighbourhood has them too, all bound each other


@pytest.mark.parametrize("seed", range(5))
def test_what_is_known_of_groups_bounds_no_place(seed: int) -> None:
    """The reason: solved with places and groups at once, a place's range is that of the places by themselves."""
    draw = np.random.default_rng(seed)
    answered, unanswered = draw.integers(0, 9, (2, 4, 3))
    shown = np.kron(np.eye(4), np.ones(3))[2:]  # two places of four are hidden
    groups, total = np.tile(np.eye(3), 4), np.ones((1, 12))
    for table in (answered, unanswered):
        for rows, alone in ((shown, False), (np.vstack([shown, groups]), True)):
            known = np.vstack([rows, total])
            for sign in (1, -1):
                cost = sign * np.kron([1, 0, 0, 0], np.ones(3))
                reached = linprog(cost, A_eq=known, b_eq=known @ table.ravel()).fun
                free = table[:2].sum()
                assert reached == pytest.approx(0 if sign == 1 else -free), alone
