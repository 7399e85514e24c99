"""Tasks of protection: groups of linked cells, each settled by itself and so in any process."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from fairer_stockton.definitions.disclosure_rules import Rules
from fairer_stockton.disclosure.atoms import System
from fairer_stockton.disclosure.linked import Flags
from fairer_stockton.disclosure.secondary import Unprotected, choose, loss


@dataclass(frozen=True)
class Task:
    """Systems over the same figures, numbered from nought: each step makes some, in the order of choosing."""

    steps: tuple[Callable[[], Iterable[System]], ...]
    rules: Rules


def settle(task: Task, state: pd.DataFrame) -> dict[str, list[int]]:
    """Choose what is hidden of a task's figures.

    Args:
        task: the figures' systems.
        state: of the figures, which are hidden already (`primary` for themselves, `hidden` at all), which were known
            before (`known`), and the `weight` of each in what is lost.

    Returns:
        Which of the rows are hidden, by their places: for themselves (`primary`) or at all (`hidden`). Where what was
        known before gives a figure away, whatever is hidden, `told_before` has the rows of its system.
    """
    primary, hidden = state["primary"].copy(), state["hidden"].copy()
    told_before: list[int] = []
    for system in (system for make in task.steps for system in make()):
        told = system.cells.small(zeros=task.rules.zeros == "hidden") | system.telling
        primary.loc[system.rows] |= told
        hidden.loc[system.rows] |= told
        try:
            hidden.loc[system.rows] = _chosen(system, hidden, state["known"], state["weight"], task.rules)
        except Unprotected:
            told_before = system.rows.tolist()
            break
    return {
        "primary": np.flatnonzero(primary).tolist(),
        "hidden": np.flatnonzero(hidden).tolist(),
        "told_before": told_before,
    }


def numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """Number rows from nought, so that what is asked of them is the same wherever they stand among others."""
    return rows.reset_index(drop=True)


def _chosen(
    system: System,
    hidden: "pd.Series[bool]",
    known: "pd.Series[bool]",
    weight: "pd.Series[float]",
    rules: Rules,
) -> Flags:
    """Choose which figures of one system are hidden: those that are hidden already, and what would give them away."""
    told = hidden.loc[system.rows].to_numpy(bool)
    size = system.cells.by_figure(np.where(np.isinf(system.cells.below), 0.0, system.cells.sums))
    cost = loss(size) * weight.loc[system.rows].to_numpy()
    fixed = known.loc[system.rows].to_numpy(bool) & ~told
    return choose(system.cells, told, cost, fixed=fixed, zeros=rules.zeros == "hidden")
