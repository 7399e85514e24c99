"""Groups of the borough alone are linked with its total, and no map bounds them, nor they a map."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from fairer_stockton.definitions.measures import SummedMeasure
from fairer_stockton.disclosure.count_cells import link_cells_of_count_measures
from fairer_stockton.disclosure.linked import Floats
from fairer_stockton.disclosure.linked_tables import gather_linked_tables
from tests.unit.disclosure.frames import (
    AREAS,
    DAMP,
    NO_AMOUNTS,
    RULES,
    counts,
    damp,
    figures,
    hide,
    membership,
    together,
)


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


PLACES, GROUPS = ["L1", "L2", "L3"], ["owns", "rents", "lodges"]


def count_groups(part: str, table: Floats) -> pd.DataFrame:
    by_group = {group: dict(zip(PLACES, row, strict=True)) for group, row in zip(GROUPS, table.tolist(), strict=True)}
    return counts("damp", part, "tenure", **by_group)


def mark_who_counts(figure: pd.Series) -> Floats:
    """Return of each group in each place whether a figure counts it."""
    holds = np.array([[place in AREAS[figure["area_code"]] for place in PLACES]] * len(GROUPS), float)
    if figure["breakdown"] == "tenure":
        holds[[group != figure["category"] for group in GROUPS]] = 0
    return holds.ravel()


@pytest.mark.parametrize("seed", range(4))
def test_groups_and_places_together_find_no_hidden_count(seed: int) -> None:
    """Hidden in two systems, one of the places and one of the groups; solved by somebody who has both at once."""
    draw = np.random.default_rng(seed)
    yes, no = draw.poisson(9, (3, 3)).astype(float), draw.poisson(15, (3, 3)).astype(float)
    yes[:, 1], yes[2] = (2, 1, 0), (1, 0, draw.integers(3))  # few in L2, and few who lodge
    every = together(figures("L1 L2 L3 W B"), figures("B", breakdown="tenure", categories=" ".join(GROUPS)))
    tables = [count_groups("numerator", yes), count_groups("denominator", yes + no)]
    amounts = together(damp(yes.sum(axis=0).tolist(), (yes + no).sum(axis=0).tolist()), *tables)
    measure = replace(DAMP, groups_of_borough=True)
    systems = [*link_cells_of_count_measures([measure], every, amounts, membership(), NO_AMOUNTS, RULES)]
    assert len(systems) == 2
    costs = every["area_code"].map({"B": 50}).fillna(1).where(every["breakdown"] == "all", 1)
    hidden = {row for system in systems for row in hide(system, costs[system.rows].tolist())}
    assert {*every.loc[sorted(hidden), "breakdown"]} == {"all", "tenure"} and 4 not in hidden  # the borough is shown
    who = np.array([mark_who_counts(figure) for _, figure in every.iterrows()])
    shown = who[[row not in hidden for row in every.index]]
    known = np.kron(np.eye(2), shown)  # of those who say yes, and of those who do not
    truth = np.concatenate([yes.ravel(), no.ravel()])
    for row in hidden:
        for part in (who[row], 0 * who[row]), (0 * who[row], who[row]), (who[row], who[row]):
            cell = np.concatenate(part)
            least, most = (sign * linprog(sign * cell, A_eq=known, b_eq=known @ truth).fun for sign in (1, -1))
            assert most - least >= RULES.fewest_counted or least >= RULES.fewest_counted, (row, least, most)
