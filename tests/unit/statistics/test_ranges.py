import numpy as np
import pytest
from scipy.stats import studentized_range

from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.inequality import compute_absolute_gap
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.statistics.ranges import compute_area_range, compute_quantile_of_studentised_range

WORLDS, WARDS = 2_000, 27


def test_the_ends_are_named_and_an_area_without_a_figure_is_passed_over():
    found = compute_area_range(
        compute_wilson_proportion([[5, 50, 20, 3], [1, 1, 1, 1]], [[100, 100, 100, 0], [0, 0, 10, 0]])
    )
    assert float(found.gap.value[0]) == pytest.approx(45)
    assert (found.highest[0], found.lowest[0]) == (1, 0)
    assert (found.gap.reason[1], found.highest[1], found.lowest[1]) == ("fewer than two areas have a value", -1, -1)
    with pytest.raises(ValueError, match="areas"):
        compute_area_range(compute_wilson_proportion(1, 2))


def test_of_two_areas_there_is_nothing_to_pick():
    two = compute_wilson_proportion([50, 5], [100, 100])
    found, expected = (
        compute_area_range(two).gap,
        compute_absolute_gap(compute_wilson_proportion(50, 100), compute_wilson_proportion(5, 100)),
    )
    assert found.lower_95 == pytest.approx(float(expected.lower_95), rel=1e-6)
    assert found.upper_998 == pytest.approx(float(expected.upper_998), rel=1e-6)


@pytest.mark.parametrize(("areas", "alpha"), [(2, 0.05), (27, 0.05), (27, 0.002), (300, 0.05)])
def test_the_studentised_range_is_that_of_scipy(areas, alpha):
    assert compute_quantile_of_studentised_range(areas, alpha) == pytest.approx(
        studentized_range.ppf(1 - alpha, areas, np.inf), rel=1e-9
    )


def test_equal_wards_differ_beyond_chance_in_one_world_of_twenty():
    counts = np.random.default_rng(27).binomial(3_000, 0.2, (WORLDS, WARDS))
    found = compute_area_range(compute_wilson_proportion(counts, np.full(counts.shape, 3_000)))
    assert 0.04 < np.mean(found.gap.lower_95 > 0) < 0.06
    assert np.mean(found.gap.lower_998 > 0) < 0.006
    # As if the two had been chosen beforehand, nearly every world has its gap.
    ends = (np.sort(counts)[:, place] for place in (-1, 0))
    chosen = compute_absolute_gap(*(compute_wilson_proportion(end, np.full(end.shape, 3_000)) for end in ends))
    assert np.mean(chosen.lower_95 > 0) > 0.95


def test_wards_that_differ_hold_the_true_gap_of_the_two_that_are_named():
    random = np.random.default_rng(28)
    truth, error = np.linspace(0, 3, WARDS), random.uniform(0.5, 1.5, WARDS)
    drawn = random.normal(truth, error, (WORLDS, WARDS))
    found = compute_area_range(
        Estimate.normal(drawn, np.broadcast_to(error, drawn.shape), np.full(drawn.shape, "", object))
    )
    named = truth[found.highest] - truth[found.lowest]
    assert np.mean((found.gap.lower_95 <= named) & (named <= found.gap.upper_95)) > 0.95


def test_limits_that_a_publisher_gives_at_one_level_alone_are_stretched_from_that():
    value, error = np.array([1.0, 2, 4]), np.array([0.1, 0.2, 0.3])
    both = Estimate.normal(value, error, np.full(3, "", object))
    alone = Estimate.published(value, both.lower_95, both.upper_95)
    for level in ("lower_95", "upper_95", "lower_998", "upper_998"):
        assert getattr(compute_area_range(alone).gap, level) == pytest.approx(
            getattr(compute_area_range(both).gap, level), rel=1e-9
        )
    bare = compute_area_range(Estimate.published(value)).gap
    assert bare.value == 3
    assert np.isnan([bare.lower_95, bare.upper_95]).all()
