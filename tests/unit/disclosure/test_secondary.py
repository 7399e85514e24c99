"""Secondary suppression against an attacker that tries every world there can be, and shares no code with the solver."""

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import pytest

from fairer_stockton.disclosure.linked import BY_SUBTRACTION, NEVER_NEGATIVE, LinkedCells
from fairer_stockton.disclosure.secondary import Unprotected, add_secondary_suppression, weigh_information_loss

FEWEST = 3.0
FOUR = np.array(list(product(range(10), repeat=4)), np.float32).T.copy()  # every table of four counts up to nine
PAIRS = [(yes, base) for base in range(9) for yes in range(base + 1)]  # yes is a part of base
THREE_SHARES = np.array(list(product(PAIRS, repeat=3)), np.float32).transpose(2, 1, 0).reshape(6, -1)  # yes ×3, base ×3


@dataclass
class Case:
    """A set of tables over a few counts, and all worlds that an attacker who knows nothing would think possible."""

    holds: np.ndarray
    counts: np.ndarray
    figure: np.ndarray
    worlds: np.ndarray
    rounded: np.ndarray | None = None
    fewest: float = FEWEST

    def __post_init__(self):
        self.figure = np.asarray(self.figure, int)
        self.rounded = np.zeros(len(self.figure), bool) if self.rounded is None else self.rounded
        self.holds, self.counts = np.asarray(self.holds, float), np.asarray(self.counts, float)
        guarded = np.where(self.figure == NEVER_NEGATIVE, 0.0, self.fewest)
        self.cells = LinkedCells.of(self.holds, self.counts, self.figure, guarded, rounded=self.rounded)
        self.sums = self.holds @ self.counts
        # A row for each cell, a column for each world; not `@`, whose threads stand in the way of the other tests.
        self.seen = np.einsum("cn,nw->cw", self.holds.astype(np.float32), self.worlds)
        self.cost = np.ones(self.cells.figures)
        np.add.at(self.cost, self.figure[self.figure >= 0], np.log1p(self.sums[self.figure >= 0]))

    def few(self, zeros=False):
        """The figures with a cell that is too small to show."""
        little = (self.sums < self.fewest) & (zeros | (self.sums > 0)) & (self.figure >= 0)
        return np.isin(np.arange(self.cells.figures), self.figure[little])

    def recovered(self, hidden, zeros=False, room=FEWEST):
        """Which cells that no figure shows can be told to within the room, from every world that fits the rest."""
        unseen = (self.figure == BY_SUBTRACTION) | np.isin(self.figure, np.flatnonzero(hidden))
        shown = ~unseen & (self.figure != NEVER_NEGATIVE)
        fits = np.arange(self.worlds.shape[1])
        for cell in np.flatnonzero(self.figure == NEVER_NEGATIVE):
            fits = fits[self.seen[cell, fits] >= 0]
        for cell in np.flatnonzero(shown):
            off = 0.501 if self.rounded[cell] else 0.001
            said = np.round(self.sums[cell]) if self.rounded[cell] else self.sums[cell]
            fits = fits[np.abs(self.seen[cell, fits] - said) <= off]
        told = np.zeros(len(self.figure), bool)
        for cell in np.flatnonzero(unseen):
            could = self.seen[cell, fits]
            least, most = could.min(), could.max()
            close = least < self.fewest - 0.001 and most - least < room - 0.001
            told[cell] = close and (zeros or most > 0)
        return told

    def optimum(self, small, below):
        """The least that is lost with any safe choice, or `below` if none is cheaper: every subset is tried."""
        free = np.flatnonzero(~small)
        extra = np.array([np.isin(free, chosen) for n in range(len(free) + 1) for chosen in combinations(free, n)])
        lost = self.cost[small].sum() + extra @ self.cost[free]
        for number in np.argsort(lost, kind="stable"):
            hidden = small.copy()
            hidden[free] = extra[number]
            if lost[number] >= below - 1e-9:
                break
            if not self.recovered(hidden).any():
                return lost[number]
        return below


def partition(random, size):
    label = random.integers(0, random.integers(1, size + 1), size)
    return [(label == one).astype(float) for one in np.unique(label)]


def tables(random, size):
    """Up to three maps of the same places, their total, and mostly the places themselves."""
    rows = [np.ones(size), *(row for _ in range(random.integers(1, 4)) for row in partition(random, size))]
    if random.random() < 0.6:
        rows += list(np.eye(size))
    return np.unique(rows, axis=0)


def planted(random, size=4):
    counts = random.integers(0, 7, size)
    counts[random.integers(size)] = random.integers(1, FEWEST)
    return counts


def numbered(random, rows):
    """Number the figures; in three of ten cases some cells are shown by none, and could be found by subtraction."""
    alone = random.random(rows) < (0.2 if random.random() < 0.3 else 0.0)
    alone[0] = False
    return np.where(alone, BY_SUBTRACTION, np.cumsum(~alone) - 1)


def linked(random):
    holds = tables(random, 4)
    return Case(holds, planted(random), numbered(random, len(holds)), FOUR)


@pytest.mark.parametrize("seed", range(5))
def test_nothing_hidden_can_be_found_again(seed):
    random = np.random.default_rng(seed)
    secondary = given_away = 0
    for _ in range(200):
        case = linked(random)
        small = case.few()
        hidden = add_secondary_suppression(case.cells, small, case.cost)
        assert (hidden >= small).all()
        assert not case.recovered(hidden).any(), case
        secondary += (hidden > small).any()
        given_away += case.recovered(small).any()
    assert given_away > 90  # hiding the small ones alone is not enough, and this attacker finds it out
    assert secondary >= given_away


@pytest.mark.parametrize("seed", range(2))
def test_no_more_is_lost_than_a_tenth_above_the_best_choice(seed):
    random = np.random.default_rng(100 + seed)
    compared = 0
    while compared < 100:
        case = linked(random)
        small = case.few()
        hidden = add_secondary_suppression(case.cells, small, case.cost)
        if (hidden == small).all():
            continue  # nothing was chosen
        lost = case.cost[hidden].sum()
        assert lost <= 1.1 * case.optimum(small, below=lost), case
        compared += 1


def shares(random):
    """Yes/no tables of three places: what says yes, what is asked and what says no are three cells of one figure."""
    areas = tables(random, 3)
    figure = np.arange(len(areas))
    none = np.zeros_like(areas)
    alone = [row for row in np.eye(3) if not (areas == row).all(axis=1).any()]
    unshown = np.array(alone).reshape(-1, 3)
    nothing = np.zeros_like(unshown)
    holds = np.vstack([
        np.hstack([areas, none]), np.hstack([none, areas]), np.hstack([-areas, areas]),
        np.hstack([unshown, nothing]), np.hstack([nothing, unshown]), np.hstack([-unshown, unshown]),
        np.hstack([-np.eye(3), np.eye(3)]),
    ])  # fmt: skip
    base = random.integers(1, 6, 3)
    counts = np.concatenate([random.integers(0, base + 1), base])
    numbers = np.concatenate([figure, figure, figure, [BY_SUBTRACTION] * 3 * len(unshown), [NEVER_NEGATIVE] * 3])
    return Case(holds, counts, numbers, THREE_SHARES)


@pytest.mark.parametrize("seed", range(2))
def test_neither_yes_nor_no_can_be_found_again(seed):
    random = np.random.default_rng(200 + seed)
    secondary = given_away = 0
    for _ in range(100):
        case = shares(random)
        small = case.few()
        hidden = add_secondary_suppression(case.cells, small, case.cost)
        assert not case.recovered(hidden).any(), case
        secondary += (hidden > small).any()
        given_away += case.recovered(small).any()
    assert given_away > 20
    assert secondary >= given_away


def test_that_yes_is_no_more_than_all_is_known():
    # Two places of 4 and 9 people; 2 and 5 say yes. Only who says yes and who is asked in all is shown.
    holds = [[1, 0, 0, 0], [0, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [-1, 0, 1, 0], [0, -1, 0, 1]]
    figure = [0, 1, 2, 3, 4, NEVER_NEGATIVE, NEVER_NEGATIVE]
    cells = LinkedCells.of(holds, [2, 5, 4, 9], figure, [3, 3, 3, 3, 3, 0, 0])
    small = cells.mark_sensitive_figures()
    assert small.tolist() == [True, False, False, False, False]
    hidden = add_secondary_suppression(cells, small, np.array([1.0, 1, 9, 9, 9]))
    assert hidden.tolist() == [True, True, False, False, False]  # 0 to 4 of the first, 3 to 7 of the second
    tight = LinkedCells.of(holds, [2, 5, 2, 5], figure, [3, 3, 3, 0, 0, 0, 0])
    more = add_secondary_suppression(tight, np.array([True, False, False, False, False]), np.array([1.0, 1, 9, 9, 9]))
    assert more.sum() > 2  # all say yes: what is shown of 2 and 5 people leaves no room


@pytest.mark.parametrize("seed", range(2))
def test_what_is_fixed_is_never_hidden(seed):
    random = np.random.default_rng(300 + seed)
    refused = kept = 0
    for _ in range(200):
        case = linked(random)
        small = case.few()
        fixed = ~small & (random.random(len(small)) < 0.4)
        try:
            hidden = add_secondary_suppression(case.cells, small, case.cost, cannot_be_hidden=fixed)
        except Unprotected as refusal:
            refused += 1
            assert case.recovered(~fixed)[refusal.exposure.cell], case  # whatever else is hidden
        else:
            kept += fixed.any()
            assert not (hidden & fixed).any()
            assert not case.recovered(hidden).any(), case
    assert refused > 20
    assert kept > 50


def test_what_is_fixed_and_gives_a_small_cell_away_is_a_refusal():
    cells = LinkedCells.of(np.vstack([np.eye(2), np.ones(2)]), [2, 9], [0, 1, 2], FEWEST)
    small, cost = cells.mark_sensitive_figures(), np.ones(3)
    with pytest.raises(Unprotected) as refusal:
        add_secondary_suppression(cells, small, cost, cannot_be_hidden=np.array([False, True, True]))
    exposure = refusal.value.exposure
    assert (exposure.cell, exposure.low, exposure.high, exposure.width) == (0, 2.0, 2.0, 0.0)
    assert add_secondary_suppression(cells, small, cost, cannot_be_hidden=np.array([False, True, False])).tolist() == [
        True,
        False,
        True,
    ]
    assert add_secondary_suppression(cells, small, cost, cannot_be_hidden=np.array([False, False, True])).tolist() == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("seed", range(2))
def test_that_there_is_nobody_can_be_guarded_too(seed):
    random = np.random.default_rng(400 + seed)
    given_away = 0
    for _ in range(200):
        case = linked(random)
        small = case.few(zeros=True)
        hidden = add_secondary_suppression(case.cells, small, case.cost, zeros_are_sensitive=True)
        assert not case.recovered(hidden, zeros=True).any(), case
        given_away += case.recovered(small, zeros=True).any()
    assert given_away > 50


def test_nobody_is_shown_unless_it_is_harm_to_know():
    cells = LinkedCells.of(np.vstack([np.eye(3), np.ones(3)]), [0, 7, 8], [0, 1, 2, 3], FEWEST)
    assert not cells.mark_sensitive_figures().any()
    assert not add_secondary_suppression(cells, cells.mark_sensitive_figures(), np.ones(4)).any()
    small = cells.mark_sensitive_figures(zeros_are_sensitive=True)
    assert small.tolist() == [True, False, False, False]
    assert add_secondary_suppression(cells, small, np.array([1.0, 2, 3, 9]), zeros_are_sensitive=True).tolist() == [
        True,
        True,
        False,
        False,
    ]


def test_a_whole_number_of_a_small_part_does_not_pin_a_count():
    # An older ward holds a tenth of the small neighbourhood and all of the other: 40.3, shown as 40.
    holds, figure = [[1, 0], [0, 1], [0.1, 1]], [0, 1, 2]
    small, cost = np.array([True, False, False]), np.array([1.0, 5, 3])
    exact = LinkedCells.of(holds, [3, 40], figure, 5.0)
    assert add_secondary_suppression(exact, small, cost).tolist() == [True, False, True]
    rounded = LinkedCells.of(holds, [3, 40], figure, 5.0, rounded=[False, False, True])
    assert add_secondary_suppression(rounded, small, cost).tolist() == [True, False, False]  # 0 to 5 people give 40
    # Of six tenths of it, 41.8 is shown as 42: only 3 and 4 people give that.
    most = LinkedCells.of([[1, 0], [0, 1], [0.6, 1]], [3, 40], figure, 5.0, rounded=[False, False, True])
    assert add_secondary_suppression(most, small, cost).tolist() == [True, False, True]


@pytest.mark.parametrize("seed", range(2))
def test_counts_that_are_shared_out_pin_nobody(seed):
    random = np.random.default_rng(500 + seed)
    secondary = given_away = 0
    for _ in range(100):
        part = (random.random(4) < 0.5).astype(float)
        part[random.integers(4)] = random.uniform(0.1, 0.9)
        holds = np.unique([*tables(random, 4), *np.eye(4), part], axis=0)
        rounded = (holds % 1 > 0).any(axis=1)
        case = Case(holds, planted(random), range(len(holds)), FOUR, rounded)
        small = case.few()
        hidden = add_secondary_suppression(case.cells, small, case.cost)
        # The ranges are of any numbers, so that of whole ones can be less by one.
        assert not case.recovered(hidden, room=FEWEST - 1)[~rounded].any(), case
        secondary += (hidden > small).any()
        given_away += case.recovered(small)[~rounded].any()
    assert given_away > 20
    assert secondary > 20


def test_one_small_cell_of_a_row_hides_the_cheapest_other():
    # 2 + 20 + 6 + 9 = 37: the total is known.
    cells = LinkedCells.of(np.vstack([np.eye(4), np.ones(4)]), [2, 20, 6, 9], range(5), FEWEST)
    small = cells.mark_sensitive_figures()
    cost = weigh_information_loss(cells.sums)
    assert small.tolist() == [True, False, False, False, False]
    assert add_secondary_suppression(cells, small, cost).tolist() == [True, False, True, False, False]
    cost[2] = 100.0
    assert add_secondary_suppression(cells, small, cost).tolist() == [True, False, False, True, False]
    assert add_secondary_suppression(cells, small, np.array([1.0, 9, 9, 9, 2])).tolist() == [
        True,
        False,
        False,
        False,
        True,
    ]


def test_of_two_figures_that_cost_as_much_the_later_is_hidden():
    # 2 + 9 + 9 = 20, in two orders of the rows: which of the two it is does not hang on the way to the choice.
    rows, counts = np.vstack([np.eye(3), np.ones(3)]), np.array([2, 9, 9])
    for order in ([0, 1, 2], [1, 0, 2], [1, 2, 0]):
        cells = LinkedCells.of(rows, counts[order], range(4), FEWEST)
        small = cells.mark_sensitive_figures()
        hidden = add_secondary_suppression(cells, small, np.array([1.0, 1, 1, 9]))
        assert np.flatnonzero(hidden & ~small).tolist() == [max(np.flatnonzero(~small[:3]))]


def test_two_small_cells_guard_each_other_only_if_they_are_enough_together():
    row = np.vstack([np.eye(3), np.ones(3)])
    enough = LinkedCells.of(row, [2, 2, 30], range(4), FEWEST)  # each can be 0 to 4
    assert add_secondary_suppression(enough, enough.mark_sensitive_figures(), np.ones(4)).tolist() == [
        True,
        True,
        False,
        False,
    ]
    little = LinkedCells.of(row, [1, 1, 30], range(4), FEWEST)  # each can be 0 to 2
    assert add_secondary_suppression(little, little.mark_sensitive_figures(), np.ones(4)).sum() == 3


def test_a_neighbourhood_that_is_a_whole_ward_hides_its_ward():
    # Four neighbourhoods of 2, 12, 8 and 10 people; the first is a ward by itself, the others are another.
    wards = [[1, 0, 0, 0], [0, 1, 1, 1]]
    cells = LinkedCells.of(np.vstack([np.eye(4), wards, np.ones(4)]), [2, 12, 8, 10], range(7), FEWEST)
    small = cells.mark_sensitive_figures()
    assert np.flatnonzero(small).tolist() == [0, 4]
    hidden = add_secondary_suppression(cells, small, weigh_information_loss(cells.sums) * [1, 1, 1, 1, 2, 2, 20])
    # The borough less the other ward would give it, and the other ward is the sum of its neighbourhoods.
    assert np.flatnonzero(hidden).tolist() == [0, 2, 4, 5]


def test_what_two_maps_differ_by_is_guarded_though_no_figure_shows_it():
    # The older ward holds 20 + 2 people, today's 20; no neighbourhood is shown.
    holds, counts = [[1, 1, 0], [1, 0, 0], [1, 1, 1], [0, 1, 0]], [20, 2, 30]
    without = LinkedCells.of(holds[:3], counts, [0, 1, 2], FEWEST)
    assert not add_secondary_suppression(without, without.mark_sensitive_figures(), np.ones(3)).any()
    cells = LinkedCells.of(holds, counts, [0, 1, 2, BY_SUBTRACTION], FEWEST)
    small = cells.mark_sensitive_figures()
    assert not small.any()
    assert add_secondary_suppression(cells, small, np.array([1.0, 2, 20])).tolist() == [True, False, False]
    assert add_secondary_suppression(cells, small, np.array([2.0, 1, 20])).tolist() == [False, True, False]


def test_a_difference_of_enough_people_hides_nothing():
    cells = LinkedCells.of([[1, 1, 0], [1, 0, 0], [1, 1, 1], [0, 1, 0]], [20, 3, 30], [0, 1, 2, BY_SUBTRACTION], FEWEST)
    assert not add_secondary_suppression(cells, cells.mark_sensitive_figures(), np.ones(3)).any()


def test_nothing_small_hides_nothing_and_no_figures_is_no_choice():
    cells = LinkedCells.of(np.vstack([np.eye(3), np.ones(3)]), [5, 6, 7], range(4), FEWEST)
    assert not add_secondary_suppression(cells, cells.mark_sensitive_figures(), np.ones(4)).any()
    none = LinkedCells.of(np.zeros((0, 2)), [1, 2], [], FEWEST)
    assert add_secondary_suppression(none, none.mark_sensitive_figures(), np.zeros(0)).shape == (0,)


def test_the_same_choice_is_made_each_time():
    random = np.random.default_rng(7)
    for _ in range(20):
        case = linked(random)
        first, again = (add_secondary_suppression(case.cells, case.few(), case.cost) for _ in range(2))
        assert (first == again).all()


def test_more_is_lost_with_a_figure_that_counts_more():
    assert weigh_information_loss([0, 1]) == pytest.approx([1.0, 1 + np.log(2)])
    assert (np.diff(weigh_information_loss(range(1000))) > 0).all()
