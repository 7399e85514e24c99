"""A sum tells too much of its largest amounts by the n-k rule and the p % rule."""

from dataclasses import replace

import numpy as np
import pytest

from fairer_stockton.disclosure.dominance import breaks_dominance_rule
from tests.unit.disclosure.frames import RULES

ROOMY = replace(RULES, dominant_share=0.99)


@pytest.mark.parametrize(
    ("total", "largest", "rules", "told"),
    [
        # The n-k rule: the two largest of a total of 100 may make up 90 of it and no more.
        (100, [50, 40], RULES, False),
        (100, [50, 41], RULES, True),
        (100, [89, 1], RULES, False),
        (100, [30, 30, 30], RULES, False),
        (100, [30, 30, 30], replace(RULES, dominant=3, dominant_share=0.85), True),
        (100, [80, 2], replace(RULES, dominant=1, dominant_share=0.75), True),
        (100, [75, 2], replace(RULES, dominant=1, dominant_share=0.75), False),
        # The p % rule: the second largest takes its own part off the total, and what is left over the largest is 5.
        (100, [50, 45], ROOMY, False),  # 5 is a tenth of 50: to within that and no nearer
        (100, [51, 44], ROOMY, True),  # 5 is less than a tenth of 51
        (100, [60, 35], ROOMY, True),
        (100, [60, 35], replace(ROOMY, p_ratio=0.08), False),
        # One contributor, or two, are told whatever the rules; nobody is not.
        (100, [100], RULES, True),
        (100, [60, 40], ROOMY, True),
        (100, np.array([60.0, 40.0]), ROOMY, True),
        (0, [], RULES, False),
        (0, [0, 0], RULES, False),
        (100, [], RULES, False),
    ],
)
def test_a_sum_is_dominated_by_the_two_rules(total, largest, rules, told):
    assert breaks_dominance_rule(total, largest, rules) is told


def test_where_few_add_to_a_sum_either_rule_tells():
    random = np.random.default_rng(11)
    found = set()
    for _ in range(500):
        amounts = np.sort(random.pareto(1.0, random.integers(1, 12)) + 0.01)[::-1]
        total = amounts.sum()
        nk = amounts[:2].sum() > 0.9 * total
        p = amounts[2:].sum() < 0.1 * amounts[0]
        found.add((told := breaks_dominance_rule(total, list(amounts), RULES), bool(nk or p)))
        assert told == (nk or p)
    assert len(found) == 2
