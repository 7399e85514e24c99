"""Tasks of disclosure control: which of a task's figures are hidden, and what cannot be hidden any more."""

from functools import partial
from unittest.mock import Mock

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.disclosure.attack import Attacker
from fairer_stockton.disclosure.count_cells import link_cells_of_count_measures
from fairer_stockton.disclosure.linked import LinkedCells
from fairer_stockton.disclosure.tasks import ProtectionTask, choose_figures_to_hide
from tests.unit.disclosure.frames import DAMP, MOULDY, NO_AMOUNTS, RULES, counts, damp, figures, membership, together

PLACES = ("L1", "L2", "L3")
NO_TASK = {"primary": [], "hidden": [], "already_published": []}


def state(figures: int, **places: list[int]) -> pd.DataFrame:
    """What is known of figures: nothing, but for those at the places that are named."""
    made = pd.DataFrame({"primary": False, "hidden": False, "known": False, "weight": 1.0}, index=range(figures))
    for column, given in places.items():
        made.loc[given, column] = True
    return made


def task(damp_homes: list[float]) -> ProtectionTask:
    """Damp homes, then those with mould among them, then both together, in a borough of three neighbourhoods."""
    given = together(figures("L1 L2 L3 B"), figures("L1 L2 L3 B", name="mouldy"))
    mouldy = together(
        counts("mouldy", "numerator", all=dict(zip(PLACES, [12, 15, 14], strict=True))),
        counts("mouldy", "denominator", all=dict(zip(PLACES, damp_homes, strict=True))),
    )
    amounts = together(damp(damp_homes, [40, 50, 60]), mouldy)
    steps = ([DAMP], [MOULDY], [DAMP, MOULDY])
    rows = [given[given["measure"].isin([one.name for one in step])] for step in steps]
    of = [amounts[amounts["measure"].isin([one.name for one in step])] for step in steps]
    made = [
        partial(link_cells_of_count_measures, step, some, counted, membership(), NO_AMOUNTS, RULES)
        for step, some, counted in zip(steps, rows, of, strict=True)
    ]
    return ProtectionTask(tuple(made), RULES)


def test_nothing_small_hides_nothing() -> None:
    assert choose_figures_to_hide(task([22, 25, 24]), state(8)) == NO_TASK


def test_a_small_count_and_one_that_would_tell_it_are_hidden_by_their_places() -> None:
    answer = choose_figures_to_hide(
        task([22, 18, 24]), state(8)
    )  # of 18 damp homes in the second neighbourhood 3 have no mould
    assert answer["primary"] == [5]
    assert set(answer["hidden"]) > {5}
    assert answer["already_published"] == []


def test_what_is_hidden_already_stays_so() -> None:
    answer = choose_figures_to_hide(task([22, 25, 24]), state(8, primary=[2], hidden=[2, 6]))
    assert answer["primary"] == [2]
    assert set(answer["hidden"]) >= {2, 6}


def test_what_was_shown_before_and_gives_a_small_count_away_is_named_by_its_places() -> None:
    answer = choose_figures_to_hide(task([22, 18, 24]), state(8, known=list(range(8))))
    assert answer["already_published"] == [4, 5, 6, 7]  # the figures of mouldy homes, and not those of damp ones


def test_a_solution_that_does_not_fit_what_is_shown_opens_no_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 2 and 30, with 30 and 32 shown, the 2 is told, whatever a solver that has failed gives out."""
    cells = LinkedCells.of([[1, 0], [0, 1], [1, 1]], [2, 30], [0, 1, 2], 6.0, threshold=5.0)
    hidden = np.array([True, False, False])
    wrong = np.array([90.0, 30.0, 120.0])
    program = "fairer_stockton.disclosure.attack._RangeProgram"
    monkeypatch.setattr(f"{program}.solve_for_end_of_range", Mock(return_value=wrong))
    monkeypatch.setattr(f"{program}.list_prices", Mock(return_value=np.zeros(3)))
    (exposure,) = Attacker(cells).find_exposed_cells(hidden)
    assert (exposure.cell, exposure.low, exposure.high) == (0, 2.0, 2.0)
