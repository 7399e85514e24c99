"""An evaluation of the sample: refused, with all that is needed, and never made from invented figures."""

import pytest

from docs_generator.house import PROJECT
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.measure.england import compute_observations_of_england
from fairer_stockton.pipelines.evaluate import evaluate
from fairer_stockton.run.errors import CatalogueError, MissingSourceError
from tests.conftest import QUIET

EXAMPLE = PROJECT / "docs/examples/evaluation.toml"


def test_the_target_areas_are_refused_with_all_that_is_needed(sample: Settings) -> None:
    with pytest.raises(CatalogueError) as refusal:
        evaluate(sample, QUIET, file=EXAMPLE)
    needs = ("1. The day on which it began", "2. The day on which this file", "3. Who registered it", "At least 2 comp")
    assert [need in str(refusal.value) for need in needs] == [True] * 4


def test_invented_figures_of_england_judge_nothing(sample: Settings) -> None:
    with pytest.raises(MissingSourceError, match="only the generated sample"):
        compute_observations_of_england(sample, "overcrowded_homes")
