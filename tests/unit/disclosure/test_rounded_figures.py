"""Figures whose counts are rounded: made from the rounded counts, holding together, and given as before."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.disclosure import rounding
from fairer_stockton.disclosure.linked_tables import gather_linked_tables
from fairer_stockton.observe.columns import LEVELS
from fairer_stockton.observe.notes import APPORTIONED, write_notes
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.run.vocabulary import Reason
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
    membership,
    only,
    together,
    whole_membership,
)

INSIDE = {"L1": [0], "L2": [1], "L3": [2], "W": [0, 1], "B": [0, 1, 2]}
NOTHING_BEFORE = pd.DataFrame(columns=["numerator", "denominator"], dtype=float)
SO_THAT = "so that nobody can be recognised"
TENURES = ["owned", "rented"]


def observed(areas: str, yes: list[float], of: list[float], of_areas: dict[str, list[int]]) -> pd.DataFrame:
    """Observations before they are rounded, with their true counts."""
    rows = figures(areas)
    for part, many in (("numerator", yes), ("denominator", of)):
        rows[part] = [float(np.array(many)[of_areas[area]].sum()) for area in rows["area_code"]]
    return rows.assign(value=np.nan, **dict.fromkeys(LEVELS, np.nan), reason="", apportioned=False, status="published")


def published(measures, rows, amounts, hold=None, before=NOTHING_BEFORE):
    """Round as a run does."""
    hold = membership() if hold is None else hold
    found = rounding.round_figures(rows, measures, amounts, hold, replace(RULES, rounded_to=BASE), before)
    return found.assign(note=write_notes(found, {measure.name: measure for measure in measures}))


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
        status=np.where(nobody, "not_available", "published"), reason=np.where(nobody, Reason.DENOMINATOR_ZERO, "")
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
    rows.loc[0, ["status", "reason"]] = ["not_available", "withheld"]
    found = published([DAMP], rows, damp([4, 9], [41, 37]))
    pd.testing.assert_frame_equal(found.loc[[0], rows.columns], rows.loc[[0]])
    assert found.loc[1, ["numerator", "denominator"]].tolist() == [10, 35]


def test_a_count_that_is_shared_out_says_so_beside_its_rounding():
    yes, of = [10, 25], [30, 95]
    rows = observed("L1 L2 W", yes, of, INSIDE)
    facts = ["numerator", "denominator", "apportioned"]
    rows.loc[2, facts] = [26.0, 98.0, True]  # a tenth of L1 lies in W
    found = published([DAMP], rows, damp(yes, of), membership({("W", "L1"): 0.1}))
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
        "to do     set method = 'suppression' for the source in disclosure.toml, or take the earlier edition out",
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
            numerator=above.sum(axis=0)[:-1], denominator=below.sum(axis=0)[:-1], reason="", status="published"
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
        found = published([DAMP, MOULDY], true, together(*amounts), whole_membership(areas))
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
    first, second = (published([DAMP], rows.copy(), amounts.copy(), whole_membership(CROSSED)) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_a_count_beside_one_that_is_missing_is_no_exception():
    """Where no home of a whole period is damp, the summed rows have no numerator, but they have what it is out of."""
    rows = observed("L1 L2", [0, 0], [3, 12], INSIDE)
    rows = rows.assign(numerator=np.nan, status="not_available", reason=Reason.NUMERATOR_MISSING)
    found = published([DAMP], rows, damp([0, 0], [3, 12]))["denominator"]
    assert (found.isna() | (found % BASE == 0)).all()


def test_groups_that_live_apart_are_rounded_with_their_areas():
    """Three neighbourhoods of three homes, all rented, and three of two, all owned: fifteen in the borough.

    The nearest multiples add up (5 + 5 + 5 + 0 + 0 + 0), but then fifteen are rented, of a true nine.
    """
    areas = {f"L{place + 1}": [place] for place in range(6)} | {"B": [*range(6)]}
    all_ = np.array([[0, 3, 0]] * 3 + [[2, 0, 0]] * 3)
    rows, amounts = by_tenure(DAMP, 0 * all_, all_, areas)
    at_once = by_area(only(gather_linked_tables([DAMP], rows, amounts, whole_membership(areas))))
    assert at_once["rented"][1] in {5, 10}
    found = published([DAMP], rows, amounts, whole_membership(areas)).set_index("category")["denominator"]
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
