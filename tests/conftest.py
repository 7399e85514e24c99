"""What tests share: the sample and the real extracts taken through the chain once, and tiny staged tables."""

import io
import json
import os
import pickle
import shutil
import tomllib
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pandas as pd
import pytest
from filelock import FileLock

from fairer_stockton.auditor.audit import Audit
from fairer_stockton.cli import main
from fairer_stockton.definitions import project
from fairer_stockton.definitions.contract_files import load_row_contract
from fairer_stockton.definitions.measure_files import load_measure
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import NO_NEIGHBOURHOODS, Settings
from fairer_stockton.definitions.sources import Source, load_sources
from fairer_stockton.editions.record import RECORD
from fairer_stockton.pipelines import ingest as ingest_stage
from fairer_stockton.pipelines import measure as measure_stage
from fairer_stockton.pipelines import report as report_stage
from fairer_stockton.pipelines import validate as validate_stage
from fairer_stockton.places import deprivation
from fairer_stockton.places.tables import compute_england_summaries
from fairer_stockton.report import build
from fairer_stockton.run.memory import collect_garbage_seldom
from fairer_stockton.run.progress import Progress

PROJECT = Path(__file__).parent.parent
PARSE_TOML = tomllib.loads
QUIET = Progress(quiet=True)
DEFINITIONS = Settings().declared_definitions
AUDITED = Audit(figures=1, hidden=1, bounded=1, narrowest=5.0, narrowest_answers=30.0)

collect_garbage_seldom()

# A busy machine is not a wrong answer: examples are not timed.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


# One measure of every kind that is made otherwise than the rest, for chains that have to be run again.
PART = (
    "average_deprivation_score", "contacts_per_1000", "control_over_life", "customers_satisfied", "employment_rate",
    "expected_standard_children_in_need", "fuel_poverty", "hazards_remedied", "life_expectancy", "loneliness",
    "minutes_waiting", "no_qualifications", "open_space_within_300m", "turnout",
)  # fmt: skip

# A page of one neighbourhood is enough where the sample has a page of each.
PROFILED_IN_PART = ("E01012198",)

# Of a chain in a process of its own: a second would import everything again, while other tests have the other core.
# That two processes make what one makes is looked at by itself.
ONE_PROCESS = {"FAIRER_JOBS": "1"}

FILES_OF_SOURCE = (
    "fairer_stockton/sources/{}.toml",
    "fairer_stockton/staging/{}.sql",
    "schemas/staged/{}.py",
    "schemas/expectations/{}.py",
)

# Of one survey and one extract more than one measure: to protect and audit them together takes a quarter of a chain.
OTHERS_OF_ONE_EXTRACT = {"contacts_per_1000", "customers_satisfied", "loneliness", "minutes_waiting"}
# On the published extracts: all that rests on them; and of what the council alone could supply, which is the sample's
# there too and is measured whole in `sample`, one measure of every kind, and every question of the residents' survey:
# among the real fifths and wards these are another puzzle than among the sample's.
ON_PUBLISHED = {
    name
    for name, measure in DEFINITIONS.measures.items()
    if name in {*PART} - OTHERS_OF_ONE_EXTRACT
    or not DEFINITIONS.supplied & {*measure.tables}
    or "residents_survey" in measure.tables
}
SAID = "said.json"  # what the refresh of the published extracts printed and logged
# Code for `python -c`: the stages that its first argument names, one after the other in one process.
STAGES = """
import runpy, sys
for stage in sys.argv.pop(1).split(","):
    try:
        runpy.run_module(f"pipelines.{stage}", run_name="__main__")
    except SystemExit as ended:
        if ended.code:
            raise
"""

# The same after this: for `MEASURES` and no others.
SOME_MEASURES = """
from dataclasses import replace
from functools import cache
from fairer_stockton.definitions import project

load = project.load_definitions

@cache
def load_some(*arguments):
    every = load(*arguments)
    return replace(every, measures={name: measure for name, measure in every.measures.items() if name in MEASURES})

project.load_definitions = load_some
"""

# The same as the fixture `without_pictures` for stages in a process of their own; and without the explorer's data.
WITHOUT_PICTURES = """
from fairer_stockton.report import build
build.write_pictures = build.write_papers = build.write_explorer_scripts = lambda *_: None
"""


def stages_with(measures: Collection[str]) -> str:
    """Return the code that runs stages for these measures and no others."""
    return f"MEASURES = {sorted(measures)}\n{SOME_MEASURES}{STAGES}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker begin with the published extracts and another with the sample and the part of it.

    Else both would come to tests that need the part at once, and one would wait while the other makes it.
    """

    def begins_late(item: pytest.Item) -> tuple[bool, bool]:
        group = item.get_closest_marker("xdist_group")
        return item.get_closest_marker("real") is None, group is None or group.args != ("hidden figures",)

    items.sort(key=begins_late)


class RecordedProgress(Progress):
    """Progress that writes nothing and keeps its lines."""

    def __init__(self) -> None:
        super().__init__(quiet=True)
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


def run_chain(settings: Settings, progress: Progress = QUIET) -> Settings:
    """Ingest, validate and measure."""
    ingest_stage.ingest(settings, progress)
    validate_stage.validate(settings, progress)
    measure_stage.measure(settings, progress)
    return settings


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Settings], None]) -> Settings:
    """Give settings whose folders the first worker that asks fills for all of them; nobody may change them."""
    own = factory.getbasetemp()
    work = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    settings = Settings(work / "raw", work / "processed", work / "reports")
    with FileLock(f"{work}.lock"):
        if not (work / "whole").exists():
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            make(settings)
            (work / "whole").touch()
    return settings


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The generated sample, measured and published."""

    def make(settings: Settings) -> None:
        only_sample(settings.raw)
        report_stage.publish(run_chain(settings), QUIET)

    return once(tmp_path_factory, "sample", make)


@pytest.fixture(scope="session")
def part(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same with the measures of `PART` alone, for what looks at an edition again and again."""

    def make(settings: Settings) -> None:
        link_raw_folder(sample.raw, settings.raw)
        shutil.copytree(sample.processed, settings.processed)  # what is known of places is the same
        (settings.measures / "observations.parquet").unlink()  # so that figures are made again, of these alone
        chain = run_chain(with_measures(settings, PART))
        report_stage.publish(replace(chain, profiles=PROFILED_IN_PART), QUIET)

    return replace(with_measures(once(tmp_path_factory, "part", make), PART), profiles=PROFILED_IN_PART)


def without_neighbourhoods(settings: Settings) -> Settings:
    """Return settings under which no neighbourhood has a page, where a test looks at other pages."""
    return replace(settings, profiles=(NO_NEIGHBOURHOODS,))


def copied(sample: Settings, work: Path) -> Settings:
    """Give the same sample chain in folders of one's own, its raw data copied so that they can be spoilt."""
    shutil.copytree(sample.processed, work / "processed")
    shutil.copytree(PROJECT / "data/raw/sample", work / "raw/sample")
    shutil.copytree(sample.reports, work / "reports", symlinks=True)
    if (sample.raw / RECORD).is_dir():  # what was published stays known
        shutil.copytree(sample.raw / RECORD, work / "raw" / RECORD)
    folders = {"raw": work / "raw", "processed": work / "processed", "reports": work / "reports"}
    return Settings(**folders, handed_definitions=sample.handed_definitions, profiles=sample.profiles)


def with_measures(settings: Settings, names: Collection[str], **more: Any) -> Settings:
    """Return settings under which these measures and no others are measured and published, for a shorter wait.

    Whatever else is handed in takes the place of that part of the definitions.
    """
    definitions = settings.declared_definitions
    measures = {name: measure for name, measure in definitions.measures.items() if name in names}
    return replace(settings, handed_definitions=replace(definitions, measures=measures, **more))


def with_sources(settings: Settings, *sources: Source) -> Settings:
    """Return settings under which there are these sources and no others."""
    definitions = replace(settings.declared_definitions, sources={source.name: source for source in sources})
    return replace(settings, handed_definitions=definitions)


def measure_in(path: Path) -> Measure:
    """Read one measure file of a test's own."""
    return load_measure(path, DEFINITIONS.framework, DEFINITIONS.breakdowns, DEFINITIONS.least_differences)


def load_source(path: Path) -> Source:
    """Read one source file of a test's own."""
    return load_sources([path], {path.stem})[0][path.stem]


def definitions_with(measures: Mapping[str, Measure], supplied: Collection[str] = (), **more: Any) -> Definitions:
    """Give the definitions with these measures and no others; `supplied` are those of their tables not open."""
    tables = {table for measure in measures.values() for table in measure.tables} | set(supplied)
    like = DEFINITIONS.sources["turnout"]
    sources = {
        table: replace(DEFINITIONS.sources.get(table, like), name=table, supplied=table in supplied) for table in tables
    }
    return replace(DEFINITIONS, measures=dict(measures), sources=sources, **more)


def project_copied(folder: Path, measures: Collection[str], sources: Collection[str] | None = None) -> None:
    """Copy the project, to be run or added to, with these measures and (where they are named) sources and no others."""
    for part in ("fairer_stockton", "pipelines", "schemas"):
        shutil.copytree(PROJECT / part, folder / part, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(PROJECT / "GLOSSARY.md", folder / "GLOSSARY.md")
    for file in (folder / "fairer_stockton").glob("**/measures/*/*.toml"):  # the council's own lie over the package's
        if file.stem not in measures:
            file.unlink()
    for file in ("story.toml", "actions.toml", "partnerships.toml"):  # they name measures that are not there now
        (folder / "fairer_stockton/council" / file).unlink()
    of_none = '[sex]\ntitle = "Sex"\nnot_held = "Women and men."\nfind_out = "Ask."\n'
    (folder / "fairer_stockton/definitions/protected_characteristics.toml").write_text(of_none, encoding="utf-8")
    for name in () if sources is None else set(DEFINITIONS.sources) - set(sources):
        for file in FILES_OF_SOURCE:
            (folder / file.format(name)).unlink()


@pytest.fixture
def package_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the package's own definitions from memory where a test reads definitions again for what it has written."""
    monkeypatch.setattr(tomllib, "loads", _parse_toml)


def _parse_toml(text: str) -> dict[str, Any]:
    return dict(pickle.loads(_parse_and_pickle_toml(text)))


@cache
def _parse_and_pickle_toml(text: str) -> bytes:
    return pickle.dumps(PARSE_TOML(text))


@pytest.fixture
def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish without the many charts and maps, and the papers that hold them, where a test looks at other files."""
    monkeypatch.setattr(build, "write_pictures", lambda *_: None)
    monkeypatch.setattr(build, "write_papers", lambda *_: None)


@pytest.fixture
def without_explorer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish without the data of the explorer and of answers, where a test looks at other files."""
    monkeypatch.setattr(build, "write_explorer_scripts", lambda *_: None)
    monkeypatch.setattr(build, "write_answer_scripts", lambda *_: None)


@pytest.fixture
def without_tables(without_explorer: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish without the workbooks, parquet and explorer, and so unaudited, where a test looks at pages."""
    for name in ("write_workbook", "write_open_document", "write_parquet_files"):
        monkeypatch.setattr(build, name, lambda *_: None)
    monkeypatch.setattr(build, "audit_edition", lambda *_: AUDITED)
    monkeypatch.setattr(build, "check_workbooks_and_parquet_against_csv", lambda _: None)


def link_raw_folder(raw: Path, work: Path) -> Path:
    """Make a raw folder with the extracts of another, in which nothing has been published yet."""
    work.mkdir(parents=True)
    for path in raw.iterdir():
        if path.name not in (RECORD, ".lock"):
            (work / path.name).symlink_to(path, target_is_directory=path.is_dir())
    return work


def only_sample(raw: Path) -> Path:
    """Make a raw folder that holds the sample and nothing fetched."""
    raw.mkdir()
    (raw / "sample").symlink_to(PROJECT / "data/raw/sample", target_is_directory=True)
    return raw


@pytest.fixture(scope="session")
def mirror() -> Path:
    """The folder of published extracts."""
    folder = Path(os.environ.get("FAIRER_MIRROR") or PROJECT.parent / "shared/data")
    if not (folder / "rebuilt").is_dir():
        pytest.skip(f"no published extracts at {folder}: set FAIRER_MIRROR to a folder that holds them")
    return folder


def refresh_published(settings: Settings, mirror: Path) -> tuple[int, str, str]:
    """Run all five stages by the command; return its exit code, what it printed and what it logged.

    Pictures and papers are those of other tests, and so are workbooks: of all that is published they take as long as
    the stages before. One neighbourhood has a page, since the sample has a page of each.
    """
    load = project.load_definitions
    folders = [f"--{name}={getattr(settings, name)}" for name in ("raw", "processed", "reports")]
    with pytest.MonkeyPatch.context() as patch, ExitStack() as streams:
        printed, logged = io.StringIO(), io.StringIO()
        streams.enter_context(redirect_stdout(printed))
        streams.enter_context(redirect_stderr(logged))
        patch.setenv("FAIRER_JOBS", "1")
        patch.setenv("FAIRER_PROFILES", *PROFILED_IN_PART)
        patch.setattr(project, "load_definitions", cache(lambda *given: with_published_alone(load(*given))))
        for name in ("write_pictures", "write_papers", "write_workbooks_and_parquet"):
            patch.setattr(build, name, lambda *_: None)
        code = main(["refresh", *folders, "--mirror", str(mirror), "--edition", "2031"])
    return code, printed.getvalue(), logged.getvalue()


def with_published_alone(definitions: Definitions) -> Definitions:
    """Return the definitions with the measures of `ON_PUBLISHED` and no others."""
    measures = {name: measure for name, measure in definitions.measures.items() if name in ON_PUBLISHED}
    return replace(definitions, measures=measures)


@pytest.fixture(scope="session")
def real(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The published extracts, refreshed as `ON_PUBLISHED` says; what the council alone could supply is the sample's.

    What the command said is beside the folders, for the test of the command itself.
    """

    def make(settings: Settings) -> None:
        only_sample(settings.raw)  # for what only the council has
        code, *said = refresh_published(settings, mirror)
        assert code == 0, said
        (settings.raw.parent / SAID).write_text(json.dumps(said), encoding="utf-8")

    return once(tmp_path_factory, "real", make)


@pytest.fixture(scope="session")
def england(real: Settings) -> pd.DataFrame:
    """The summaries of deprivation that are the same for every council."""
    return compute_england_summaries(real)


@pytest.fixture
def england_once(england: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take what is the same for every council from those summaries, where places are described again."""
    monkeypatch.setattr(deprivation, "summarise_deprivation_of_england", lambda *_: england)


@pytest.fixture(scope="session")
def real_observations(real: Settings) -> pd.DataFrame:
    """Every observation of the published extracts."""
    return pd.read_parquet(real.measures / "observations.parquet")


@cache
def empty_table(source: str) -> pd.DataFrame:
    """Give a staged table without rows, of the columns and kinds that its contract declares; nobody may change it."""
    columns = load_row_contract(DEFINITIONS.sources[source]).to_schema().columns
    return pd.DataFrame({name: pd.Series(dtype=str(column.dtype)) for name, column in columns.items()})
