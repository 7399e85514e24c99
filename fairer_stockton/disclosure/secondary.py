"""Secondary suppression: which more figures to hide, so that no hidden cell can be found again, at the least loss.

The cell suppression problem, solved exactly by Benders' decomposition (Fischetti & Salazar-González 2001): an integer
program hides the figures that cost least, the attacker shows which cells that leaves exposed, and each of those
becomes a cut that the next choice must meet.
"""

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.disclosure.attack import Attacker, Exposure
from fairer_stockton.disclosure.linked import EPSILON, Flags, Floats, LinkedCells
from fairer_stockton.disclosure.solver import make_linear_program

GAP = 0.02  # how far, in parts of the whole, a choice may be from the best
NODES = 200  # of the search for a choice; a count and not a time, so that every machine makes the same choice


class Unprotected(Exception):  # noqa: N818 - not a fault of anyone's: the caller says what it means
    """Raised for a cell that stays exposed whatever is hidden, since something known already gives it away."""

    def __init__(self, exposure: Exposure) -> None:
        """Hold the cell and its range."""
        super().__init__(exposure)
        self.exposure = exposure


def weigh_information_loss(sums: ArrayLike) -> Floats:
    """Return the information lost with each figure, from its sum: more for one that counts many, some for any."""
    return 1.0 + np.log1p(np.asarray(sums, np.float64))


def add_secondary_suppression(
    cells: LinkedCells,
    is_primary: Flags,
    cost_of_hiding: Floats,
    *,
    cannot_be_hidden: Flags | None = None,
    zeros_are_sensitive: bool = False,
) -> Flags:
    """Return the figures to hide: the primary ones, and those that would let them be found again.

    Args:
        cells: the linked cells.
        is_primary: shape (figures,): those that are hidden in any case.
        cost_of_hiding: shape (figures,): what is lost with each, above zero.
        cannot_be_hidden: shape (figures,): those that are known already and cannot be hidden.
        zeros_are_sensitive: whether it is harm to know that there is nobody.

    Returns:
        Shape (figures,): which are hidden, the primary ones among them.

    Raises:
        Unprotected: what is known already gives a cell away, whatever is hidden.
    """
    cannot_be_hidden = np.zeros(cells.figures, bool) if cannot_be_hidden is None else cannot_be_hidden
    hidden = is_primary.copy()
    if not len(hidden):
        return hidden
    attacker = Attacker(cells)
    cuts: list[Floats] = []  # each says: the ranges that these figures open add up to the one that is needed
    suspects = None  # first those that were exposed before; all, once none of them is
    while (
        exposed := attacker.find_exposed_cells(hidden, zeros_are_sensitive=zeros_are_sensitive, cells_to_check=suspects)
    ) or suspects is not None:
        if not exposed:
            suspects = None
            continue
        suspects = np.zeros(len(cells.figure), bool) if suspects is None else suspects
        for exposure in exposed:
            suspects[exposure.cell] = True
            need = cells.width[exposure.cell] - exposure.width
            gain = np.minimum(np.where(hidden | cannot_be_hidden, 0.0, exposure.opened_by) / need, 1.0).round(3)
            # Each cut: the ranges that hiding opens, as shares of what is missing, add up to one or more.
            if gain.sum() < 1:
                raise Unprotected(exposure)
            cuts.append(gain)
        hidden = _choose_cheapest_figures_to_hide(np.array(cuts), is_primary, cannot_be_hidden, cost_of_hiding)
    return hidden


def _choose_cheapest_figures_to_hide(
    cuts: Floats, is_primary: Flags, cannot_be_hidden: Flags, cost_of_hiding: Floats
) -> Flags:
    """Solve the integer program: hide what costs least and meets every cut so far."""
    free = ~(is_primary | cannot_be_hidden) & (cuts > 0).any(axis=0)
    search = make_linear_program(
        cuts[:, free],
        (1 - EPSILON, np.inf),
        (0, 1),
        cost_of_hiding[free],
        whole=True,
        mip_rel_gap=GAP,
        mip_max_nodes=NODES,
    )
    search.run()
    solution = np.asarray(search.getSolution().col_value)
    hidden = is_primary.copy()
    # without a choice that meets every cut, all are hidden: that is safe, and is looked at again
    hidden[free] = solution > 0.5 if np.all(cuts[:, free] @ (solution > 0.5) >= 1 - EPSILON) else True
    return hidden
