"""A series carried on to a later year, against published predictions and in worlds of which the truth is known."""

import numpy as np
import pytest

from fairer_stockton.statistics.trajectory import project_to_target

# R's data set `cars`: stopping distances in feet by speed in miles per hour (Ezekiel 1930).
SPEED = [
    *(4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15),
    *(15, 16, 16, 17, 17, 17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25),
]
DISTANCE = [
    *(2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20, 26),
    *(54, 32, 40, 32, 40, 50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85),
]
NONE = [np.nan] * 50


@pytest.mark.parametrize(
    ("speed", "expected"), [(12, (29.60, -1.75, 60.96)), (19, (57.14, 25.76, 88.51)), (24, (76.80, 44.75, 108.85))]
)
def test_predictions_are_those_that_r_gives(speed: int, expected: tuple[float, ...]) -> None:
    """As `predict(lm(dist ~ speed, cars), interval = "prediction")` prints them."""
    made = project_to_target(DISTANCE, NONE, NONE, SPEED, expected[0], speed, is_lower_better=True)
    assert (made.value, made.lower_95, made.upper_95) == pytest.approx(expected, abs=0.01)
    assert made.probability == pytest.approx(0.5, abs=0.001)  # of a target at the line itself
    at_limit = project_to_target(DISTANCE, NONE, NONE, SPEED, made.upper_95, speed, is_lower_better=True)
    assert at_limit.probability == pytest.approx(0.975)
    assert project_to_target(
        DISTANCE, NONE, NONE, SPEED, made.upper_95, speed, is_lower_better=False
    ).probability == pytest.approx(0.025)


def test_targets_that_are_called_probable_are_reached_as_often() -> None:
    random, years = np.random.default_rng(7), np.arange(2015, 2022)
    probabilities, reached = [], []
    for _ in range(1000):
        slope, target = random.normal(0, 0.5), random.normal(50, 3)
        truth = 50 + slope * (years - 2018)
        series = truth + random.normal(0, 1, len(years))
        limits = series - 1.96, series + 1.96
        made = project_to_target(series, *limits, years, target, 2024, is_lower_better=True)
        probabilities.append(made.probability)
        reached.append(50 + slope * 6 + random.normal(0, 1) <= target)
    said, was = np.array(probabilities), np.array(reached)
    assert said.mean() == pytest.approx(was.mean(), abs=0.03)
    likely, unlikely = said >= 0.8, said < 0.2  # those that are called on track, and off track
    assert min(likely.sum(), unlikely.sum()) > 300
    assert was[likely].mean() >= said[likely].mean() - 0.01
    assert was[unlikely].mean() <= said[unlikely].mean() + 0.01


def test_values_that_happen_to_lie_on_a_line_give_no_certainty() -> None:
    """Each is known to within 2: that they fit a line exactly is chance."""
    values = np.array([30.0, 29.0, 28.0, 27.0, 26.0])
    years = np.arange(2017, 2022)
    exact = project_to_target(values, values, values, years, 24.9, 2022, is_lower_better=True)
    uncertain = project_to_target(values, values - 2, values + 2, years, 24.9, 2022, is_lower_better=True)
    assert exact.probability == 0.0
    assert 0.3 < uncertain.probability < 0.5


@pytest.mark.parametrize("values", [[1.0, 2.0, 3.0, 4.0], [1.0, 2.0, np.nan, 4.0, 5.0]])
def test_too_few_or_missing_values_are_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="needs 5 values"):
        project_to_target(values, values, values, range(len(values)), 1.0, 9, is_lower_better=True)
