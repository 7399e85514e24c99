"""Controlled rounding: next to the truth, adding up, and never telling a count more closely than its base."""

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.disclosure import rounding
from fairer_stockton.disclosure.count_cells import Shown, shown_together
from fairer_stockton.disclosure.counts import AREA, HELD
from fairer_stockton.disclosure.rounding import round_counts, to_be_rounded
from fairer_stockton.errors import CatalogueError, DisclosureError
from fairer_stockton.observing import LEVELS
from fairer_stockton.observing.summed import APPORTIONED
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
TOWNS = 420
# Two maps that cut four neighbourhoods differently, and the borough.
CROSSED = {
    "L1": [0], "L2": [1], "L3": [2], "L4": [3],
    "W1": [0, 1], "W2": [2, 3], "W3": [0], "W4": [1, 2], "W5": [3], "B": [0, 1, 2, 3],
}  # fmt: skip
CUT_TWICE = {"L1": [0], "L2": [1], "L3": [2], "W1": [0, 1], "W2": [2], "W3": [0], "W4": [1, 2], "B": [0, 1, 2]}
INSIDE = {"L1": [0], "L2": [1], "L3": [2], "W": [0, 1], "B": [0, 1, 2]}
NOTHING_BEFORE = pd.DataFrame(columns=["numerator", "denominator"], dtype=float)
SO_THAT = "so that nobody can be recognised"
TENURES = ["owned", "rented"]
MOULDY = measure("mouldy", "damp and mould", below="damp")


def holding(areas: dict[str, list[int]], town: str = "") -> pd.DataFrame:
    """Which areas hold which neighbourhoods, all of them whole."""
    rows = [
        (TYPES[area[0]], area + town, "2024", "all", "all", f"L{place + 1}{town}", "2021", 1.0)
        for area, inside in areas.items()
        for place in inside
    ]
    return pd.DataFrame(rows, columns=HELD)


def crossed(yes: list[int], of: list[int]) -> Shown:
    """A proportion of four neighbourhoods, on both maps."""
    places = [f"L{number + 1}" for number in range(len(yes))]
    amounts = together(
        counts("damp", "numerator", all=dict(zip(places, yes, strict=True))),
        counts("damp", "denominator", all=dict(zip(places, of, strict=True))),
    )
    return only(shown_together([DAMP], figures(" ".join(CROSSED)), amounts, holding(CROSSED)))


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


def test_a_rate_is_no_more_than_one_that_it_is_a_part_of_by_its_own_words():
    draws = np.random.default_rng(5)
    damp_rate, mouldy_rate = (replace(one, statistic="rate") for one in (DAMP, MOULDY))
    given = together(figures(" ".join(CROSSED)), figures(" ".join(CROSSED), "mouldy"))
    for _ in range(60):
        yes = draws.integers(0, 8, 4)
        worse = draws.binomial(yes, 0.9)
        amounts = [
            counts(name, "numerator", all=dict(zip(["L1", "L2", "L3", "L4"], many.tolist(), strict=True)))
            for name, many in (("damp", yes), ("mouldy", worse))
        ]
        shown = only(shown_together([damp_rate, mouldy_rate], given, together(*amounts), holding(CROSSED)))
        known = round_counts(shown, {}, BASE)
        part, whole = (shown.parts[name].numerator for name in ("mouldy", "damp"))
        assert all(known[part, *key[1:]] <= known[key] for key in known if key[0] == whole)


def cut_twice(yes: np.ndarray, of: np.ndarray) -> Shown:
    """A proportion of many towns of three neighbourhoods each, a row a town, on two maps."""
    towns = range(len(of))
    hold = together(*(holding(CUT_TWICE, f" {town}") for town in towns))
    amounts = [
        counts("damp", part, all={f"L{place + 1} {town}": many[town, place] for town in towns for place in range(3)})
        for part, many in (("numerator", yes), ("denominator", of))
    ]
    given = hold.drop_duplicates("area_code")[[*AREA, "breakdown", "category"]].reset_index(drop=True)
    rows = given.assign(measure="damp", period="2025").astype(object)
    return only(shown_together([DAMP], rows, together(*amounts), hold))


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
    found = by_area(cut_twice(yes, of))
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


def observed(areas: str, yes: list[float], of: list[float], of_areas: dict[str, list[int]]) -> pd.DataFrame:
    """Observations before they are rounded, with their true counts."""
    rows = figures(areas)
    for part, many in (("numerator", yes), ("denominator", of)):
        rows[part] = [float(np.array(many)[of_areas[area]].sum()) for area in rows["area_code"]]
    return rows.assign(value=np.nan, **dict.fromkeys(LEVELS, np.nan), note="", status="published")


def published(measures, rows, amounts, hold=None, before=NOTHING_BEFORE):
    """Round as a run does, with frames in the place of its tables."""
    given = {"summed": lambda *_: amounts, "holdings": lambda *_: held() if hold is None else hold}
    with patch.multiple(rounding.counts, **given):
        return rounding.rounded(None, rows, measures, {"homes"}, replace(RULES, rounded_to=BASE), before)


def test_figures_are_made_from_the_rounded_counts_and_say_so():
    yes, of = [5, 10], [40, 35]
    found = published([DAMP], observed("L1 L2 W", yes, of, INSIDE), damp(yes, of)).set_index("area_code")
    assert found[["numerator", "denominator"]].to_numpy().tolist() == [[5, 40], [10, 35], [15, 75]]
    assert found["value"].tolist() == pytest.approx([12.5, 100 * 10 / 35, 20])
    size, z = 75, 1.959963984540054
    middle = 0.2 + z**2 / (2 * size)
    half = z * (0.2 * 0.8 / size + z**2 / (4 * size**2)) ** 0.5
    limits = [100 * (middle + side * half) / (1 + z**2 / size) for side in (-1, 1)]
    assert found.loc["W", ["lower_95", "upper_95"]].tolist() == pytest.approx(limits)
    assert set(found["status"]) == {"published"}
    assert set(found["note"]) == {f"counts are rounded to multiples of 5, {SO_THAT}"}


def test_counts_that_move_least_are_taken():
    # The nearest multiples add up: 0 + 10 = 10 and 40 + 35 = 75.
    yes, of = [2, 8], [41, 34]
    found = published([DAMP], observed("L1 L2 W", yes, of, INSIDE), damp(yes, of))
    assert found["numerator"].tolist() == [0, 10, 10]
    assert found["denominator"].tolist() == [40, 35, 75]


def test_that_there_is_nobody_and_that_there_are_few_read_alike():
    yes, of = [0, 1, 2], [0, 2, 2]
    rows = observed("L1 L2 L3", yes, of, INSIDE)
    nobody = rows["denominator"] == 0
    rows = rows.assign(
        status=np.where(nobody, "not_available", "published"), note=np.where(nobody, "the denominator is zero", "")
    )
    # One and two are nearer to nobody than to five; an area of nobody often has no row, so none of these has one.
    assert published([DAMP], rows, damp(yes, of)).empty


def test_what_a_rate_is_out_of_is_not_rounded_where_it_is_public():
    rate = replace(DAMP, statistic="rate", unit="per_1000", denominator=replace(DAMP.denominator, table="residents"))
    rows = observed("L1 L2 W", [4, 9], [41, 37], INSIDE)
    found = published([rate], rows, counts("damp", "numerator", all={"L1": 4, "L2": 9}))
    assert found["denominator"].tolist() == [41, 37, 78]
    assert found["numerator"].tolist() == [5, 10, 15]
    assert found["value"].tolist() == pytest.approx([5000 / 41, 10000 / 37, 15000 / 78])


def test_a_figure_that_its_publisher_withholds_stays_as_it_is():
    rows = observed("L1 L2", [4, 9], [41, 37], INSIDE)
    rows.loc[0, ["numerator", "denominator"]] = np.nan
    rows.loc[0, ["status", "note"]] = ["not_available", "withheld"]
    found = published([DAMP], rows, damp([4, 9], [41, 37]))
    pd.testing.assert_frame_equal(found.loc[[0]], rows.loc[[0]])
    assert found.loc[1, ["numerator", "denominator"]].tolist() == [10, 35]


def test_a_count_that_is_shared_out_says_so_beside_its_rounding():
    yes, of = [10, 25], [30, 95]
    rows = observed("L1 L2 W", yes, of, INSIDE)
    rows.loc[2, ["numerator", "denominator", "note"]] = [26.0, 98.0, APPORTIONED]  # a tenth of L1 lies in W
    found = published([DAMP], rows, damp(yes, of), held({("W", "L1"): 0.1}))
    # 1 + 25 and 3 + 95: the nearest multiples are 25 and 100.
    assert found.loc[2, ["numerator", "denominator"]].tolist() == [25, 100]
    assert found.loc[2, "note"] == f"{APPORTIONED}; counts are rounded to multiples of 5, {SO_THAT}"
    assert found.loc[0, "note"] == f"counts are rounded to multiples of 5, {SO_THAT}"


def test_what_an_earlier_edition_gave_is_given_again_and_the_rest_follows():
    yes, of = [2, 8], [41, 34]
    rows = observed("L1 L2 W", yes, of, INSIDE).set_axis([70, 80, 90])
    before = pd.DataFrame({"numerator": [5.0], "denominator": [45.0]}, index=[70])
    found = published([DAMP], rows, damp(yes, of), before=before)
    assert found.loc[70, ["numerator", "denominator"]].tolist() == [5, 45]  # 0 and 40 are nearer
    assert found.loc[90, ["numerator", "denominator"]].tolist() == [10, 75]  # the ward's 10 and 75 are exact
    assert found.loc[80, ["numerator", "denominator"]].tolist() == [5, 30]


@pytest.mark.parametrize(
    "before",
    [
        pd.DataFrame({"numerator": [20.0], "denominator": [40.0]}, index=[0]),  # of a true count of two
        pd.DataFrame({"numerator": [5.0, 10.0, 10.0], "denominator": [40.0, 35.0, 75.0]}),  # 5 + 10 is not 10
    ],
)
def test_an_earlier_count_that_cannot_fit_is_refused_with_what_to_do(before):
    yes, of = [2, 8], [41, 34]
    with pytest.raises(DisclosureError) as refused:
        published([DAMP], observed("L1 L2 W", yes, of, INSIDE), damp(yes, of), before=before)
    assert str(refused.value).splitlines() == [
        "found     counts that cannot be rounded so that all their sums are rounded with them",
        "expected  a rounding of all of them together, as in earlier editions of the same files if there are any",
        "to do     set method = 'suppression' for the source in rules.toml, or take the earlier edition out",
    ]


def two_maps(draws) -> dict[str, list[int]]:
    """Up to twelve neighbourhoods, two maps that cut them each in its own way, and the borough."""
    size = int(draws.integers(3, 13))
    areas = {f"L{place + 1}": [place] for place in range(size)}
    for name in ("W1", "W2"):
        ward = draws.integers(0, size // 3 + 1, size)
        areas |= {f"{name}{label}": np.flatnonzero(ward == label).tolist() for label in np.unique(ward)}
    return areas | {"B": [*range(size)]}


def by_tenure(one, above: np.ndarray, below: np.ndarray, areas: dict[str, list[int]]):
    """The true figures of areas and of the borough's tenures, and the counts; the last group is of no known tenure."""
    places = [f"L{place + 1}" for place in areas["B"]]
    named = [
        counts(one.name, part, split, **{name: dict(zip(places, column, strict=True)) for name, column in groups})
        for part, many in (("numerator", above), ("denominator", below))
        for split, groups in (
            ("all", [("all", many.sum(axis=1))]),
            ("tenure", list(zip(TENURES, many.T, strict=False))),
        )
    ]
    rows = together(
        observed(" ".join(areas), above.sum(axis=1), below.sum(axis=1), areas).assign(measure=one.name),
        figures("B", one.name, "tenure", " ".join(TENURES)).assign(
            numerator=above.sum(axis=0)[:-1], denominator=below.sum(axis=0)[:-1], note="", status="published"
        ),
    )
    return rows, together(*named)


@pytest.mark.parametrize("seed", range(4))
def test_maps_groups_and_measures_hold_together(seed):
    draws = np.random.default_rng(100 + seed)
    moved = 0
    for _ in range(12):
        areas = two_maps(draws)
        all_ = draws.integers(0, [6, 6, 2], (len(areas["B"]), len(TENURES) + 1))
        yes = draws.binomial(all_, 0.6)
        worse = draws.binomial(yes, 0.6)
        rows, amounts = zip(by_tenure(DAMP, yes, all_, areas), by_tenure(MOULDY, worse, yes, areas), strict=True)
        true = together(*rows)
        found = published([DAMP, MOULDY], true, together(*amounts), holding(areas))
        left_out = true.drop(index=found.index)
        assert (left_out["denominator"] < BASE).all()
        found = pd.concat([found, left_out.assign(numerator=0.0, denominator=0.0)]).sort_index()
        whole = np.array([[place in inside for place in areas["B"]] for inside in areas.values()], int)
        for part in ("numerator", "denominator"):
            assert (found[part] % BASE == 0).all()
            assert ((found[part] - true[part]).abs() < BASE).all()
            moved += (found[part] != true[part]).sum()
            for one in (DAMP, MOULDY):
                mine = found[found["measure"] == one.name]
                sums = mine.loc[mine["breakdown"] == "all", part].to_numpy()
                assert (sums == whole @ sums[: len(areas["B"])]).all()
                assert mine.loc[mine["breakdown"] == "tenure", part].sum() <= sums[-1]
        damp_homes, mouldy_homes = (found[found["measure"] == one.name] for one in (DAMP, MOULDY))
        assert damp_homes["numerator"].tolist() == mouldy_homes["denominator"].tolist()  # the same homes
        assert (found["numerator"] <= found["denominator"]).all()
    assert moved > 400


def test_the_same_figures_are_published_alike():
    draws = np.random.default_rng(4)
    all_ = draws.integers(0, 6, (4, len(TENURES) + 1))
    yes = draws.binomial(all_, 0.5)
    rows, amounts = by_tenure(DAMP, yes, all_, CROSSED)
    first, second = (published([DAMP], rows.copy(), amounts.copy(), holding(CROSSED)) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_a_count_beside_one_that_is_missing_is_no_exception():
    """Where no home of a whole period is damp, the summed rows have no numerator, but they have what it is out of."""
    rows = observed("L1 L2", [0, 0], [3, 12], INSIDE)
    rows = rows.assign(numerator=np.nan, status="not_available", note="the numerator is missing")
    found = published([DAMP], rows, damp([0, 0], [3, 12]))["denominator"]
    assert (found.isna() | (found % BASE == 0)).all()


def test_groups_that_live_apart_are_rounded_with_their_areas():
    """Three neighbourhoods of three homes, all rented, and three of two, all owned: fifteen in the borough.

    The nearest multiples add up (5 + 5 + 5 + 0 + 0 + 0), but then fifteen are rented, of a true nine.
    """
    areas = {f"L{place + 1}": [place] for place in range(6)} | {"B": [*range(6)]}
    all_ = np.array([[0, 3, 0]] * 3 + [[2, 0, 0]] * 3)
    rows, amounts = by_tenure(DAMP, 0 * all_, all_, areas)
    at_once = by_area(only(shown_together([DAMP], rows, amounts, holding(areas))))
    assert at_once["rented"][1] in {5, 10}
    found = published([DAMP], rows, amounts, holding(areas)).set_index("category")["denominator"]
    assert found["rented"] in {5, 10}


def test_more_counted_than_there_are_is_rounded_as_no_share():
    found = published([DAMP], observed("L1", [20], [8], INSIDE), damp([20], [8]))
    assert found["numerator"].tolist() == [20]
    assert found["denominator"].iloc[0] in {5, 10}


def test_a_part_is_no_more_than_its_whole_in_what_is_left_of_a_ward_either():
    yes, of = [2, 1], [2, 3]  # in the ward, 3 of 5; the first neighbourhood is shown by no figure
    found = published([DAMP], observed("L2 W", yes, of, INSIDE), damp(yes, of)).set_index("area_code")
    left = found.loc["W", ["numerator", "denominator"]] - found.loc["L2", ["numerator", "denominator"]]
    assert left["numerator"] <= left["denominator"]
