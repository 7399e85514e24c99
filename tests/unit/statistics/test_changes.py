import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairer_stockton.statistics.changes import ChangeStep, ValuesWithSums, split_change

counts = st.floats(0, 1e6)
people = st.floats(1, 1e7)
sums = st.tuples(counts, people)


def of_sums(*pairs, per=100.0):
    above, below = np.array(pairs).T
    return ValuesWithSums.of(per * above / below, above, below)


def in_order(first, last, per, count_first):
    """The effect of the count where it changes first, or last."""
    population = first[1] if count_first else last[1]
    return per * (last[0] - first[0]) / population


@given(st.lists(st.tuples(sums, sums, sums), min_size=1, max_size=5), st.sampled_from([1.0, 100.0, 1000.0]))
def test_parts_add_up_and_each_effect_is_the_mean_of_two_orders(triples, per):
    then, again, now = (of_sums(*one, per=per) for one in zip(*triples, strict=True))
    found = split_change(then, again, now, per)
    effects = [step.by_count for step in (found.revision, found.over_time)]
    reach = max(np.abs([then.value, again.value, now.value, *effects]).max(), 1.0)
    near = {"rtol": 0, "atol": 1e-12 * reach}
    np.testing.assert_allclose(found.revision.size + found.over_time.size, found.total, **near)
    for step, first, last in ((found.revision, 0, 1), (found.over_time, 1, 2)):
        np.testing.assert_allclose(step.by_count + step.by_population, step.size, **near)
        for place, triple in enumerate(triples):
            a, b = triple[first], triple[last]
            by_count = (in_order(a, b, per, True) + in_order(a, b, per, False)) / 2
            by_population = per * (1 / b[1] - 1 / a[1]) * (a[0] + b[0]) / 2
            assert step.by_count[place] == pytest.approx(by_count, rel=1e-9, abs=1e-6)
            assert step.by_population[place] == pytest.approx(by_population, rel=1e-6, abs=1e-6 * reach)


@given(sums, sums)
def test_turned_round_every_part_has_the_other_sign(first, last):
    one, other = of_sums(first), of_sums(last)
    there, back = split_change(one, one, other, 100.0), split_change(other, other, one, 100.0)
    np.testing.assert_allclose(there.over_time.by_count, -back.over_time.by_count)
    np.testing.assert_allclose(there.over_time.size, -back.over_time.size)


@given(counts, counts, people)
def test_what_stays_the_same_has_no_part_at_all(first, last, of):
    same_people = split_change(of_sums((first, of)), of_sums((first, of)), of_sums((last, of)), 100.0)
    assert parts(same_people.over_time)[2] == 0.0
    same_count = split_change(of_sums((first, of)), of_sums((first, of)), of_sums((first, of + 1)), 100.0)
    assert parts(same_count.over_time)[1] == 0.0
    assert parts(same_count.revision) == [0.0, 0.0, 0.0]


def test_a_change_worked_out_by_hand():
    # 20 of 100, revised to 24 of 120 (the same 20 %), then 30 of 200 (15 %).
    found = split_change(of_sums((20, 100)), of_sums((24, 120)), of_sums((30, 200)), 100.0)
    # Revision: 100·4·(1/100 + 1/120)/2 = 3.6667 by the count, and as much less by the population.
    assert parts(found.revision) == pytest.approx([0.0, 3.666667, -3.666667], abs=1e-6)
    # Time: 100·6·(1/120 + 1/200)/2 = 4 by the count; 100·(1/200 − 1/120)·27 = −9 by the population.
    assert parts(found.over_time) == pytest.approx([-5.0, 4.0, -9.0])
    assert float(found.total[0]) == pytest.approx(-5.0)


def parts(step: ChangeStep):
    return [float(step.size[0]), float(step.by_count[0]), float(step.by_population[0])]


def test_what_is_not_known_has_no_parts():
    whole, gone, bare = of_sums((20, 100)), ValuesWithSums.of([np.nan]), ValuesWithSums.of([21.0])
    found = split_change(whole, gone, of_sums((30, 100)), 100.0)
    assert float(found.total[0]) == pytest.approx(10.0)
    assert np.isnan([*parts(found.revision), *parts(found.over_time)]).all()
    without = split_change(whole, bare, bare, 100.0)
    assert parts(without.revision)[0] == pytest.approx(1.0)
    assert np.isnan(parts(without.revision)[1:]).all()
    assert parts(without.over_time)[0] == 0.0


@pytest.mark.parametrize("sums", [(20.0, 0.0), (30.0, 100.0)])
def test_a_figure_that_is_not_of_its_sums_is_not_split_by_them(sums):
    odd = ValuesWithSums.of([20.0], [sums[0]], [sums[1]])
    found = split_change(odd, odd, of_sums((30, 100)), 100.0)
    assert np.isnan(parts(found.over_time)[1:]).all()


def test_shapes_must_fit():
    with pytest.raises(ValueError, match="one shape"):
        ValuesWithSums.of([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="one shape"):
        split_change(ValuesWithSums.of([1.0, 2.0]), ValuesWithSums.of([1.0]), ValuesWithSums.of([1.0]))
