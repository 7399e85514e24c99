"""Targeting by place: which list of places, no larger than another, holds most of the people it is meant for."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from fairer_stockton.statistics.estimate import Floats


def choose_places_that_hold_most(people: "Floats", residents: "Floats", most_residents: float) -> "NDArray[np.bool_]":
    """Return which places to choose so that they hold most people, with no more residents than a limit.

    This is the knapsack problem, solved exactly by an integer program (Kellerer, Pferschy & Pisinger 2004, *Knapsack
    Problems*, section 1.1).

    Args:
        people: shape (places,), people whom the list is meant for; none below zero.
        residents: shape (places,), all residents; none below zero.
        most_residents: how many residents the chosen places may have together.

    Returns:
        Shape (places,), true where a place is chosen.

    Raises:
        ValueError: a number is missing or below zero, or there is no answer.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not len(people):
        return np.zeros(0, dtype=bool)
    if not (np.isfinite(people).all() and np.isfinite(residents).all() and min(people.min(), residents.min()) >= 0):
        raise ValueError("people and residents must be known and not below zero")
    # Half a resident more, so that the list that sets the limit is not shut out by how its sum was rounded.
    limit = LinearConstraint(residents[np.newaxis], ub=most_residents + 0.5)
    whole = np.ones(len(people), dtype=np.int64)
    answer = milp(-people, constraints=limit, bounds=Bounds(0, 1), integrality=whole, options={"mip_rel_gap": 0.0})
    if not answer.success:
        raise ValueError(f"no list of places was found: {answer.message}")
    return np.round(answer.x).astype(bool)
