"""Secondary suppression: which more figures to hide, so that no hidden cell can be found again, at the least loss.

The cell suppression problem, solved exactly by Benders' decomposition (Fischetti & Salazar-González 2001): an integer
program hides the figures that cost least, the attacker shows which cells that leaves exposed, and each of those
becomes a cut that the next choice must meet.
"""

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.disclosure.attack import Attacker, Exposure
from fairer_stockton.disclosure.linked import EPSILON, Flags, Floats, LinkedCells
from fairer_stockton.disclosure.solver import program

GAP = 0.02  # how far, in parts of the whole, a choice may be from the best
NODES = 200  # of the search for a choice; a count and not a time, so that every machine makes the same choice


class Unprotected(Exception):  # noqa: N818 - not a fault of anyone's: the caller says what it means
    """A cell that stays exposed whatever is hidden, since something known already gives it away."""

    def __init__(self, exposure: Exposure) -> None:
        """Say which."""
        super().__init__(exposure)
        self.exposure = exposure


def loss(sums: ArrayLike) -> Floats:
    """Give the information that is lost with a figure: more for one that counts many, and some for any."""
    return 1.0 + np.log1p(np.asarray(sums, np.float64))


def choose(cells: LinkedCells, small: Flags, cost: Floats, *, fixed: Flags | None = None, zeros: bool = False) -> Flags:
    """Choose the figures to hide.

    Args:
        cells: the linked cells.
        small: shape (figures,): those that are hidden in any case.
        cost: shape (figures,): what is lost with each, above zero.
        fixed: shape (figures,): those that are known already and cannot be hidden.
        zeros: whether it is harm to know that there is nobody.

    Returns:
        Shape (figures,): which are hidden, the small ones among them.

    Raises:
        Unprotected: what is known already gives a cell away, whatever is hidden.
    """
    fixed = np.zeros(cells.figures, bool) if fixed is None else fixed
    hidden = small.copy()
    if not len(hidden):
        return hidden
    attacker = Attacker(cells)
    cuts: list[Floats] = []  # each says: the ranges that these figures open add up to the one that is needed
    suspects = None  # first those that were exposed before; all, once none of them is
    while (exposed := attacker.exposed(hidden, zeros=zeros, among=suspects)) or suspects is not None:
        if not exposed:
            suspects = None
            continue
        suspects = np.zeros(len(cells.figure), bool) if suspects is None else suspects
        for one in exposed:
            suspects[one.cell] = True
            need = cells.width[one.cell] - one.width
            gain = np.minimum(np.where(hidden | fixed, 0.0, one.opened_by) / need, 1.0).round(3)
            if gain.sum() < 1:
                raise Unprotected(one)
            cuts.append(gain)
        hidden = _cheapest(np.array(cuts), small, fixed, cost)
    return hidden


def _cheapest(cuts: Floats, small: Flags, fixed: Flags, cost: Floats) -> Flags:
    """Solve the integer program: hide what costs least and meets every cut so far."""
    free = ~(small | fixed) & (cuts > 0).any(axis=0)
    search = program(
        cuts[:, free], (1 - EPSILON, np.inf), (0, 1), cost[free], whole=True, mip_rel_gap=GAP, mip_max_nodes=NODES
    )
    search.run()
    chosen = np.asarray(search.getSolution().col_value)
    hidden = small.copy()
    # without a choice that meets every cut, all are hidden: that is safe, and is looked at again
    hidden[free] = chosen > 0.5 if np.all(cuts[:, free] @ (chosen > 0.5) >= 1 - EPSILON) else True
    return hidden
