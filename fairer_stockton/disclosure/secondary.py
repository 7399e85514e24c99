"""Secondary suppression: which more figures to hide, so that no hidden cell can be found again, at the least loss.

The cell suppression problem, solved exactly by Benders' decomposition (Fischetti & Salazar-González 2001): an integer
program hides the figures that cost least, the attacker shows which cells that leaves exposed, and each of those
becomes a cut that the next choice must meet. Until a choice leaves none exposed, a quick one is enough.

A cell is mostly exposed in many ways at once. All of them are found before the next choice: a part of what is in each
cut is taken for hidden too, and what is still exposed then makes further cuts, until nothing is.
"""

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.disclosure.attack import Attacker, Exposure
from fairer_stockton.disclosure.linked import EPSILON, Flags, Floats, LinkedCells
from fairer_stockton.disclosure.solver import make_linear_program

GAP = 0.02  # how far, in parts of the whole, a choice may be from the best
LATER = 1e-3  # the part of its cost by which the last figure is cheaper than the first: of equals the later is hidden
TRIED = 0.3  # the part of a cut's figures, the cheapest first, that are taken for hidden to find further cuts
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
    cost_of_hiding = cost_of_hiding * np.linspace(1.0, 1.0 - LATER, len(cost_of_hiding))
    finder = _CutFinder(Attacker(cells), cannot_be_hidden, cost_of_hiding, zeros_are_sensitive)
    suspects = None  # first those that were exposed before; all, once none of them is
    is_cheapest = True  # whether the choice is the integer program's, and not the quick one made on the way to it
    while (exposed := finder.find_cuts(hidden, suspects)).any() or not (is_cheapest and suspects is None):
        if exposed.any():
            suspects = exposed if suspects is None else suspects | exposed
            hidden = _choose_cheap_figures_to_hide(finder.cuts, is_primary, cannot_be_hidden, cost_of_hiding)
            is_cheapest = False
        elif not is_cheapest:
            hidden = _choose_cheapest_figures_to_hide(finder.cuts, is_primary, cannot_be_hidden, cost_of_hiding)
            is_cheapest = True
        else:
            suspects = None
    return hidden


class _CutFinder:
    """Finds what exposed cells need. A cut says: the ranges that these figures open add up to the one needed."""

    def __init__(
        self, attacker: Attacker, cannot_be_hidden: Flags, cost_of_hiding: Floats, zeros_are_sensitive: bool
    ) -> None:
        self.attacker, self.cannot_be_hidden, self.cost_of_hiding = attacker, cannot_be_hidden, cost_of_hiding
        self.zeros_are_sensitive = zeros_are_sensitive
        self._cuts: dict[bytes, Floats] = {}  # two cells may need the same

    @property
    def cuts(self) -> Floats:
        """Return the cuts so far: shape (cuts, figures)."""
        return np.array([*self._cuts.values()])

    def find_cuts(self, is_hidden: Flags, suspects: Flags | None) -> Flags:
        """Add the cuts of the cells that a choice leaves exposed, and return which they and their figures' others are.

        Raises:
            Unprotected: all figures that may be hidden together do not make the range of a cell wide enough.
        """
        cells = self.attacker.cells
        exposed = np.zeros(len(cells.figure), bool)
        while exposures := self.attacker.find_exposed_cells(
            is_hidden, zeros_are_sensitive=self.zeros_are_sensitive, cells_to_check=suspects
        ):
            cuts = [_make_cut(cells, exposure, is_hidden | self.cannot_be_hidden) for exposure in exposures]
            if unmet := [exposure for exposure, cut in zip(exposures, cuts, strict=True) if cut.sum() < 1]:
                if not exposed.any():
                    raise Unprotected(unmet[0])
                break  # what is only tried proves no such thing
            self._cuts |= {cut.tobytes(): cut for cut in cuts}
            is_hidden = is_hidden | np.any([self._mark_cheapest_part(cut) for cut in cuts], axis=0)
            # Hiding more only widens ranges: none but these can be exposed still.
            numbers = [exposure.cell for exposure in exposures]
            suspects = np.isin(cells.figure, cells.figure[numbers][cells.figure[numbers] >= 0])
            suspects[numbers] = True
            exposed |= suspects
        return exposed

    def _mark_cheapest_part(self, cut: Floats) -> Flags:
        """Mark the cheapest of a cut's figures."""
        figures = np.flatnonzero(cut)
        cheapest_first = figures[np.argsort(self.cost_of_hiding[figures], kind="stable")]
        return np.isin(np.arange(len(cut)), cheapest_first[: max(1, int(TRIED * len(figures)))])


def _make_cut(cells: LinkedCells, exposure: Exposure, is_fixed: Flags) -> Floats:
    """Return what hiding each figure adds to the range of an exposed cell, as a share of what is missing."""
    need = cells.width[exposure.cell] - exposure.width
    gain: Floats = np.minimum(np.where(is_fixed, 0.0, exposure.opened_by) / need, 1.0).round(3)
    return gain


def _choose_cheap_figures_to_hide(
    cuts: Floats, is_primary: Flags, cannot_be_hidden: Flags, cost_of_hiding: Floats
) -> Flags:
    """Choose quickly what meets every cut so far: where it leaves nothing exposed, the integer program is asked.

    Figures that the program without whole numbers hides by more than half, then whichever meets most for its cost.
    """
    free = ~(is_primary | cannot_be_hidden) & (cuts > 0).any(axis=0)
    gains, cost = cuts[:, free], cost_of_hiding[free]
    program = make_linear_program(gains, (1 - EPSILON, np.inf), (0, 1), cost)
    program.run()
    is_taken = np.asarray(program.getSolution().col_value) > 0.5
    while (unmet := (missing := 1 - gains @ is_taken) > EPSILON).any():
        worth = np.minimum(gains[unmet], missing[unmet, None]).sum(axis=0) / cost
        is_taken[np.argmax(np.where(is_taken, -1.0, worth))] = True
    hidden = is_primary.copy()
    hidden[free] = is_taken
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
