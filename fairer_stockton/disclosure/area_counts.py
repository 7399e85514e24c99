"""Counts of one private list by area: which may be shown, by the same protection as the council's own extracts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.disclosure.atoms import LinkedSystem, merge_indistinguishable_groups
from fairer_stockton.disclosure.count_cells import link_cells_of_one_count
from fairer_stockton.disclosure.linked import Flags, Floats
from fairer_stockton.disclosure.tasks import ProtectionTask, choose_figures_to_hide
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.run.errors import DisclosureError


@dataclass(frozen=True)
class ProtectedCounts:
    """The counts of areas that may be shown.

    Attributes:
        counts: shape (areas,); nan where the count is hidden.
        is_hidden: of the same shape.
    """

    counts: Floats
    is_hidden: Flags


def protect_counts_of_areas(
    counts_of_places: Floats, holds: Flags, kinds: list[str], rules: DisclosureRules
) -> ProtectedCounts:
    """Hide the counts of areas that are small or of nobody, and those by which a small one could be worked out.

    An area of nobody is hidden in any case, as in `presence`: else every hidden one would be known to have somebody. Of
    some that may still follow from what is shown; each small count stays open over a range as wide as the least count
    that is shown. What has no place in any area is a figure like any other, and may be 0.

    Args:
        counts_of_places: shape (places,): rows of the list in each of the smallest places.
        holds: shape (areas, places): whether an area holds a place.
        kinds: of each area, the kind by which the rules weigh what is lost with it.
        rules: those in force.

    Raises:
        DisclosureError: nothing that could be hidden protects a small count.
    """
    areas, places = sparse.coo_array(holds).coords
    pairs = pd.DataFrame({"figure": areas, "atom": places, "share": 1.0})
    categories = np.full(len(counts_of_places), "all")
    atoms = merge_indistinguishable_groups(pairs, len(holds), counts_of_places[None, :], categories)
    system = LinkedSystem(link_cells_of_one_count(atoms, rules), pd.RangeIndex(len(holds)), np.zeros(len(holds), bool))
    counts = holds.astype(float) @ counts_of_places
    is_of_nobody = (counts == 0) & (np.array(kinds) != UNPLACED)
    weights = [rules.importance[kind] for kind in kinds]
    state = pd.DataFrame({"primary": False, "hidden": is_of_nobody, "known": False, "weight": weights})
    choice = choose_figures_to_hide(ProtectionTask((lambda: [system],), rules), state)
    if choice["already_published"]:
        raise DisclosureError(
            found="a list whose small counts can be worked out, whatever is hidden",
            expected="a list of more people, or of more places",
            remedy="take a longer period",
        )
    is_hidden = np.isin(np.arange(len(holds)), choice["hidden"])
    return ProtectedCounts(np.where(is_hidden, np.nan, counts), is_hidden)
