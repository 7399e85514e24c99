"""The dominance rule: whether a sum reveals too much of the largest amounts that it is made of."""

from collections.abc import Sequence

from fairer_stockton.definitions.disclosure_rules import DisclosureRules


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
