"""Controlled rounding: next to the truth, adding up, and never telling a count more closely than its base."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.disclosure.counts import AREA
from fairer_stockton.disclosure.linked_tables import LinkedTables, gather_linked_tables
from fairer_stockton.disclosure.rounding import round_counts, select_measures_to_round
from fairer_stockton.run.errors import CatalogueError, DisclosureError
from tests.unit.disclosure.frames import (
    BASE,
    CROSSED,
    DAMP,
    MOULDY,
    RULES,
    by_area,
    counts,
    damp,
    figures,
    measure,
    membership,
    only,
    together,
    whole_membership,
)

TOWNS = 420
CUT_TWICE = {"L1": [0], "L2": [1], "L3": [2], "W1": [0, 1], "W2": [2], "W3": [0], "W4": [1, 2], "B": [0, 1, 2]}
UNCUT = {"L1": [0], "L2": [1], "L3": [2], "B": [0, 1, 2]}


def crossed(yes: list[int], of: list[int]) -> LinkedTables:
    """A proportion of four neighbourhoods, on both maps."""
    places = [f"L{number + 1}" for number in range(len(yes))]
    amounts = together(
        counts("damp", "numerator", all=dict(zip(places, yes, strict=True))),
        counts("damp", "denominator", all=dict(zip(places, of, strict=True))),
    )
    return only(gather_linked_tables([DAMP], figures(" ".join(CROSSED)), amounts, whole_membership(CROSSED)))


def test_counts_go_to_a_multiple_beside_them_and_multiples_stay():
    found = by_area(only(gather_linked_tables([DAMP], figures("L1 L2 W"), damp([2, 10], [41, 35]), membership())))
    assert found["L2"] == (10, 35)
    assert found["L1"] in {(0, 40), (5, 40), (0, 45), (5, 45)}
    assert found["W"] == tuple(one + other for one, other in zip(found["L1"], found["L2"], strict=True))


def of_towns(areas: dict[str, list[int]], towns: int) -> pd.DataFrame:
    """Which areas hold which neighbourhoods in many towns, each cut like the others."""
    return together(*(whole_membership(areas, f" {town}") for town in range(towns)))


def figures_of_towns(hold: pd.DataFrame, name: str = "damp") -> pd.DataFrame:
    """The observations of every area of many towns."""
    areas = hold.drop_duplicates("area_code")[[*AREA, "breakdown", "category"]].reset_index(drop=True)
    return areas.assign(measure=name, period="2025").astype(object)


def counts_of_towns(name: str, part: str, many: np.ndarray) -> pd.DataFrame:
    """What is counted in each neighbourhood, a row a town."""
    return counts(name, part, all={f"L{place + 1} {town}": count for (town, place), count in np.ndenumerate(many)})


def cut(areas: dict[str, list[int]], yes: np.ndarray, of: np.ndarray) -> LinkedTables:
    """A proportion of many towns, a row a town, all cut in the same way."""
    hold = of_towns(areas, len(of))
    amounts = together(counts_of_towns("damp", "numerator", yes), counts_of_towns("damp", "denominator", of))
    return only(gather_linked_tables([DAMP], figures_of_towns(hold), amounts, hold))


@pytest.mark.parametrize("seed", range(5))
def test_what_adds_up_still_does_and_a_part_is_never_more_than_its_whole(seed):
    draws = np.random.default_rng(seed)
    of = draws.integers(0, 40, (60, 4))
    yes = draws.binomial(of, 0.3)
    found = by_area(cut(CROSSED, yes, of))
    for town, (area, inside) in product(range(len(of)), CROSSED.items()):
        for number, true in enumerate((yes[town], of[town])):
            count = found[f"{area} {town}"][number]
            assert count % BASE == 0
            assert abs(count - true[inside].sum()) < BASE
            assert count == sum(found[f"L{place + 1} {town}"][number] for place in inside)
        assert found[f"{area} {town}"][0] <= found[f"{area} {town}"][1]


def test_groups_add_up_to_the_borough_that_was_rounded_before_them():
    given = together(figures("L1 L2 L3 B"), figures("B", breakdown="tenure", categories="owned rented"))
    amounts = together(
        damp([3, 4, 4], [11, 12, 13]),
        counts("damp", "numerator", "tenure", owned={"L1": 1, "L2": 2, "L3": 2}, rented={"L1": 2, "L2": 2, "L3": 2}),
        counts("damp", "denominator", "tenure", owned={"L1": 5, "L2": 6, "L3": 6}, rented={"L1": 6, "L2": 6, "L3": 7}),
    )
    areas = given[given["breakdown"] == "all"]
    first = round_counts(only(gather_linked_tables([DAMP], areas, amounts, membership())), {}, BASE)
    found = by_area(only(gather_linked_tables([DAMP], given, amounts, membership())), first)
    for number in (0, 1):
        assert found["owned"][number] + found["rented"][number] == found["B"][number]
        assert found["B"][number] == [count for key, count in first.items() if key[2] == "B"][number]


def test_a_quantity_within_another_by_its_own_words_is_no_more_than_it():
    bad = measure("bad", "damp and mould", below="damp")
    hold = of_towns(UNCUT, 100)
    draws = np.random.default_rng(1)
    of = draws.integers(1, 30, (100, 3))
    yes = draws.binomial(of, 0.4)
    worse = draws.binomial(yes, 0.6)
    amounts = together(
        counts_of_towns("damp", "numerator", yes),
        counts_of_towns("damp", "denominator", of),
        counts_of_towns("bad", "numerator", worse),
        counts_of_towns("bad", "denominator", yes),
    )
    given = together(figures_of_towns(hold), figures_of_towns(hold, "bad"))
    rounded = round_counts(only(gather_linked_tables([DAMP, bad], given, amounts, hold)), {}, BASE)
    places = {key[1:] for key in rounded}
    assert len(places) == 100 * len(UNCUT)
    for place in places:
        chain = [rounded[("homes", "1", words), *place] for words in ("damp and mould", "damp", "true")]
        assert chain == sorted(chain)


def test_a_rate_is_no_more_than_one_that_it_is_a_part_of_by_its_own_words():
    draws = np.random.default_rng(5)
    damp_rate, mouldy_rate = (replace(one, statistic="rate") for one in (DAMP, MOULDY))
    hold = of_towns(CROSSED, 60)
    yes = draws.integers(0, 8, (60, 4))
    worse = draws.binomial(yes, 0.9)
    amounts = together(counts_of_towns("damp", "numerator", yes), counts_of_towns("mouldy", "numerator", worse))
    given = together(figures_of_towns(hold), figures_of_towns(hold, "mouldy"))
    shown = only(gather_linked_tables([damp_rate, mouldy_rate], given, amounts, hold))
    known = round_counts(shown, {}, BASE)
    part, whole = (shown.parts[name].numerator for name in ("mouldy", "damp"))
    wholes = [key for key in known if key[0] == whole]
    assert len(wholes) == 60 * len(CROSSED)
    assert all(known[part, *key[1:]] <= known[key] for key in wholes)


def told_closely(shown: np.ndarray, true: np.ndarray) -> int:
    """Try every world that fits what a town shows (yes and all, an area), and count what is told to within five.

    Yes, all, and what is left of all are three numbers of each area.
    """
    could = [
        [
            (few, many)
            for many in range(max(0, whole - BASE + 1), whole + BASE)
            for few in range(max(0, yes - BASE + 1), min(many, yes + BASE - 1) + 1)
        ]
        for yes, whole in shown[:3].tolist()
    ]
    chosen = np.indices([len(one) for one in could]).reshape(3, -1)
    worlds = np.array([np.array(one, np.int16).T[:, number] for one, number in zip(could, chosen, strict=True)])
    sums = np.array([worlds[inside].sum(axis=0, dtype=np.int16) for inside in CUT_TWICE.values()])
    fits = np.flatnonzero((abs(sums - shown[..., None].astype(np.int16)) < BASE).all(axis=(0, 1)))
    sums = sums[..., fits]
    assert (worlds[..., fits] == true[..., None]).all(axis=(0, 1)).any()
    values = np.concatenate([sums[:, 0], sums[:, 1], sums[:, 1] - sums[:, 0]])
    return sum(few.min() < BASE and np.count_nonzero(np.bincount(few)) < BASE for few in values)


def test_nobody_who_tries_every_world_can_tell_a_count_more_closely():
    draws = np.random.default_rng(2)
    of = draws.integers(0, 9, (TOWNS, 3))
    yes = draws.binomial(of, draws.random((TOWNS, 1)))
    found = by_area(cut(CUT_TWICE, yes, of))
    true = np.stack([yes, of], axis=-1)
    shown = np.array([[found[f"{area} {town}"] for area in CUT_TWICE] for town in range(TOWNS)]).astype(int)
    assert TOWNS * len(CUT_TWICE) * 3 >= 10_000
    assert sum(map(told_closely, shown, true)) == 0


def test_rounding_each_count_by_itself_would_tell_small_ones():
    draws = np.random.default_rng(3)
    of = draws.integers(0, 9, (60, 3))
    true = np.stack([draws.binomial(of, 0.4), of], axis=-1)
    sums = np.stack([true[:, inside].sum(axis=1) for inside in CUT_TWICE.values()], axis=1)
    up = (sums % BASE > 0) & (draws.random(sums.shape) < 0.5)
    assert sum(map(told_closely, sums // BASE * BASE + BASE * up, true)) > 60


def test_a_count_that_is_shared_out_follows_from_the_rounded_ones():
    rows = membership({("W", "L1"): 0.1})
    found = by_area(only(gather_linked_tables([DAMP], figures("L1 L2 W"), damp([3, 41], [33, 92]), rows)))
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
    assert select_measures_to_round([DAMP], {"homes"}, rules) == [DAMP]
    assert select_measures_to_round([DAMP], {"homes"}, RULES) == []
    with pytest.raises(CatalogueError, match=r"\[source.homes\]\n.*rent, which is a weighted mean"):
        select_measures_to_round([measure("rent", "true", statistic="weighted_mean")], {"homes"}, rules)
    both = replace(DAMP, denominator=replace(DAMP.denominator, table="tenants"))
    with pytest.raises(CatalogueError, match=r"damp, which also rests on tenants"):
        select_measures_to_round([both], {"homes", "tenants"}, rules)
