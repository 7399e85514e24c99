"""The dominance rule: whether a sum reveals too much of the largest amounts that it is made of."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.disclosure.counts import AREA


def breaks_dominance_rule(total: float, largest_amounts: Sequence[float], rules: DisclosureRules) -> bool:
    """Return whether a sum of amounts reveals too much of the largest of them.

    By the n-k rule, where the `rules.dominant` largest make up more than `rules.dominant_share` of it; by the p % rule,
    where the second largest contributor can work out the largest to within that part: total − first − second < p·first.

    Args:
        total: the sum.
        largest_amounts: its largest single amounts, in falling order, at least two where there are two.
        rules: those in force.
    """
    if total <= 0 or not len(largest_amounts):
        return False
    first, second = (*largest_amounts, 0.0)[:2]
    share = sum(largest_amounts[: rules.dominant]) / total
    return bool(share > rules.dominant_share or total - first - second < rules.p_ratio * first)


def list_largest_amounts_of_figures(figures: pd.DataFrame, largest_contributions: pd.DataFrame) -> list[Any]:
    """Return the largest single amounts of each figure's sum; an empty list where there are none."""
    key = ["measure", *AREA, "breakdown", "category", "period"]
    matched = figures[key].merge(largest_contributions, on=key, how="left")["amounts"]
    return [amounts if isinstance(amounts, (list, np.ndarray)) else [] for amounts in matched]
