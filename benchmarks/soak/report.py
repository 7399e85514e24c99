"""The small report of the soak: three sources from the publisher, one that the council supplies, five measures.

Each command runs in a process of its own that is forked from this one, so that nothing is imported twice. What is slow
and no part of placing, locking and publishing is done once for each state of the data and taken from there.
"""

import hashlib
import importlib
import os
import pickle
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from benchmarks import PROJECT
from benchmarks.soak.faults import Operations, operations_passed_over, read_operations, run_in_fork
from fairer_stockton import cli
from fairer_stockton.definitions import project
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.definitions.ways import DirectFile
from fairer_stockton.fetch import polite, raw_folder
from fairer_stockton.fetch import stage as fetching
from fairer_stockton.measure import results
from fairer_stockton.pipelines import measure as measuring
from fairer_stockton.places import tables as places
from fairer_stockton.report import build
from fairer_stockton.report.manifest import make_edition_output
from fairer_stockton.run.fingerprints import (
    compute_content_checksum,
    compute_file_checksum,
    find_stamp_path,
    read_stamp,
)
from fairer_stockton.run.record import compute_code_checksum
from fairer_stockton.supply import checks
from fairer_stockton.validate import stage as judging

SAMPLE = PROJECT / "data/raw/sample"
MEASURES = ("debt_advice_cases", "open_space_within_300m", "patients_per_gp", "private_outdoor_space", "turnout")
PUBLISHED = ("garden_space", "patients_per_gp", "turnout")
SUPPLIED, PERIOD = "debt_advice", "2024-25"
STAGES = tuple(
    f"fairer_stockton.{name}.stage" for name in ("adopt", "fetch", "ingest", "measure", "report", "supply", "validate")
)
# What commands import while they run, and libraries for their part when they are first used.
LIBRARIES = (
    "httpx", "httpcore", "tenacity", "filelock", "duckdb", "geopandas", "great_expectations", "pyarrow.csv",
    "pyarrow.dataset", "pyarrow.parquet", "pandera", "pandera.backends.pandas.builtin_checks",
    "pandera.backends.pandas.builtin_hypotheses", "pandera.backends.pandas.register",
    "pandera.strategies.pandas_strategies",
)  # fmt: skip
MODULES = (
    "adopt.proposals", "fetch.last_good", "ingest.private_data", "measure.explain", "measure.first_published",
    "fetch.preflight", "report.recording", "schemas.expectations.suite", "supply.removal", "watch.watched_run",
)  # fmt: skip
KILLED = -signal.SIGKILL
KEY = "0" * 64  # of sums: the same in every world, so that bytes can be compared


@dataclass(frozen=True)
class World:
    """The folders of one report."""

    folder: Path
    memory: Path  # of what is slow, by the state of the data; shared by all worlds
    address: str  # of the publisher
    is_whole: bool = False  # whether pages are made, or a table and a page stand for an edition

    def __post_init__(self) -> None:
        """Make the folders, with the sample in the raw folder."""
        self.raw.mkdir(parents=True, exist_ok=True)
        self.memory.mkdir(exist_ok=True)
        if not (self.raw / "sample").exists():
            (self.raw / "sample").symlink_to(SAMPLE, target_is_directory=True)
            (self.raw / "key-of-sums").write_text(KEY + "\n")

    @property
    def raw(self) -> Path:
        """The extracts."""
        return self.folder / "raw"

    @property
    def edition(self) -> Path:
        """The edition that readers find."""
        return self.folder / "reports/2026"

    def run(self, *words: str, fault: str = "", number: int = -1, seconds: float = 0.0) -> tuple[int, list[str]]:
        """Run a command in a process of its own.

        Args:
            words: the command and its own options.
            fault: `kill` or `full`, before the operation of that number; or `kill later`.
            number: of the operation.
            seconds: after which the process is killed, for `kill later`.

        Returns:
            The exit code, and the operations on files that it did if it ended by itself.
        """
        record = self.memory / "operations"
        code = run_in_fork(
            lambda: self._run_in_child(words),
            Operations(self.folder, number, fault),
            record,
            seconds if fault == "kill later" else None,
        )
        return code, read_operations(record)

    def _run_in_child(self, words: tuple[str, ...]) -> int:
        """Run a command, and return its exit code; what it prints goes into a file."""
        sys.stderr = sys.stdout = (self.memory / "output").open("w")
        self._make_small()
        folders = [f"--{name}={self.folder / name}" for name in ("raw", "processed", "reports")]
        return cli.main([*words, *folders])

    def _make_small(self) -> None:
        """Leave out, in this process, all that the soak does not need."""
        os.environ |= {"FAIRER_JOBS": "1", "FAIRER_PROFILES": "none"}
        os.fsync = lambda _: None  # what is written need not outlast a power cut here
        project.load_definitions = partial(_load_few_definitions, project.load_definitions, self.address)  # type: ignore[assignment]
        polite.Limits = partial(  # type: ignore[assignment,misc]
            polite.Limits,
            attempts=2,
            first_pause=0.0,
            longest_pause=0.0,
            connect=2.0,
            between_bytes=1.0,
            whole_file=5.0,
        )
        fetching.fetch = partial(_fetch_from_publisher_of_soak, fetching.fetch)
        measuring.make_protected_tables = partial(self._remember, "figures", measuring.make_protected_tables)  # type: ignore[assignment]
        # Each version is protected together with those before it, so its bytes depend on which those were; here they
        # are compared with those of a report that had none before. The record is written all the same.
        results.read_record = lambda _: []
        places.compute_area_tables = partial(self._remember, "places", places.compute_area_tables)  # type: ignore[assignment]
        judging._judge_table = partial(self._remember_verdict, judging._judge_table)
        checks.check_dataset = partial(self._remember_checks, checks.check_dataset)
        build.write_pictures = build.write_papers = lambda *_: None  # type: ignore[assignment]
        if not self.is_whole:
            build.build_edition = _write_stand_in

    def _remember(self, name: str, make: Callable[..., Any], settings: Settings, *more: Any) -> Any:
        """Return what was made of this state of the data before, or make it."""
        tables = [
            path for path in sorted(settings.staged.glob("*.parquet")) if name != "places" or path.stem != SUPPLIED
        ]
        stamps = {path.name: read_stamp(path).get("content") for path in tables}
        return self._recall(f"{name}-{compute_content_checksum([], stamps)}", partial(make, settings, *more))

    def _remember_verdict(self, judge: Callable[..., Any], source: Source, table_file: Path, facts: Any) -> Any:
        """Return what was found in this table before, or judge it: the lookups that it is judged by stay the same."""
        content = compute_content_checksum([table_file, find_stamp_path(table_file)])
        return self._recall(f"verdict-{source.name}-{content}", partial(judge, source, table_file, facts))

    def _remember_checks(self, check: Callable[..., Any], source: Source, rows: Any, facts: Any) -> Any:
        """Return what was found in these rows of a supplied extract before, or check them."""
        content = hashlib.sha256(pickle.dumps(rows)).hexdigest()
        return self._recall(f"checks-{source.name}-{content}", partial(check, source, rows, facts))

    def _recall(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what was made under a name before, or make it."""
        file = self.memory / name
        with operations_passed_over():
            if not file.is_file():
                unfinished = file.with_name(f"{file.name}.{os.getpid()}")
                unfinished.write_bytes(pickle.dumps(make()))
                unfinished.replace(file)
            return pickle.loads(file.read_bytes())

    def read_supplied(self) -> str:
        """Return the sum of the extract that is in force.

        Raises:
            FairerError: none is.
        """
        source = project.load_definitions(Settings().council).sources[SUPPLIED]
        (file,) = [file for file in raw_folder.find_raw_files(self.raw, source) if not file.synthetic]
        return file.sha256

    def sum_edition(self) -> str:
        """Return one sum over all files of the edition that readers find; empty where there is none."""
        return sum_folder(self.edition) if self.edition.is_dir() else ""

    def sum_everything(self) -> dict[str, str]:
        """Return the sum of each part of the report."""
        names = (*PUBLISHED, SUPPLIED)
        parts = {name: self.raw / name for name in names}
        parts |= {name: self.folder / "processed" / name for name in ("staged", "measures")}
        return {name: sum_folder(folder) for name, folder in parts.items()} | {"edition": self.sum_edition()}


def import_what_commands_import(address: str) -> None:
    """Import and read in this process what each of those forked from it would import and read again."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # nothing is sent anywhere
    for name in (*LIBRARIES, *STAGES, *(f"fairer_stockton.{module}" for module in MODULES)):
        importlib.import_module(name)
    settings = Settings()
    for output in (*results.list_measuring_outputs(settings), make_edition_output(settings)):
        compute_code_checksum(*output.code)  # which each process would read anew
    _load_few_definitions(project.load_definitions, address, Settings().council, True, None)


def sum_folder(folder: Path) -> str:
    """Return one sum over the names and bytes of all files below a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return compute_content_checksum(
        [], [(str(path.relative_to(folder)), compute_file_checksum(path)) for path in files]
    )


def _fetch_from_publisher_of_soak(
    fetch: Callable[..., Any], settings: Settings, progress: Any, mirror: Path | None = None, *more: Any
) -> Any:
    """Fetch the three sources of the soak: all others are the sample's, and nobody is asked for them."""
    every = settings.declared_definitions
    sources = (every.sources[name] for name in PUBLISHED)
    few = {source.name: replace(source, extracts=_list_sampled_extracts(source)) for source in sources}
    return fetch(replace(settings, handed_definitions=replace(every, sources=few)), progress, mirror, *more)


@cache
def _load_few_definitions(load: Callable[..., Any], address: str, *arguments: Any) -> Any:
    every = load(*arguments)
    measures = {name: measure for name, measure in every.measures.items() if name in MEASURES}
    wanted = {table for measure in measures.values() for table in measure.tables} | {*every.place_tables}
    sources = {name: source for name, source in every.sources.items() if name in wanted}
    for name in PUBLISHED:
        extracts = (
            replace(e, url=f"{address}/{name}/{e.name}", sha256="", mirror=e.name, copied=None, way=DirectFile())
            for e in sources[name].extracts
        )
        sources[name] = replace(sources[name], extracts=tuple(extracts))
    return replace(every, measures=measures, sources=sources, story=None, actions=None, claims=())


def _list_sampled_extracts(source: Source) -> tuple[Extract, ...]:
    """Return the extracts of which the sample has a file, which the publisher of the soak publishes."""
    return tuple(e for e in source.extracts if (SAMPLE / source.name / e.period / e.name).is_file())


def list_files_of_publisher() -> Mapping[str, Path]:
    """Return the files that the publisher serves, by the path of their address."""
    folders = [path for name in PUBLISHED for path in sorted((SAMPLE / name).glob("*/*"))]
    return {f"{path.parent.parent.name}/{path.name}": path for path in folders if path.name != "provenance.json"}


def _write_stand_in(settings: Settings, folder: Path, progress: Any) -> None:
    """Write two tables and a page in place of an edition: published in the same way, and made at once."""
    from pyarrow import csv, parquet

    (folder / "csv").mkdir()
    for name in ("memberships", "observations"):  # which the record of what was published holds
        table = parquet.read_table(settings.measures / f"{name}.parquet")
        csv.write_csv(table, folder / f"csv/{name}.csv")
    (folder / "index.html").write_text(f"{table.num_rows} figures, {settings.date}", encoding="utf-8")
    progress.note("audit", "stands for one")
