"""Controlled rounding: next to the truth, adding up, and never telling a count more closely than its base."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.disclosure.count_cells import Shown, shown_together
from fairer_stockton.disclosure.counts import HELD
from fairer_stockton.disclosure.rounding import round_counts, to_be_rounded
from fairer_stockton.errors import CatalogueError, DisclosureError
from tests.unit.disclosure.frames import (
    DAMP,
    RULES,
    TYPES,
    counts,
    damp,
    figures,
    held,
    measure,
    only,
    together,
)

BASE = 5
CASES = 1000
# Two maps that cut four neighbourhoods differently, and the borough.
CROSSED = {
    "L1": [0], "L2": [1], "L3": [2], "L4": [3],
    "W1": [0, 1], "W2": [2, 3], "W3": [0], "W4": [1, 2], "W5": [3], "B": [0, 1, 2, 3],
}  # fmt: skip


def crossed(yes: list[int], of: list[int]) -> Shown:
    """A proportion of four neighbourhoods, on both maps."""
    places = [f"L{number + 1}" for number in range(len(yes))]
    amounts = together(
        counts("damp", "numerator", all=dict(zip(places, yes, strict=True))),
        counts("damp", "denominator", all=dict(zip(places, of, strict=True))),
    )
    rows = [
        (TYPES[area[0]], area, "2024", "all", "all", places[place], "2021", 1.0)
        for area, inside in CROSSED.items()
        for place in inside
    ]
    return only(shown_together([DAMP], figures(" ".join(CROSSED)), amounts, pd.DataFrame(rows, columns=HELD)))


def by_area(shown: Shown, known=None) -> dict[str, tuple[float, float]]:
    """The rounded count and what it is out of, an area (or a group)."""
    rounded = round_counts(shown, known or {}, BASE)
    above, below = shown.parts["damp"].numerator, shown.parts["damp"].denominator
    return {
        (key[2] if key[5] == "all" else key[5]): (rounded[above, *key[1:]], rounded[below, *key[1:]]) for key in rounded
    }


def test_counts_go_to_a_multiple_beside_them_and_multiples_stay():
    found = by_area(only(shown_together([DAMP], figures("L1 L2 W"), damp([2, 10], [41, 35]), held())))
    assert found["L2"] == (10, 35)
    assert found["L1"] in {(0, 40), (5, 40), (0, 45), (5, 45)}
    assert found["W"] == tuple(one + other for one, other in zip(found["L1"], found["L2"], strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_what_adds_up_still_does_and_a_part_is_never_more_than_its_whole(seed):
    draws = np.random.default_rng(seed)
    for _ in range(60):
        of = draws.integers(0, 40, 4)
        yes = draws.binomial(of, 0.3)
        found = by_area(crossed(yes.tolist(), of.tolist()))
        for area, inside in CROSSED.items():
            for number, true in enumerate((yes, of)):
                count = found[area][number]
                assert count % BASE == 0
                assert abs(count - true[inside].sum()) < BASE
                assert count == sum(found[f"L{place + 1}"][number] for place in inside)
            assert found[area][0] <= found[area][1]


def test_groups_add_up_to_the_borough_that_was_rounded_before_them():
    given = together(figures("L1 L2 L3 B"), figures("B", breakdown="tenure", categories="owned rented"))
    amounts = together(
        damp([3, 4, 4], [11, 12, 13]),
        counts("damp", "numerator", "tenure", owned={"L1": 1, "L2": 2, "L3": 2}, rented={"L1": 2, "L2": 2, "L3": 2}),
        counts("damp", "denominator", "tenure", owned={"L1": 5, "L2": 6, "L3": 6}, rented={"L1": 6, "L2": 6, "L3": 7}),
    )
    areas = given[given["breakdown"] == "all"]
    first = round_counts(only(shown_together([DAMP], areas, amounts, held())), {}, BASE)
    found = by_area(only(shown_together([DAMP], given, amounts, held())), first)
    for number in (0, 1):
        assert found["owned"][number] + found["rented"][number] == found["B"][number]
        assert found["B"][number] == [count for key, count in first.items() if key[2] == "B"][number]


def test_a_quantity_within_another_by_its_own_words_is_no_more_than_it():
    bad = measure("bad", "damp and mould", below="damp")
    given = together(figures("L1 L2 L3 B", "damp"), figures("L1 L2 L3 B", "bad"))
    draws = np.random.default_rng(1)
    for _ in range(100):
        of = draws.integers(1, 30, 3)
        yes = draws.binomial(of, 0.4)
        worse = draws.binomial(yes, 0.6)
        amounts = together(
            damp(yes.tolist(), of.tolist()),
            counts("bad", "numerator", all=dict(zip(["L1", "L2", "L3"], worse.tolist(), strict=True))),
            counts("bad", "denominator", all=dict(zip(["L1", "L2", "L3"], yes.tolist(), strict=True))),
        )
        rounded = round_counts(only(shown_together([DAMP, bad], given, amounts, held())), {}, BASE)
        for place in {key[1:] for key in rounded}:
            chain = [rounded[("homes", "1", words), *place] for words in ("damp and mould", "damp", "true")]
            assert chain == sorted(chain)


def test_nobody_who_tries_every_world_can_tell_a_count_more_closely():
    """All whole counts that fit every rounded one: each count can still be any of five at least."""
    draws = np.random.default_rng(2)
    holds = np.array([[place in inside for place in range(4)] for inside in CROSSED.values()], np.float32)
    steps = np.array(list(product(range(1 - BASE, BASE), repeat=4)), np.float32)
    told = 0
    for _ in range(CASES):
        of = draws.integers(0, 14, 4)
        found = by_area(crossed([0, 0, 0, 0], of.tolist()))
        shown = np.array([found[area][1] for area in CROSSED])
        worlds = steps + shown[:4].astype(np.float32)
        sums = worlds @ holds.T
        fits = (worlds >= 0).all(axis=1) & (abs(sums - shown) < BASE).all(axis=1)
        assert fits[(worlds == of).all(axis=1)].all()
        possible = sums[fits]
        values = [np.count_nonzero(np.bincount(column)) for column in possible.T.astype(int)]
        told += sum(count < BASE for count in values)
    assert told == 0
    assert CASES * len(CROSSED) >= 10_000


def test_a_count_that_is_shared_out_follows_from_the_rounded_ones():
    rows = held({("W", "L1"): 0.1})
    found = by_area(only(shown_together([DAMP], figures("L1 L2 W"), damp([3, 41], [33, 92]), rows)))
    for number in (0, 1):
        exact = 0.1 * found["L1"][number] + found["L2"][number]
        assert found["W"][number] % BASE == 0
        assert abs(found["W"][number] - exact) <= BASE / 2


def test_what_was_rounded_before_is_rounded_so_again():
    shown = crossed([2, 2, 2, 2], [12, 12, 12, 12])
    other = {key: 10.0 if count == 15 else 15.0 for key, count in round_counts(shown, {}, BASE).items()
             if key[0] == shown.parts["damp"].denominator and key[2] == "L1"}  # fmt: skip
    again = round_counts(shown, other, BASE)
    assert {key: again[key] for key in other} == other


def test_a_rounding_that_cannot_be_kept_is_refused():
    shown = crossed([2, 2, 2, 2], [12, 12, 12, 12])
    whole = shown.parts["damp"].denominator
    impossible = {key: 10.0 for key in round_counts(shown, {}, BASE) if key[0] == whole and key[2].startswith("L")}
    borough = {key: 50.0 for key in round_counts(shown, {}, BASE) if key[0] == whole and key[2] == "B"}
    with pytest.raises(DisclosureError, match="cannot be rounded so that all their sums are"):
        round_counts(shown, impossible | borough, BASE)


def test_the_same_counts_are_rounded_alike():
    first, second = (round_counts(crossed([1, 2, 3, 4], [6, 7, 8, 9]), {}, BASE) for _ in range(2))
    assert first == second


def test_only_counts_of_sources_that_are_all_rounded_can_be():
    rounding = replace(RULES, method="rounding", why="its licence")
    rules = replace(RULES, sources={"homes": rounding})
    assert to_be_rounded([DAMP], {"homes"}, rules) == [DAMP]
    assert to_be_rounded([DAMP], {"homes"}, RULES) == []
    with pytest.raises(CatalogueError, match=r"\[source.homes\]\n.*rent, which is a weighted mean"):
        to_be_rounded([measure("rent", "true", statistic="weighted_mean")], {"homes"}, rules)
    both = replace(DAMP, denominator=replace(DAMP.denominator, table="tenants"))
    with pytest.raises(CatalogueError, match=r"damp, which also rests on tenants"):
        to_be_rounded([both], {"homes", "tenants"}, rules)
