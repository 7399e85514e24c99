"""England on the published extracts: a council's rows are those that it has when it is measured by itself."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.measure.decompositions import find_and_split_gaps
from fairer_stockton.measure.england import EnglandInputs, compute_figures_of_england, open_inputs_of_england
from fairer_stockton.measure.figures import compute_and_protect_observations, open_measuring_inputs
from fairer_stockton.measure.gaps import judge_gaps
from fairer_stockton.schemas.results.observations import OBSERVATION_KEY

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]
# A unitary, a county district, a London borough, and one whose wards of 2019 lay in councils that are no more.
COUNCILS = ("E06000004", "E07000044", "E09000012", "E06000063")
# Sums with fifths by neighbourhood, means and whole counts of both maps, MSOAs, and what is published for councils.
MEASURES = (
    "fuel_poverty",
    "most_deprived_tenth",
    "children_in_low_income_local_areas",
    "council_tax_support",
    "published_life_expectancy",
    "no_qualifications",
)
AREA = ["area_type", "area_code", "vintage"]


@pytest.fixture(scope="module")
def settings(real: Settings) -> Settings:
    """Published extracts alone, and a few measures."""
    definitions = replace(real, handed_definitions=None).national_definitions
    measures = {name: measure for name, measure in definitions.measures.items() if name in MEASURES}
    return replace(real, sample=False, handed_definitions=replace(definitions, measures=measures))


@pytest.fixture(scope="module")
def england(settings: Settings) -> Iterator[tuple[EnglandInputs, pd.DataFrame, pd.DataFrame]]:
    definitions = settings.definitions
    with open_inputs_of_england(settings, definitions) as inputs:
        measures: dict[str, Measure] = dict(definitions.measures_with_sources)
        yield inputs, *compute_figures_of_england(inputs, measures)


@pytest.mark.parametrize("code", COUNCILS)
def test_a_council_has_the_figures_that_it_has_alone(settings, england, code: str) -> None:
    inputs, observations, computed = england
    with open_measuring_inputs(replace(settings, authority=code)) as inputs_of_council:
        known, _ = compute_and_protect_observations(inputs_of_council)
        known_gaps = find_and_split_gaps(inputs_of_council, known)["gaps"]
    shown = inputs.councils.shown_areas
    own = observations.merge(shown.loc[shown["council"] == code, AREA], on=AREA)
    # One council to compare with that has no figure takes all others along, but not from councils that have them near.
    keys = pd.MultiIndex.from_frame(known[[*OBSERVATION_KEY]])
    own = own[(own["area_type"] != "authority") | pd.MultiIndex.from_frame(own[[*OBSERVATION_KEY]]).isin(keys)]
    assert len(known) > 1_000
    assert_same_rows(own, known, list(OBSERVATION_KEY))
    gaps = judge_gaps(computed, settings.definitions).assign(council=computed["council"])
    gaps = gaps[(gaps["council"] == code) | (gaps["area_code"] == "E92000001")].drop(columns="council")
    assert_same_rows(
        gaps, known_gaps, ["measure", "gap_type", "area_code", "breakdown", "category", "group_a", "period"]
    )


def assert_same_rows(found: pd.DataFrame, expected: pd.DataFrame, key: list[str]) -> None:
    """Every column of every row, to the last digit, whatever their order."""
    one, other = (rows.sort_values(key).reset_index(drop=True) for rows in (found, expected))
    pd.testing.assert_frame_equal(one[list(expected)], other, check_exact=True)
