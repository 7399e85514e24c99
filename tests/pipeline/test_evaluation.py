"""An evaluation of the sample: refused, with all that is needed, and never made from invented figures."""

from pathlib import Path

import pytest

from docs_generator.house import PROJECT
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.pipelines.evaluate import evaluate
from fairer_stockton.run.errors import CatalogueError, MissingSourceError
from tests.conftest import QUIET

EXAMPLE = PROJECT / "docs/examples/evaluation.toml"
DECLARED = {
    "# start           ": "start",
    "# registered      ": "registered",
    "# registered_by   ": "registered_by",
    "2027-04-01": "2014-04-01",
    "2027-03-01": "2014-03-01",
    "claimants_by_neighbourhood": "overcrowded_homes",
}


def test_the_target_areas_are_refused_with_what_is_needed(sample: Settings) -> None:
    with pytest.raises(CatalogueError, match=r"(?s)1\. The day on which it began.*2\. The day on which this file"):
        evaluate(sample, QUIET, file=EXAMPLE)


def test_invented_figures_of_england_judge_nothing(sample: Settings, tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in DECLARED.items():
        text = text.replace(old, new)
    path = tmp_path / "evaluation.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MissingSourceError, match="only the generated sample"):
        evaluate(sample, QUIET, file=path)
