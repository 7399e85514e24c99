"""The shape of the house: imports one way, every source whole, short files, no machine's or host's name."""

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from docs_generator.house import PROJECT, REPORT, REPORT_ROOMS, ROOMS, code_files, imports, modules, room_of
from fairer_stockton.definitions.measures import MeasureOfSums
from fairer_stockton.run.package import PACKAGE
from tests.conftest import DEFINITIONS

STAGES = ("fetch", "ingest", "validate", "measure", "report")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc"}
CODE, MODULES = code_files(), modules()


def test_files_are_short_and_say_what_they_hold() -> None:
    """List every offender of a rule: a test a file would take more time to hand out than to run."""
    offenders = [f"{path.relative_to(PROJECT)}: {fault}" for path in CODE for fault in list_faults_of_file(path)]
    assert len(CODE) > 300
    assert not offenders


def list_faults_of_file(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.stem in FORBIDDEN_NAMES:
        yield "its name fits anything"
    if len(text.splitlines()) > 400:
        yield "a file past 400 lines is two rooms"
    if not ast.get_docstring(ast.parse(text)):
        yield "every module opens with what it holds"


@pytest.mark.parametrize(("prefix", "rooms"), [(PACKAGE.name, ROOMS), (REPORT, REPORT_ROOMS)])
def test_imports_run_one_way(prefix: str, rooms: tuple[str, ...]) -> None:
    def room(module: str) -> str:
        return room_of(module, prefix)

    assert {room(module) for module in MODULES} - {""} == set(rooms), "every room has its place in the list"
    upward = [
        f"{module} imports {name}"
        for module, names in imports().items()
        for name in names
        if room(module) and room(name) and rooms.index(room(name)) > rooms.index(room(module))
    ]
    assert not upward


def test_no_circle_of_imports() -> None:
    left = {module: names & MODULES.keys() - {module} for module, names in imports().items()}
    while free := {module for module, names in left.items() if not names & left.keys()}:
        left = {module: names for module, names in left.items() if module not in free}
    assert not left, "these import each other in a circle, or rest on ones that do"


def test_the_auditor_shares_nothing_with_what_it_audits() -> None:
    shared = {
        name
        for module, names in imports().items()
        if module.startswith(f"{PACKAGE.name}.auditor")
        for name in names
        if name.split(".")[1] in ("disclosure", "observe", "measure", "places")
    }
    assert not shared


def test_schemas_and_pipelines_are_imported_from_the_package() -> None:
    every = {name for names in imports().values() for name in names}
    assert not [name for name in every if name.split(".")[0] in ("schemas", "pipelines")]


def test_refusals_are_laid_out_in_one_place() -> None:
    """Leave the margin behind `found`, `expected` and `to do` to run/errors.py, which lays out every refusal."""
    assert not [
        f"{path.relative_to(PROJECT)}:{number}: {line.strip()}"
        for path in CODE
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"(found {5}|expected {2}|to do {5})\S", line)
    ]


def test_every_stage_has_a_folder_of_its_name() -> None:
    for stage in STAGES:
        assert (PACKAGE / stage / "stage.py").is_file()
        assert (PROJECT / "pipelines" / f"{stage}.py").is_file()


def test_the_hall_is_small() -> None:
    """Keep what stands side by side at the top to what a newcomer takes in at a glance."""
    assert len([path for path in PACKAGE.iterdir() if not path.name.startswith("_")]) <= 28


def test_no_init_holds_logic() -> None:
    """Allow words and names alone, and at the top the one function that `import fairer_stockton` is for."""
    offered = "from fairer_stockton.editions.library import load as load"
    for path in CODE:
        if path.name == "__init__.py":
            body = ast.parse(path.read_text(encoding="utf-8")).body
            left = [ast.unparse(node) for node in body if not isinstance(node, (ast.Expr, ast.Assign))]
            assert left == ([offered] if path.parent == PACKAGE else []), path


@pytest.mark.parametrize("path", sorted((PROJECT / "pipelines").glob("*.py")), ids=lambda path: path.stem)
def test_a_recipe_is_a_list_of_steps(path: Path) -> None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            steps = [step for step in node.body if not isinstance(step, (ast.ImportFrom, ast.Expr))]
            assert node.end_lineno is not None
            assert len(steps) <= 15
            assert node.end_lineno - node.lineno < 25


def test_sources_are_whole() -> None:
    for source in DEFINITIONS.sources:
        four = [PACKAGE / f"sources/{source}.toml", PACKAGE / f"staging/{source}.sql"]
        four += [PACKAGE / "schemas" / kind / f"{source}.py" for kind in ("staged", "expectations")]
        missing = [str(path.relative_to(PROJECT)) for path in four if not path.is_file()]
        assert not missing, f"a source is four files of one name; missing: {missing}"
    undescribed = [
        f"{source}: {name}"
        for source in DEFINITIONS.sources
        for name, column in read_columns(source).items()
        if not column.description
    ]
    assert not undescribed


@cache
def read_columns(source: str) -> Mapping[str, Any]:
    """Return the columns of a staged table: once for all the measures that rest on it."""
    columns: Mapping[str, Any] = (
        importlib.import_module(f"fairer_stockton.schemas.staged.{source}").Staged.to_schema().columns
    )
    return columns


def test_no_file_of_a_source_stands_alone() -> None:
    known = set(DEFINITIONS.sources)
    assert {path.stem for path in (PACKAGE / "staging").glob("*.sql")} == known
    for kind, extra in (("staged", {"__init__"}), ("expectations", {"__init__", "suite"})):
        assert {path.stem for path in (PACKAGE / "schemas" / kind).glob("*.py")} - extra == known


def test_measures_rest_on_known_tables() -> None:
    pairs = [(measure, table) for measure in DEFINITIONS.measures.values() for table in measure.tables]
    assert [f"{measure.name}: {table}" for measure, table in pairs if "period" not in read_columns(table)] == []
    smallest_areas_in = DEFINITIONS.national.maps.smallest_areas_in
    of_sums = [(measure.name, table) for measure, table in pairs if isinstance(measure, MeasureOfSums)]
    nowhere = [f"{name}: {table}" for name, table in of_sums if not smallest_areas_in(read_columns(table))]
    assert not nowhere, "sums start from neighbourhoods, or from wards"


def test_framework_has_its_nine_domains() -> None:
    domains = [domain for domain in DEFINITIONS.framework.values() if not (domain.focus or domain.context)]
    assert len(domains) == 9
    assert sum(len(domain.measures) for domain in domains) == 18
    assert all(domain.needs for domain in domains)


def test_lock_names_no_host() -> None:
    lock = (PROJECT / "requirements.lock").read_text()
    assert not re.search(r"https?:|//", lock)
    assert re.findall(r"^[a-z0-9-]+==", lock, re.MULTILINE)
    assert lock.count("--hash=sha256:") > 100


@pytest.mark.parametrize(
    "stage",
    ["fetch", "ingest", "validate", "measure", "report", "refresh", "sample", "supply", "adopt", "national_check"],
)
def test_help_imports_nothing_heavy(stage: str) -> None:
    heavy = (
        "{'pandas', 'numpy', 'duckdb', 'matplotlib', 'great_expectations', 'pandera', 'geopandas', 'scipy', 'pyarrow'}"
    )
    program = (
        "import runpy, sys\n"
        f"sys.argv = ['{stage}', '--help']\n"
        f"try: runpy.run_module('pipelines.{stage}', run_name='__main__')\n"
        f"except SystemExit as end: print('HEAVY', sorted({heavy} & set(sys.modules)), end.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("HEAVY [] 0")
    assert "exit codes" in done.stdout
