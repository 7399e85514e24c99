"""From figures of surveys to linked cells, on frames small enough to count by hand."""

import pandas as pd

from fairer_stockton.disclosure.answer_cells import link_cells_of_survey_measure
from fairer_stockton.disclosure.counts import BASE, NESTED
from fairer_stockton.disclosure.linked import BY_SUBTRACTION
from tests.unit.disclosure.frames import (
    NO_NESTED_GROUPS,
    NOTHING_HIDDEN,
    RULES,
    counts,
    figures,
    hide,
    membership,
    only,
    together,
)


def answered(breakdown: str = "all", period: str = "2025", **amounts: dict[str, float]) -> pd.DataFrame:
    return counts("damp", BASE, breakdown, **amounts).assign(period=period)


def groups(name: str, **sizes: float) -> pd.DataFrame:
    """How many of each group answered, wherever they live."""
    return answered(name, **{category: {"": size} for category, size in sizes.items()})


def systems(
    given: pd.DataFrame, amounts: pd.DataFrame, nested_groups: pd.DataFrame = NO_NESTED_GROUPS, telling=NOTHING_HIDDEN
):
    return list(link_cells_of_survey_measure(given, amounts, membership(), nested_groups, RULES, telling))


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
    older = membership().query("area_code == 'W3'").assign(vintage="2019")
    both = pd.concat([membership(), older, older.assign(place="L2")], ignore_index=True)
    amounts = answered(all={"L1": 50, "L2": 12, "L3": 80})
    system = only(link_cells_of_survey_measure(given, amounts, both, NO_NESTED_GROUPS, RULES, NOTHING_HIDDEN))
    alone = system.cells.figure == BY_SUBTRACTION
    assert sorted(system.cells.sums[alone].tolist()) == [12, 50]
    assert not system.cells.mark_sensitive_figures().any()
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
    nested_groups = pd.DataFrame([("ethnic_group", part, "minority", whole) for part, whole in owner], columns=NESTED)
    _, system = systems(given, amounts, nested_groups)
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
    assert sorted(cells.sums[cells.figure == BY_SUBTRACTION].tolist()) == [12, 70]  # one wave is the two less the other
    assert not cells.mark_sensitive_figures().any()
    # A figure of that ward and one of another area that would give it.
    assert len(hide(system, [2, 2, 20, 2, 2, 20])) == 2
