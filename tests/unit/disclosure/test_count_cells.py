"""From figures of counts to linked cells, on frames small enough to count by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from fairer_stockton.disclosure.atoms import Atoms
from fairer_stockton.disclosure.count_cells import is_part_of, link_cells_of_count_measures
from fairer_stockton.disclosure.earlier_cells import list_earlier_cells
from fairer_stockton.disclosure.linked import BY_SUBTRACTION, NEVER_NEGATIVE
from fairer_stockton.disclosure.quantities import MeasureQuantities, find_quantities_of_other_files
from fairer_stockton.disclosure.secondary import add_secondary_suppression
from tests.unit.disclosure.frames import (
    DAMP,
    NO_AMOUNTS,
    RULES,
    counts,
    damp,
    figures,
    hide,
    measure,
    membership,
    only,
    together,
)


def test_a_proportion_of_two_neighbourhoods_in_a_ward_in_a_borough():
    given = figures("L1 L2 W B")
    system = only(link_cells_of_count_measures([DAMP], given, damp([2, 10], [40, 30]), membership(), NO_AMOUNTS, RULES))
    cells = system.cells
    # Two counts of each neighbourhood; four figures of three cells; and that no more than all homes are damp, in each.
    assert sorted(cells.counts.tolist()) == [2, 10, 30, 40]
    assert np.bincount(cells.figure[cells.figure >= 0]).tolist() == [3, 3, 3, 3]
    assert (cells.figure == NEVER_NEGATIVE).sum() == 2
    assert (cells.figure == BY_SUBTRACTION).sum() == 0
    assert cells.holds.shape == (14, 4)
    shown = {figure: sorted(cells.sums[cells.figure == figure].tolist()) for figure in range(4)}
    assert shown == {0: [2, 38, 40], 1: [10, 20, 30], 2: [12, 58, 70], 3: [12, 58, 70]}
    assert sorted(cells.sums[cells.figure == NEVER_NEGATIVE].tolist()) == [20, 38]
    assert set(cells.width[cells.figure >= 0]) == {6.0}  # one more than the rule: counts are whole
    assert set(cells.threshold[cells.figure >= 0]) == {5.0}
    assert (cells.low == cells.high)[cells.figure != NEVER_NEGATIVE].all()
    assert system.rows.tolist() == [0, 1, 2, 3]
    assert not system.dominated.any()


def test_a_hidden_neighbourhood_drags_a_second_figure_along():
    given = figures("L1 L2 W B")
    given.index = [70, 80, 90, 100]
    system = only(link_cells_of_count_measures([DAMP], given, damp([2, 10], [40, 30]), membership(), NO_AMOUNTS, RULES))
    assert system.rows[system.cells.mark_sensitive_figures()].tolist() == [70]
    assert hide(system, [1, 1, 2, 20]) == [70, 80]  # the ward is the borough here: to hide one of them is not enough


def test_what_is_left_of_all_is_guarded_as_what_is_counted():
    system = only(
        link_cells_of_count_measures(
            [DAMP], figures("L1 L2 W"), damp([38, 10], [40, 30]), membership(), NO_AMOUNTS, RULES
        )
    )
    assert system.cells.mark_sensitive_figures().tolist() == [True, False, False]
    nobody = only(
        link_cells_of_count_measures(
            [DAMP], figures("L1 L2 W"), damp([0, 30], [40, 30]), membership(), NO_AMOUNTS, RULES
        )
    )
    assert not nobody.cells.mark_sensitive_figures().any()


def test_what_no_figure_shows_is_guarded_where_it_could_be_found():
    amounts = damp([20, 2, 30], [40, 30, 60])
    system = only(link_cells_of_count_measures([DAMP], figures("L1 W B"), amounts, membership(), NO_AMOUNTS, RULES))
    alone = system.cells.figure == BY_SUBTRACTION
    # The second neighbourhood is the ward less the first, the third the borough less the ward: yes, no and all of each.
    assert sorted(system.cells.sums[alone].tolist()) == [2, 28, 30, 30, 30, 60]
    assert not system.cells.mark_sensitive_figures().any()
    assert hide(system, [1, 2, 20]) == [0]
    # A ward alone tells nothing of its neighbourhoods: what no figure tells apart is one.
    whole = only(link_cells_of_count_measures([DAMP], figures("W B"), amounts, membership(), NO_AMOUNTS, RULES))
    assert sorted(whole.cells.counts.tolist()) == [22, 30, 60, 70]
    assert (whole.cells.figure == BY_SUBTRACTION).sum() == 3
    assert not hide(whole, [2, 20])


def test_an_area_without_a_row_may_hold_anybody():
    """Nothing is known of an area of nobody: its row is hidden like that of a few, and gives the others room."""
    amounts = damp([20, 0, 12], [40, 0, 30])
    cells = only(
        link_cells_of_count_measures([DAMP], figures("L1 L2 L3 W B"), amounts, membership(), NO_AMOUNTS, RULES)
    ).cells
    assert not cells.mark_sensitive_figures().any()
    assert not ((np.diff(cells.holds.indptr) == 1) & (cells.figure == NEVER_NEGATIVE)).any()
    hidden = np.array([False, True, False, False, False])  # the second neighbourhood, of nobody
    # The ward less the first tells that there is nobody: that may be known.
    assert add_secondary_suppression(cells, hidden, np.ones(5)).tolist() == hidden.tolist()
    few = damp([20, 0, 2], [40, 0, 30])
    cells = only(link_cells_of_count_measures([DAMP], figures("L2 L3 B"), few, membership(), NO_AMOUNTS, RULES)).cells
    # The third, of two, is hidden, and so is the second of nobody in any case: together they are told by nothing else.
    assert add_secondary_suppression(cells, np.array([True, True, False]), np.ones(3)).tolist() == [True, True, False]


def test_an_area_that_lacks_a_row_and_holds_somebody_is_guarded():
    cells = only(
        link_cells_of_count_measures(
            [DAMP], figures("L1 L3 W B"), damp([20, 7, 2], [40, 9, 30]), membership(), NO_AMOUNTS, RULES
        )
    ).cells
    assert sorted(cells.sums[cells.figure == BY_SUBTRACTION].tolist()) == [2, 7, 9]


def test_counts_that_are_shared_out_are_whole_numbers():
    system = only(
        link_cells_of_count_measures(
            [DAMP], figures("L1 L2 W"), damp([3, 40], [30, 90]), membership({("W", "L1"): 0.1}), NO_AMOUNTS, RULES
        )
    )
    cells = system.cells
    apart = cells.high - cells.low
    assert set(apart[cells.figure == 2]) == {1.0}  # 40.3 is shown as 40: anything from 39.5 to 40.5
    assert set(apart[np.isin(cells.figure, [0, 1])]) == {0.0}
    assert cells.sums[cells.figure == 2] == pytest.approx([40.3, 93, 52.7])


def test_a_count_that_is_not_the_councils_own_is_no_cell():
    yes = counts("damp", "numerator", all={"L1": 2, "L2": 10})
    system = only(link_cells_of_count_measures([DAMP], figures("L1 L2 W"), yes, membership(), NO_AMOUNTS, RULES))
    assert system.cells.holds.shape == (3, 2)
    deaths = measure("deaths", "true", statistic="life_expectancy")
    both = damp([2, 10], [40, 30]).assign(measure="deaths")
    system = only(
        link_cells_of_count_measures([deaths], figures("L1 L2 W", "deaths"), both, membership(), NO_AMOUNTS, RULES)
    )
    assert sorted(system.cells.counts.tolist()) == [2, 10]  # how many live there is public


def test_more_counted_than_there_are_is_no_share():
    system = only(
        link_cells_of_count_measures([DAMP], figures("L1 L2"), damp([9, 10], [8, 30]), membership(), NO_AMOUNTS, RULES)
    )
    assert (system.cells.figure == NEVER_NEGATIVE).sum() == 0
    assert np.bincount(system.cells.figure).tolist() == [2, 2]


def test_a_rate_has_no_rest():
    rate = measure("damp", "damp", statistic="rate")
    system = only(
        link_cells_of_count_measures([rate], figures("L1 L2"), damp([2, 10], [40, 30]), membership(), NO_AMOUNTS, RULES)
    )
    assert np.bincount(system.cells.figure[system.cells.figure >= 0]).tolist() == [2, 2]
    assert (system.cells.figure == NEVER_NEGATIVE).sum() == 2  # damp homes are still homes


def test_a_measure_that_counts_part_of_another_is_known_to_be_no_more():
    worse = measure("mouldy", "damp and mould")
    amounts = together(
        damp([9, 10], [40, 30]),
        counts("mouldy", "numerator", all={"L1": 7, "L2": 8}),
        counts("mouldy", "denominator", all={"L1": 40, "L2": 30}),
    )
    given = together(figures("L1 L2"), figures("L1 L2", "mouldy"))
    cells = only(link_cells_of_count_measures([DAMP, worse], given, amounts, membership(), NO_AMOUNTS, RULES)).cells
    assert sorted(cells.counts.tolist()) == [7, 8, 9, 10, 30, 40]  # all homes are the same quantity twice
    always = cells.sums[cells.figure == NEVER_NEGATIVE].tolist()
    # Damp of all, mouldy of all, and mouldy of damp, each in two neighbourhoods.
    assert sorted(always) == sorted([31, 20, 33, 22, 2, 2])


def test_groups_of_a_characteristic_add_up_with_those_of_whom_it_is_not_known():
    given = together(figures("B"), figures("B", breakdown="tenure", categories="owned rented"))
    amounts = together(
        damp([20, 10], [50, 40]),
        counts("damp", "numerator", "tenure", owned={"L1": 8, "L2": 3}, rented={"L1": 10, "L2": 7}),
        counts("damp", "denominator", "tenure", owned={"L1": 20, "L2": 20}, rented={"L1": 28, "L2": 20}),
    )
    cells = only(link_cells_of_count_measures([DAMP], given, amounts, membership(), NO_AMOUNTS, RULES)).cells
    assert sorted(cells.counts.tolist()) == sorted([11, 17, 2, 40, 48, 2])
    sums = {figure: cells.sums[cells.figure == figure].tolist() for figure in range(3)}
    assert sums == {0: [30, 90, 60], 1: [11, 40, 29], 2: [17, 48, 31]}
    assert (cells.figure == BY_SUBTRACTION).sum() == 0  # the two of whom it is not known are guarded from nobody
    assert (cells.figure == NEVER_NEGATIVE).sum() == 3


def test_groups_count_whichever_measure_of_the_same_quantity_comes_last():
    """All homes by tenure, and a measure of the same homes that is not shown by tenure."""
    given = together(figures("B"), figures("B", breakdown="tenure", categories="owned rented"), figures("B", "cold"))
    of_tenure = together(
        damp([20, 10], [50, 40]),
        counts("damp", "denominator", "tenure", owned={"L1": 20, "L2": 20}, rented={"L1": 28, "L2": 20}),
    )
    of_all = counts("cold", "denominator", all={"L1": 50, "L2": 40})
    for measures in ([DAMP, measure("cold", "cold")], [measure("cold", "cold"), DAMP]):
        amounts = together(of_tenure, of_all)
        cells = only(link_cells_of_count_measures(measures, given, amounts, membership(), NO_AMOUNTS, RULES)).cells
        assert [max(cells.sums[cells.figure == figure]) for figure in (1, 2)] == [40.0, 48.0]


def test_a_small_group_hides_the_other_unless_enough_are_unknown():
    given = together(figures("B"), figures("B", breakdown="tenure", categories="owned rented"))

    def hidden(whole):
        yes = counts("damp", "numerator", "tenure", owned={"L1": 3}, rented={"L1": 20})
        amounts = together(counts("damp", "numerator", all={"L1": whole}), yes)
        return hide(
            only(link_cells_of_count_measures([DAMP], given, amounts, membership(), NO_AMOUNTS, RULES)), [20, 4, 4]
        )

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
    tenure, age = link_cells_of_count_measures([DAMP], given, amounts, membership(), NO_AMOUNTS, RULES)
    assert (tenure.rows.tolist(), age.rows.tolist()) == ([0, 1, 2, 3], [0, 1, 4, 5])


def test_a_sum_of_amounts_tells_of_its_largest():
    rent = measure("rent", "true", statistic="weighted_mean", sum="rent")
    amounts = together(
        counts("rent", "numerator", all={"L1": 1000, "L2": 5000}),
        counts("rent", "denominator", all={"L1": 9, "L2": 20}),
    )
    given = figures("L1 L2", "rent")
    biggest = given.drop(columns="measure").assign(measure="rent", amounts=[[700, 250], [400, 390]])
    system = only(link_cells_of_count_measures([rent], given, amounts, membership(), biggest, RULES))
    assert system.dominated.tolist() == [True, False]
    assert not system.cells.mark_sensitive_figures().any()  # money is no number of people
    assert system.cells.width.tolist() == [100, 0, 6, 6]
    assert np.isinf(system.cells.threshold[:2]).all()
    given = figures("L1 L2 W", "rent")
    biggest = given.assign(amounts=[[700, 250], [400, 390], [700, 400]])
    system = only(link_cells_of_count_measures([rent], given, amounts, membership(), biggest, RULES))
    assert hide(system, [1, 1, 2]) == [0, 1]


def test_an_amount_of_few_more_people_is_guarded_by_whichever_measure_counts_few():
    """The rent of two homes more, which are ten people more; a measure of rent by person comes before that by home."""
    rent, people, homes = (("homes", summed, "true") for summed in ("rent", "people", "1"))
    by_person, by_home = (MeasureQuantities(rent, of, share=False, amount=True) for of in (people, homes))
    amounts = np.array([[900.0], [30], [12], [700], [20], [10]])
    every = [rent, people, homes, *(("homes of b", *quantity[1:]) for quantity in (rent, people, homes))]
    atoms = Atoms(sparse.csr_array((0, 1)), amounts, np.ones(1, bool), sparse.csr_array((0, 1)))
    now = {"by_person": by_person, "by_home": by_home}
    then = {name + " of b": (name, find_quantities_of_other_files(of, "b")) for name, of in now.items()}
    blocks = {quantity: number for number, quantity in enumerate(every)}
    nothing = pd.DataFrame(columns=["measure", "numerator", "denominator", "status"])
    cells = list(list_earlier_cells(now, then, nothing, atoms, blocks, 5))
    assert [c.widths.tolist() for c in cells if c.widths is not None and c.holds.shape[0]] == [[200.0]]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
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
def test_a_quantity_of_more_conditions_is_within_one_of_fewer(part, whole, expected):
    assert is_part_of(part, whole) is expected
