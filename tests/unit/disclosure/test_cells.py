"""From figures to linked cells, on frames small enough to count by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.catalogue import Measure, Sum
from fairer_stockton.disclosure.cells import System, _within, dominated, of_answers, of_counts
from fairer_stockton.disclosure.counts import AREA, BASE, COUNT, HELD, KIN
from fairer_stockton.disclosure.linked import ALONE, ALWAYS
from fairer_stockton.disclosure.rules import load_rules
from fairer_stockton.disclosure.secondary import choose

RULES = replace(load_rules(), fewest_counted=5, fewest_respondents=30, dominant=2, dominant_share=0.9, p_ratio=0.1)
AREAS = {"L1": ["L1"], "L2": ["L2"], "L3": ["L3"], "W": ["L1", "L2"], "W3": ["L3"], "B": ["L1", "L2", "L3"]}
TYPES = {"L": "lsoa", "W": "ward", "B": "borough"}
NO_AMOUNTS = pd.DataFrame(columns=["measure", *AREA, "breakdown", "category", "period", "amounts"])
NO_KIN = pd.DataFrame(columns=KIN, dtype=object)
NONE_TELLING = pd.Index([], dtype=int)


def measure(name: str, above: str, below: str = "true", statistic: str = "proportion", **given: str) -> Measure:
    """A measure of one table: rows of one kind, of rows of another."""
    return Measure(
        name, "income", name, "", "", statistic, "neutral", "percent", (), (),
        numerator=Sum("homes", given.get("sum", "1"), above), denominator=Sum("homes", "1", below),
    )  # fmt: skip


DAMP = measure("damp", "damp")


def figures(areas: str, name: str = "damp", breakdown: str = "all", categories: str = "all") -> pd.DataFrame:
    """The observations of areas, or of groups in each."""
    rows = [
        {"measure": name, "area_type": TYPES[area[0]], "area_code": area, "vintage": "2024",
         "breakdown": breakdown, "category": category, "period": "2025"}
        for area in areas.split() for category in categories.split()
    ]  # fmt: skip
    return pd.DataFrame(rows).astype(object)


def together(*frames: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True)


def held(parts: dict[tuple[str, str], float] | None = None) -> pd.DataFrame:
    """Which areas hold which neighbourhoods: whole, unless a part is given."""
    rows = [
        (TYPES[area[0]], area, "2024", "all", "all", place, "2021", (parts or {}).get((area, place), 1.0))
        for area, places in AREAS.items()
        for place in places
    ]
    return pd.DataFrame(rows, columns=HELD)


def counts(name: str, part: str, breakdown: str = "all", **amounts: dict[str, float]) -> pd.DataFrame:
    """What is counted in each neighbourhood: of everyone, or of each group."""
    rows = [
        (name, part, place, "2021", "2025", breakdown, category, amount)
        for category, given in amounts.items()
        for place, amount in given.items()
    ]
    return pd.DataFrame(rows, columns=COUNT)


def damp(yes: list[float], of: list[float]) -> pd.DataFrame:
    places = ["L1", "L2", "L3"]
    return together(
        counts("damp", "numerator", all=dict(zip(places, yes, strict=False))),
        counts("damp", "denominator", all=dict(zip(places, of, strict=False))),
    )


def only(systems) -> System:
    (system,) = systems
    return system


def hide(system: System, cost: list[float], rules=RULES) -> list[int]:
    """The rows of the figures that are hidden."""
    cells = system.cells
    chosen = choose(cells, cells.small() | system.telling, np.array(cost, float))
    return system.rows[chosen].tolist()


def test_a_proportion_of_two_neighbourhoods_in_a_ward_in_a_borough():
    given = figures("L1 L2 W B")
    system = only(of_counts([DAMP], given, damp([2, 10], [40, 30]), held(), NO_AMOUNTS, RULES))
    cells = system.cells
    # Two counts of each neighbourhood; four figures of three cells; and that no more than all homes are damp, in each.
    assert sorted(cells.counts.tolist()) == [2, 10, 30, 40]
    assert np.bincount(cells.figure[cells.figure >= 0]).tolist() == [3, 3, 3, 3]
    assert (cells.figure == ALWAYS).sum() == 2
    assert (cells.figure == ALONE).sum() == 0
    assert cells.holds.shape == (14, 4)
    shown = {figure: sorted(cells.sums[cells.figure == figure].tolist()) for figure in range(4)}
    assert shown == {0: [2, 38, 40], 1: [10, 20, 30], 2: [12, 58, 70], 3: [12, 58, 70]}
    assert sorted(cells.sums[cells.figure == ALWAYS].tolist()) == [20, 38]
    assert set(cells.width[cells.figure >= 0]) == {6.0}  # one more than the rule: counts are whole
    assert set(cells.below[cells.figure >= 0]) == {5.0}
    assert (cells.low == cells.high)[cells.figure != ALWAYS].all()
    assert system.rows.tolist() == [0, 1, 2, 3]
    assert not system.telling.any()


def test_a_hidden_neighbourhood_drags_a_second_figure_along():
    given = figures("L1 L2 W B")
    given.index = [70, 80, 90, 100]
    system = only(of_counts([DAMP], given, damp([2, 10], [40, 30]), held(), NO_AMOUNTS, RULES))
    assert system.rows[system.cells.small()].tolist() == [70]
    assert hide(system, [1, 1, 2, 20]) == [70, 80]  # the ward is the borough here: to hide one of them is not enough


def test_what_is_left_of_all_is_guarded_as_what_is_counted():
    system = only(of_counts([DAMP], figures("L1 L2 W"), damp([38, 10], [40, 30]), held(), NO_AMOUNTS, RULES))
    assert system.cells.small().tolist() == [True, False, False]
    nobody = only(of_counts([DAMP], figures("L1 L2 W"), damp([0, 30], [40, 30]), held(), NO_AMOUNTS, RULES))
    assert not nobody.cells.small().any()


def test_what_no_figure_shows_is_guarded_where_it_could_be_found():
    amounts = damp([20, 2, 30], [40, 30, 60])
    system = only(of_counts([DAMP], figures("L1 W B"), amounts, held(), NO_AMOUNTS, RULES))
    alone = system.cells.figure == ALONE
    # The second neighbourhood is the ward less the first, the third the borough less the ward: yes, no and all of each.
    assert sorted(system.cells.sums[alone].tolist()) == [2, 28, 30, 30, 30, 60]
    assert not system.cells.small().any()
    assert hide(system, [1, 2, 20]) == [0]
    # A ward alone tells nothing of its neighbourhoods: what no figure tells apart is one.
    whole = only(of_counts([DAMP], figures("W B"), amounts, held(), NO_AMOUNTS, RULES))
    assert sorted(whole.cells.counts.tolist()) == [22, 30, 60, 70]
    assert (whole.cells.figure == ALONE).sum() == 3
    assert not hide(whole, [2, 20])


def test_counts_that_are_shared_out_are_whole_numbers():
    system = only(
        of_counts([DAMP], figures("L1 L2 W"), damp([3, 40], [30, 90]), held({("W", "L1"): 0.1}), NO_AMOUNTS, RULES)
    )
    cells = system.cells
    apart = cells.high - cells.low
    assert set(apart[cells.figure == 2]) == {1.0}  # 40.3 is shown as 40: anything from 39.5 to 40.5
    assert set(apart[np.isin(cells.figure, [0, 1])]) == {0.0}
    assert cells.sums[cells.figure == 2] == pytest.approx([40.3, 93, 52.7])


def test_a_count_that_is_not_the_councils_own_is_no_cell():
    yes = counts("damp", "numerator", all={"L1": 2, "L2": 10})
    system = only(of_counts([DAMP], figures("L1 L2 W"), yes, held(), NO_AMOUNTS, RULES))
    assert system.cells.holds.shape == (3, 2)
    deaths = measure("deaths", "true", statistic="life_expectancy")
    both = damp([2, 10], [40, 30]).assign(measure="deaths")
    system = only(of_counts([deaths], figures("L1 L2 W", "deaths"), both, held(), NO_AMOUNTS, RULES))
    assert sorted(system.cells.counts.tolist()) == [2, 10]  # how many live there is public


def test_more_counted_than_there_are_is_no_share():
    system = only(of_counts([DAMP], figures("L1 L2"), damp([9, 10], [8, 30]), held(), NO_AMOUNTS, RULES))
    assert (system.cells.figure == ALWAYS).sum() == 0
    assert np.bincount(system.cells.figure).tolist() == [2, 2]


def test_a_rate_has_no_rest():
    rate = measure("damp", "damp", statistic="rate")
    system = only(of_counts([rate], figures("L1 L2"), damp([2, 10], [40, 30]), held(), NO_AMOUNTS, RULES))
    assert np.bincount(system.cells.figure[system.cells.figure >= 0]).tolist() == [2, 2]
    assert (system.cells.figure == ALWAYS).sum() == 2  # damp homes are still homes


def test_a_measure_that_counts_part_of_another_is_known_to_be_no_more():
    worse = measure("mouldy", "damp and mould")
    amounts = together(
        damp([9, 10], [40, 30]),
        counts("mouldy", "numerator", all={"L1": 7, "L2": 8}),
        counts("mouldy", "denominator", all={"L1": 40, "L2": 30}),
    )
    given = together(figures("L1 L2"), figures("L1 L2", "mouldy"))
    cells = only(of_counts([DAMP, worse], given, amounts, held(), NO_AMOUNTS, RULES)).cells
    assert sorted(cells.counts.tolist()) == [7, 8, 9, 10, 30, 40]  # all homes are the same quantity twice
    always = cells.sums[cells.figure == ALWAYS].tolist()
    # Damp of all, mouldy of all, and mouldy of damp, each in two neighbourhoods.
    assert sorted(always) == sorted([31, 20, 33, 22, 2, 2])


def test_groups_of_a_characteristic_add_up_with_those_of_whom_it_is_not_known():
    given = together(figures("B"), figures("B", breakdown="tenure", categories="owned rented"))
    amounts = together(
        damp([20, 10], [50, 40]),
        counts("damp", "numerator", "tenure", owned={"L1": 8, "L2": 3}, rented={"L1": 10, "L2": 7}),
        counts("damp", "denominator", "tenure", owned={"L1": 20, "L2": 20}, rented={"L1": 28, "L2": 20}),
    )
    cells = only(of_counts([DAMP], given, amounts, held(), NO_AMOUNTS, RULES)).cells
    assert sorted(cells.counts.tolist()) == sorted([11, 17, 2, 40, 48, 2])
    sums = {figure: cells.sums[cells.figure == figure].tolist() for figure in range(3)}
    assert sums == {0: [30, 90, 60], 1: [11, 40, 29], 2: [17, 48, 31]}
    assert (cells.figure == ALONE).sum() == 0  # the two of whom it is not known are guarded from nobody
    assert (cells.figure == ALWAYS).sum() == 3


def test_a_small_group_hides_the_other_unless_enough_are_unknown():
    given = together(figures("B"), figures("B", breakdown="tenure", categories="owned rented"))

    def hidden(whole):
        yes = counts("damp", "numerator", "tenure", owned={"L1": 3}, rented={"L1": 20})
        amounts = together(counts("damp", "numerator", all={"L1": whole}), yes)
        return hide(only(of_counts([DAMP], given, amounts, held(), NO_AMOUNTS, RULES)), [20, 4, 4])

    assert hidden(23) == [1, 2]
    assert hidden(25) == [1, 2]  # 0 to 5 owned: one short of the range that is kept
    assert hidden(26) == [1]  # 0 to 6 owned


def test_each_characteristic_is_linked_with_the_maps_by_itself():
    given = together(
        figures("L1 B"),
        figures("B", breakdown="tenure", categories="owned rented"),
        figures("B", breakdown="age", categories="old new"),
    )
    amounts = together(
        damp([20, 10], [50, 40]),
        counts("damp", "numerator", "tenure", owned={"L1": 8, "L2": 3}, rented={"L1": 12, "L2": 7}),
        counts("damp", "numerator", "age", old={"L1": 8, "L2": 3}, new={"L1": 12, "L2": 7}),
    )
    tenure, age = of_counts([DAMP], given, amounts, held(), NO_AMOUNTS, RULES)
    assert (tenure.rows.tolist(), age.rows.tolist()) == ([0, 1, 2, 3], [0, 1, 4, 5])


def test_a_sum_of_amounts_tells_of_its_largest():
    rent = measure("rent", "true", statistic="weighted_mean", sum="rent")
    amounts = together(
        counts("rent", "numerator", all={"L1": 1000, "L2": 5000}),
        counts("rent", "denominator", all={"L1": 9, "L2": 20}),
    )
    given = figures("L1 L2", "rent")
    biggest = given.drop(columns="measure").assign(measure="rent", amounts=[[700, 250], [400, 390]])
    system = only(of_counts([rent], given, amounts, held(), biggest, RULES))
    assert system.telling.tolist() == [True, False]
    assert not system.cells.small().any()  # money is no number of people
    assert system.cells.width.tolist() == [100, 0, 6, 6]
    assert np.isinf(system.cells.below[:2]).all()
    given = figures("L1 L2 W", "rent")
    biggest = given.assign(amounts=[[700, 250], [400, 390], [700, 400]])
    system = only(of_counts([rent], given, amounts, held(), biggest, RULES))
    assert hide(system, [1, 1, 2]) == [0, 1]


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
    assert dominated(total, largest, rules) is told


def test_where_few_add_to_a_sum_either_rule_tells():
    random = np.random.default_rng(11)
    found = set()
    for _ in range(500):
        amounts = np.sort(random.pareto(1.0, random.integers(1, 12)) + 0.01)[::-1]
        total = amounts.sum()
        nk = amounts[:2].sum() > 0.9 * total
        p = amounts[2:].sum() < 0.1 * amounts[0]
        found.add((told := dominated(total, list(amounts), RULES), bool(nk or p)))
        assert told == (nk or p)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("part", "whole", "within"),
    [
        (("homes", "1", "damp"), ("homes", "1", "true"), True),
        (("homes", "1", "damp and mould"), ("homes", "1", "damp"), True),
        (("homes", "1", "mould and damp"), ("homes", "1", "damp"), True),
        (("homes", "1", "damp"), ("homes", "1", "damp"), False),  # the same is no part
        (("homes", "1", "damp"), ("homes", "1", "damp and mould"), False),
        (("homes", "1", "damp and cold"), ("homes", "1", "damp and mould"), False),
        (("homes", "1", "true"), ("homes", "1", "damp"), False),
        (("homes", "1", "true"), ("homes", "1", "true"), False),
        (("homes", "rooms", "damp"), ("homes", "1", "true"), False),  # another sum
        (("rents", "1", "damp"), ("homes", "1", "true"), False),  # another table
        (("homes", "1", "built between 1900 and 1950 and damp"), ("homes", "1", "built between 1900 and 1950"), True),
    ],
)
def test_a_quantity_of_more_conditions_is_within_one_of_fewer(part, whole, within):
    assert _within(part, whole) is within


def answered(breakdown: str = "all", period: str = "2025", **amounts: dict[str, float]) -> pd.DataFrame:
    return counts("damp", BASE, breakdown, **amounts).assign(period=period)


def groups(name: str, **sizes: float) -> pd.DataFrame:
    """How many of each group answered, wherever they live."""
    return answered(name, **{category: {"": size} for category, size in sizes.items()})


def systems(given: pd.DataFrame, amounts: pd.DataFrame, kin: pd.DataFrame = NO_KIN, telling=NONE_TELLING):
    return list(of_answers(given, amounts, held(), kin, RULES, telling))


def test_answers_of_wards_in_a_borough():
    geographic = only(systems(figures("W W3 B"), answered(all={"L1": 15, "L2": 10, "L3": 80})))
    cells = geographic.cells
    # No neighbourhood is shown by itself: those of one ward are not told apart.
    assert sorted(cells.counts.tolist()) == [25, 80]
    assert cells.sums.tolist() == [25, 80, 105]
    assert cells.figure.tolist() == [0, 1, 2]
    assert set(cells.width) == {30.0}
    assert hide(geographic, [2, 2, 20]) == [0, 1]


def test_answers_that_two_maps_leave_over_are_guarded():
    # Two maps that differ by one neighbourhood, of 12 who answered.
    given = together(figures("W W3 B"), figures("W3").assign(vintage="2019"))
    older = held().query("area_code == 'W3'").assign(vintage="2019")
    both = pd.concat([held(), older, older.assign(place="L2")], ignore_index=True)
    amounts = answered(all={"L1": 50, "L2": 12, "L3": 80})
    system = only(of_answers(given, amounts, both, NO_KIN, RULES, NONE_TELLING))
    alone = system.cells.figure == ALONE
    assert sorted(system.cells.sums[alone].tolist()) == [12, 50]
    assert not system.cells.small().any()
    assert hide(system, [2, 2, 20, 1]) == [3]


def test_a_characteristic_without_a_small_group_is_safe():
    given = together(figures("B"), figures("B", breakdown="sex", categories="women men"))
    amounts = together(answered(all={"L1": 60, "L2": 60}), groups("sex", women=55, men=60))
    assert len(systems(given, amounts)) == 1  # the maps alone; the five who did not say are no group
    assert len(systems(given, amounts, telling=given.index[[1]])) == 2


def test_those_who_did_not_say_are_not_guarded_but_give_room():
    given = together(figures("B"), figures("B", breakdown="sex", categories="women men"))

    def hidden(unsaid):
        amounts = together(answered(all={"L1": 65 + unsaid}), groups("sex", women=25, men=40))
        _, system = systems(given, amounts)
        assert sorted(system.cells.counts[system.cells.counts > 0].tolist()) == sorted(
            [n for n in (25, 40, unsaid) if n]
        )
        assert system.cells.figure.tolist() == [0, 1, 2]  # nothing stands alone
        assert system.cells.sums.tolist() == [65 + unsaid, 25, 40]
        return hide(system, [20, 4, 4])

    assert hidden(0) == [1, 2]
    assert hidden(4) == [1, 2]  # 0 to 29 women
    assert hidden(5) == [1]  # 0 to 30


def test_a_group_that_makes_up_another_characteristics_group_is_linked():
    sizes = {"white": 200, "asian": 40, "black": 20}
    given = together(
        figures("B"),
        figures("B", breakdown="ethnic_group", categories="white asian black"),
        figures("B", breakdown="minority", categories="yes no"),
        figures("B", breakdown="sex", categories="women men"),
    )
    amounts = together(
        answered(all={"L1": 260}),
        groups("ethnic_group", **sizes),
        groups("minority", yes=60, no=200),
        groups("sex", women=130, men=130),
    )
    owner = [("white", "no"), ("asian", "yes"), ("black", "yes")]
    kin = pd.DataFrame([("ethnic_group", part, "minority", whole) for part, whole in owner], columns=KIN)
    _, system = systems(given, amounts, kin)
    assert system.rows.tolist() == [0, 1, 2, 3, 4, 5]
    assert system.cells.sums.tolist() == [260, 200, 40, 20, 60, 200]
    cost = [20, 1, 4, 4, 4, 4]
    # All but the white and the Asian are black; but so are the minority who are not Asian.
    _, apart = systems(given, amounts)
    assert hide(apart, cost[:4]) == [1, 3]
    assert hide(system, cost) == [2, 3]


def test_pooled_waves_and_single_ones_are_linked():
    pooled = figures("W W3 B").assign(period="2019 and 2025")
    given = together(figures("W W3 B"), pooled)
    amounts = together(answered(all={"L1": 40, "L3": 80}), answered(all={"L1": 12, "L3": 70}, period="2019"))
    system = only(systems(given, amounts))
    cells = system.cells
    assert cells.sums[cells.figure >= 0].tolist() == [40, 80, 120, 52, 150, 202]
    assert sorted(cells.sums[cells.figure == ALONE].tolist()) == [12, 70]  # one wave is the two less the other
    assert not cells.small().any()
    # A figure of that ward and one of another area that would give it.
    assert len(hide(system, [2, 2, 20, 2, 2, 20])) == 2
