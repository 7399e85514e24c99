"""Neighbourhood figures of the borough, against the publisher's summaries and counts made apart from the pipeline."""

import pandas as pd
import pytest

from tests.real.test_known_answers import figure

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


@pytest.mark.parametrize(
    ("measure", "average_score", "denominator"),
    # File 10 of the 2019 Indices, sheets Income and Employment, row E06000004; File 6 for the people.
    [("income_deprivation", 0.164, 194_080), ("employment_deprivation", 0.135, 111_851.5)],
)
def test_average_scores_of_file_10(
    real_observations: pd.DataFrame, measure: str, average_score: float, denominator: float
) -> None:
    found = figure(real_observations, measure, "2019")
    assert round(found["value"] / 100, 3) == average_score
    assert found["denominator"] == denominator
    assert pd.isna(found["lower_95"])


@pytest.mark.parametrize(("period", "numerator", "denominator"), [("2019", 0, 120), ("2025", 6, 124)])
def test_homes_in_the_worst_tenth(
    real_observations: pd.DataFrame, period: str, numerator: int, denominator: int
) -> None:
    found = figure(real_observations, "homes_in_poor_condition", period)
    assert (found["numerator"], found["denominator"]) == (numerator, denominator)


def test_employment_of_england_is_withheld_with_its_neighbourhoods(real_observations: pd.DataFrame) -> None:
    found = figure(real_observations, "employment_deprivation", "2019", area="england")
    assert pd.isna(found["value"])
    assert "119" in found["note"]
