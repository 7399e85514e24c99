"""Tasks of protection: groups of linked cells, each protected by itself and so in any process."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.disclosure.atoms import LinkedSystem
from fairer_stockton.disclosure.linked import Flags, Floats
from fairer_stockton.disclosure.secondary import Unprotected, add_secondary_suppression, weigh_information_loss
from fairer_stockton.run.vocabulary import Zeros


@dataclass(frozen=True)
class ProtectionTask:
    """Systems over the same figures, numbered from 0: each step makes some, in the order of choosing.

    A later step is handed the figures' flags, and may look at what is hidden by the time that it makes its next system.
    """

    steps: tuple[Callable[[], Iterable[LinkedSystem]], ...]
    rules: DisclosureRules
    later_steps: tuple[Callable[[Flags], Iterable[LinkedSystem]], ...] = ()


def choose_figures_to_hide(task: ProtectionTask, state_of_figures: pd.DataFrame) -> dict[str, list[int]]:
    """Choose which of a task's figures are hidden: primary suppression by the rules, secondary by linear programming.

    Args:
        task: the figures' systems.
        state_of_figures: of the figures, which are hidden already (`primary` for themselves, `hidden` at all), which
            were known
            before (`known`), and the `weight` of each in the information lost.

    Returns:
        The positions of the rows that are hidden: for themselves (`primary`) or at all (`hidden`). Where what was known
        before gives a figure away, whatever is hidden, `already_published` has the rows of its system.
    """
    primary, hidden, known = (state_of_figures[name].to_numpy(bool).copy() for name in ("primary", "hidden", "known"))
    weight = state_of_figures["weight"].to_numpy(float)
    already_published: list[int] = []
    makers: list[Callable[[], Iterable[LinkedSystem]]] = [
        *task.steps,
        *(partial(make, hidden) for make in task.later_steps),
    ]
    for system in (system for make in makers for system in make()):
        sensitive = system.spread(
            system.cells.mark_sensitive_figures(zeros_are_sensitive=task.rules.zeros == Zeros.HIDDEN) | system.dominated
        )
        rows = system.rows.to_numpy()
        primary[rows] |= sensitive
        hidden[rows] |= sensitive
        try:
            hidden[rows] |= _choose_hidden_figures_of_system(
                system, hidden[rows], known[rows], weight[rows], task.rules
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
    system: LinkedSystem, is_hidden: Flags, is_already_published: Flags, importance: Floats, rules: DisclosureRules
) -> Flags:
    """Return the rows of one system that are hidden: those hidden already, and what would give them away."""
    # What one row shows of a figure that another hides is known.
    sensitive = system.gather(~is_hidden) == 0
    size = system.cells.sum_by_figure(np.where(np.isinf(system.cells.threshold), 0.0, system.cells.sums))
    # What one row shows another shows too: to hide a figure costs all of its rows.
    cost = weigh_information_loss(size) * system.gather(importance)
    fixed = (system.gather(is_already_published) > 0) & ~sensitive
    hidden = add_secondary_suppression(
        system.cells, sensitive, cost, cannot_be_hidden=fixed, zeros_are_sensitive=rules.zeros == Zeros.HIDDEN
    )
    return np.asarray(system.spread(hidden))
