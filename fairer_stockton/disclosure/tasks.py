"""Tasks of protection: groups of linked cells, each protected by itself and so in any process."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.disclosure.atoms import System
from fairer_stockton.disclosure.linked import Flags
from fairer_stockton.disclosure.secondary import Unprotected, add_secondary_suppression, weigh_information_loss
from fairer_stockton.run.vocabulary import Zeros


@dataclass(frozen=True)
class Task:
    """Systems over the same figures, numbered from 0: each step makes some, in the order of choosing."""

    steps: tuple[Callable[[], Iterable[System]], ...]
    rules: DisclosureRules


def choose_cells_to_hide(task: Task, state: pd.DataFrame) -> dict[str, list[int]]:
    """Choose which of a task's figures are hidden: primary suppression by the rules, secondary by linear programming.

    Args:
        task: the figures' systems.
        state: of the figures, which are hidden already (`primary` for themselves, `hidden` at all), which were known
            before (`known`), and the `weight` of each in the information lost.

    Returns:
        The positions of the rows that are hidden: for themselves (`primary`) or at all (`hidden`). Where what was known
        before gives a figure away, whatever is hidden, `already_published` has the rows of its system.
    """
    primary, hidden = state["primary"].copy(), state["hidden"].copy()
    already_published: list[int] = []
    for system in (system for make in task.steps for system in make()):
        sensitive = system.cells.mark_sensitive(zeros=task.rules.zeros == Zeros.HIDDEN) | system.dominated
        primary.loc[system.rows] |= sensitive
        hidden.loc[system.rows] |= sensitive
        try:
            hidden.loc[system.rows] = _choose_hidden_figures_of_system(
                system, hidden, state["known"], state["weight"], task.rules
            )
        except Unprotected:
            already_published = system.rows.tolist()
            break
    return {
        "primary": np.flatnonzero(primary).tolist(),
        "hidden": np.flatnonzero(hidden).tolist(),
        "already_published": already_published,
    }


def renumber_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows numbered from 0, so that a task is the same wherever its rows stand among others."""
    return rows.reset_index(drop=True)


def _choose_hidden_figures_of_system(
    system: System,
    hidden: "pd.Series[bool]",
    known: "pd.Series[bool]",
    weight: "pd.Series[float]",
    rules: DisclosureRules,
) -> Flags:
    """Return the figures of one system that are hidden: those hidden already, and what would give them away."""
    sensitive = hidden.loc[system.rows].to_numpy(bool)
    size = system.cells.sum_by_figure(np.where(np.isinf(system.cells.threshold), 0.0, system.cells.sums))
    cost = weigh_information_loss(size) * weight.loc[system.rows].to_numpy()
    fixed = known.loc[system.rows].to_numpy(bool) & ~sensitive
    return add_secondary_suppression(system.cells, sensitive, cost, fixed=fixed, zeros=rules.zeros == Zeros.HIDDEN)
