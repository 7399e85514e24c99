"""A revised source: what does not rest on it is not made again, and all comes out as if everything had been."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.auditor.audit import Audit, bound_and_judge_puzzle
from fairer_stockton.auditor.knowledge import PuzzleMaker
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.disclosure.tasks import ProtectionTask, choose_figures_to_hide
from fairer_stockton.measure.results import PLACE_RESULTS, list_measuring_outputs
from fairer_stockton.measure.results import list_measured_table_paths as paths_of_results
from fairer_stockton.pipelines import ingest as ingest_stage
from fairer_stockton.pipelines import measure as measure_stage
from fairer_stockton.pipelines import validate as validate_stage
from fairer_stockton.report.edition import load_edition
from fairer_stockton.report.pages.disclosure import audit_edition
from fairer_stockton.report.tables.csv_files import write_csv_files
from fairer_stockton.run import cache
from fairer_stockton.run.parallel import InlineExecutor
from tests.conftest import QUIET, copied, with_measures
from tests.pipeline.test_chain import change, sums
from tests.pipeline.test_changes import REVISED, REVISED_FILE, more_near

# The revised one, others that are looked after as it is, and one that is not: of counts, answers and contacts.
MEASURES = (
    "contacts_per_1000",
    "control_over_life",
    "customers_satisfied",
    "loneliness",
    "minutes_waiting",
    "no_qualifications",
    REVISED,
)
KEPT = "audited.json"
INDICES = "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv"


class Watched(InlineExecutor):
    """Does what it is given, and names what was asked and the measures that it was asked of."""

    def __init__(self, asked: list[tuple[Any, set[str]]]) -> None:
        self.asked = asked

    def submit(self, fn: Callable[..., Any], /, *given: Any, **more: Any) -> Any:
        steps = given[0].steps if isinstance(given[0], ProtectionTask) else given
        self.asked.append((fn, {name for step in steps for name in measures_in(step)}))
        return super().submit(fn, *given, **more)


def measures_in(step: "partial[Any] | PuzzleMaker") -> set[str]:
    """Name the measures whose figures a step is given."""
    handed = [step.figures] if isinstance(step, PuzzleMaker) else step.args
    return {name for given in handed if "measure" in getattr(given, "columns", ()) for name in given["measure"]}


def written(settings: Settings) -> dict[str, int]:
    """Say when each table of places was written."""
    return {name: paths_of_results(settings.measures)[name].stat().st_mtime_ns for name in PLACE_RESULTS}


def results(settings: Settings, folder: Path) -> tuple[dict[str, str], Audit]:
    """Measure and audit: the sums of all tables, and what the auditor found."""
    measure_stage.measure(settings, QUIET)
    edition = load_edition(settings)
    (folder / "csv").mkdir(parents=True)
    write_csv_files(edition, folder / "csv")
    return sums(settings.measures) | sums(folder), audit_edition(edition, folder, settings.cache / KEPT)


def test_only_what_rests_on_it_is_asked_again(part: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, set[str]]] = []
    monkeypatch.setattr(cache, "open_executor", lambda _: Watched(asked))
    settings = with_measures(copied(part, tmp_path), MEASURES)
    places = written(settings)
    change(settings, *REVISED_FILE, more_near)
    ingest_stage.ingest(settings, QUIET)
    validate_stage.validate(settings, QUIET)
    revised = results(settings, tmp_path / "revised")
    assert [names for fn, names in asked if fn is choose_figures_to_hide] == [{REVISED}]
    # The audit puts each edition together with those before it, and asks all once; then of what is the same, nothing.
    asked.clear()
    assert audit_edition(load_edition(settings), tmp_path / "revised", settings.cache / KEPT) == revised[1]
    assert asked == []
    assert written(settings) == places

    asked.clear()
    anew = replace(settings, processed=tmp_path / "anew")
    shutil.copytree(settings.staged, anew.staged)
    shutil.copytree(settings.verdicts, anew.verdicts)
    assert results(anew, tmp_path / "all") == revised
    assert {fn for fn, _ in asked} == {choose_figures_to_hide, bound_and_judge_puzzle}
    assert {name for _, names in asked for name in names} > {REVISED, "loneliness", "minutes_waiting"}


def test_places_rest_on_some_sources_and_figures_on_all(sample: Settings, tmp_path: Path) -> None:
    settings = copied(sample, tmp_path)
    contents = [[output.content() for output in list_measuring_outputs(settings)]]
    for folder, name, how in (
        (*REVISED_FILE, more_near),
        ("indices_of_deprivation/2025", INDICES, lambda text: text.replace("001A", "001Z", 1)),
    ):
        change(settings, folder, name, how)
        ingest_stage.ingest(settings, QUIET)
        contents.append([output.content() for output in list_measuring_outputs(settings)])
    first, open_space, indices = contents
    assert [before == after for before, after in zip(first, open_space, strict=True)] == [True, False]
    assert [before == after for before, after in zip(open_space, indices, strict=True)] == [False, False]
