"""The best list of places: against every list there is, tried one by one."""

from itertools import product

import numpy as np
import pytest

from fairer_stockton.statistics.targeting import choose_places_that_hold_most


@pytest.mark.parametrize("seed", range(5))
def test_no_list_of_that_size_holds_more(seed: int) -> None:
    draw = np.random.default_rng(seed)
    people, residents = draw.integers(0, 500, 9).astype(float), draw.integers(500, 3000, 9).astype(float)
    limit = float(residents[:4].sum())
    chosen = choose_places_that_hold_most(people, residents, limit)
    lists = np.array(list(product([0, 1], repeat=9)))
    assert residents @ chosen <= limit
    assert people @ chosen == (lists @ people)[lists @ residents <= limit].max()


def test_the_list_that_sets_the_limit_is_never_shut_out() -> None:
    """Allow for the last digit in which a sum of parts may differ."""
    people, residents = np.array([0.1 + 0.2, 0.1]), np.array([0.1 + 0.2, 5000.0])
    assert choose_places_that_hold_most(people, residents, 0.3).tolist() == [True, False]


def test_places_without_a_number_are_refused() -> None:
    with pytest.raises(ValueError, match="must be known"):
        choose_places_that_hold_most(np.array([1.0, np.nan]), np.array([1.0, 1.0]), 1.0)


def test_no_places() -> None:
    assert choose_places_that_hold_most(np.zeros(0), np.zeros(0), 0.0).tolist() == []
