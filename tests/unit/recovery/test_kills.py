"""Killed before each of its operations on files, a command loses nothing, and the next one ends as if it had not been.

The operations are those that the interpreter lists while the command runs undisturbed; no list of them is written by
hand. What follows a writing is not waited for: the command is killed as if in the middle of that.
"""

import gc
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks.soak.faults import Operations, Snapshots, read_operations, run_in_fork
from fairer_stockton import cli
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Column, Extract, Source
from fairer_stockton.fetch import raw_folder, register
from fairer_stockton.fetch import stage as fetching
from fairer_stockton.recovery.backup_writing import write_backup
from fairer_stockton.report import stage
from fairer_stockton.report.manifest import read_published_manifest
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.private_files import make_owner_folder, open_owner_file
from fairer_stockton.supply import stage as supplying
from fairer_stockton.supply.reduced_file import ReducedFile
from tests.conftest import DEFINITIONS, QUIET

OWN = DEFINITIONS.sources["debt_advice"]
PERIOD = OWN.extracts[-1].period
SECRET = b"somebody's row"
EARLIER, LATER = b"Homes\n1\n", b"Homes\n2\n"
KILLED = -9
FAST_DISK = Path("/dev/shm")  # of hundreds of folders that are written and removed
PASSING = re.compile(r"\.lock.*|\.runs\.jsonl")  # of each run its own
TIMES = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def make_extract(period: str, content: bytes) -> Extract:
    total = sha256(content).hexdigest()
    return Extract(f"{period}.csv", period, total, "", "extract", (Column("homes", "Homes", "count"),), f"{period}.csv")


HOMES = Source(
    "homes", "Homes", "A department", "", "OGL-3.0", "2021", (),
    (make_extract("2023", LATER), make_extract("2024", LATER + EARLIER)),
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """A report of few files below a folder."""

    folder: Path

    @property
    def work(self) -> Path:
        """The folder in which the report lies, at each trial anew."""
        return self.folder / "work"

    @property
    def settings(self) -> Settings:
        """The settings of the report."""
        return Settings(self.work / "raw", self.work / "processed", self.work / "reports", edition="2026")

    def run(self, *words: str) -> int:
        """Run a command, and return its exit code."""
        folders = (f"--{name}={self.work / name}" for name in ("raw", "processed", "reports"))
        return cli.main([*words, "--quiet", *folders])

    def read_files(self) -> dict[str, object]:
        """Return what lies there, apart from times: bytes and mode of each file, and where links lead."""
        return {
            str(path.relative_to(self.work)): str(path.readlink())
            if path.is_symlink()
            else (TIMES.sub(b"", path.read_bytes()), oct(path.stat().st_mode))
            for path in sorted(self.work.rglob("*"))
            if not PASSING.fullmatch(path.name) and (path.is_symlink() or path.is_file())
        }

    def supply(self, content: bytes) -> None:
        """Put an extract of the council's own in force."""
        supplying.store_extract(self.settings, OWN, OWN.extracts[-1], ReducedFile(content, ()), "desk.csv")

    def publish(self, *marks: str) -> None:
        """Publish builds of an edition, a day after each other."""
        for day, mark in enumerate(marks, start=1):
            build = self.settings.reports / ".editions" / f"2026-{mark * 12}"
            build.mkdir(parents=True)
            (build / "index.html").write_text(mark)
            sums = {"index.html": compute_file_checksum(build / "index.html")}
            facts = {"edition": "2026", "authority": self.settings.authority, "content": mark * 12, "outputs": sums}
            (build / "manifest.json").write_text(json.dumps(facts))
            stage.publish_finished_edition(self.settings, build, QUIET, datetime(2026, 11, day, tzinfo=UTC))

    def read_extract_in_force(self) -> bytes:
        """Return the council's own extract."""
        (file,) = raw_folder.find_raw_files(self.settings.raw, OWN)
        return file.path.read_bytes()


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Yield an empty report, of which commands leave out what has no part in placing files."""
    definitions = replace(DEFINITIONS, sources={OWN.name: OWN, HOMES.name: HOMES})
    parser = cli._make_parser()
    monkeypatch.setattr(cli, "_make_parser", lambda: parser)
    monkeypatch.setattr("fairer_stockton.definitions.project.load_definitions", lambda *_: definitions)
    monkeypatch.setattr("fairer_stockton.fetch.preflight.check_settings", lambda *_, **__: None)
    monkeypatch.setattr(supplying, "check_supplied_file", lambda *_: ())
    monkeypatch.setattr(supplying, "ASKERS", ())
    monkeypatch.setattr(supplying, "reduce_file", lambda _, __, file: ReducedFile(file.read_bytes(), ()))
    monkeypatch.setattr(os, "fsync", lambda _: None)
    with TemporaryDirectory(dir=FAST_DISK if FAST_DISK.is_dir() else tmp_path) as folder:
        gc.freeze()  # so that a fork copies nothing that it does not change
        yield World(Path(folder))
        gc.unfreeze()


def kill_before_each_operation(
    world: World, words: tuple[str, ...], check: Callable[[], None], check_next: Callable[[int], None] | None = None
) -> None:
    """Take what a kill before each operation of a command leaves, and compare what its next run makes of it.

    That a kill leaves just that is looked at for one operation, by a kill.

    Args:
        world: as it is before each.
        words: the command.
        check: called after a kill, before any other run.
        check_next: called with the exit code of a run of another command, the first after the kill; none is run where
            there is nothing to check.
    """
    prepared, record = world.work.rename(world.folder / "prepared"), world.folder / "operations"
    snapshots = world.folder / "snapshots"

    def put_in_place(folder: Path) -> None:
        shutil.rmtree(world.work, ignore_errors=True)
        shutil.copytree(folder, world.work, symlinks=True)

    def run_on_copy(operations: Operations) -> int:
        put_in_place(prepared)
        return run_in_fork(partial(world.run, *words), operations, record)

    assert run_on_copy(Snapshots(world.work, snapshots)) == 0
    operations, undisturbed = read_operations(record), world.read_files()
    assert run_on_copy(Operations(world.work, len(operations) // 2, "kill half written")) == KILLED
    killed = world.read_files()
    put_in_place(snapshots / str(len(operations) // 2))
    assert world.read_files() == killed
    # Where only a lock was changed since the kill before, that found the same files.
    numbers = [number for number in range(len(operations)) if number == 0 or "/.lock" not in operations[number - 1]]
    assert len(numbers) > 15
    for number in numbers:
        operation = operations[number]
        put_in_place(snapshots / str(number))
        check()
        if check_next:
            check_next(world.run("backup", str(world.folder / "all.tar")))
            (world.folder / "all.tar").unlink(missing_ok=True)
        assert world.run(*words) in (0, 2), operation
        assert world.read_files() == undisturbed, operation


def test_supply(world: World) -> None:
    world.supply(SECRET + b"1")
    (world.folder / "new.csv").write_bytes(SECRET + b"2")

    def check() -> None:
        assert world.read_extract_in_force() in (SECRET + b"1", SECRET + b"2")

    words = ("supply", f"--source={OWN.name}", f"--period={PERIOD}", f"--file={world.folder / 'new.csv'}")
    kill_before_each_operation(world, words, check)
    assert world.read_extract_in_force() == SECRET + b"2"


def test_fetch(world: World) -> None:
    mirror = world.folder / "mirror"
    mirror.mkdir()
    (mirror / "2023.csv").write_bytes(EARLIER)
    before = replace(HOMES, extracts=(make_extract("2023", EARLIER),))
    few = replace(world.settings.declared_definitions, sources={HOMES.name: before})
    fetching.fetch(replace(world.settings, handed_definitions=few), QUIET, mirror)
    for extract, content in zip(HOMES.extracts, (LATER, LATER + EARLIER), strict=True):
        (mirror / extract.name).write_bytes(content)

    def check() -> None:
        (entry,) = raw_folder.read_provenance(world.settings.raw / "homes/2023")["files"]
        content = (world.settings.raw / "homes/2023" / entry["stored"]).read_bytes()
        assert content in (EARLIER, LATER) and entry["sha256"] == sha256(content).hexdigest()

    kill_before_each_operation(world, ("fetch", f"--mirror={mirror}"), check)


def test_putting_an_earlier_version_back(world: World) -> None:
    world.publish("a", "b")
    reports = world.settings.reports

    def check() -> None:
        for link in ("2026", "latest"):
            assert read_published_manifest((reports / link / "manifest.json").resolve().parent), link
        assert (reports / "latest/index.html").is_file()

    kill_before_each_operation(world, ("publish", "--version=aaa"), check)
    assert (reports / "2026/index.html").read_text() == "a"


def find_files_with_rows(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and SECRET in path.read_bytes())


def test_forgetting(world: World) -> None:
    world.supply(SECRET + b"1")
    world.supply(SECRET + b"2")
    settings = world.settings
    first = register.list_versions_of_source(settings.raw, OWN.name)[0]
    recorded = make_owner_folder(settings.raw / "record-of-published") / "extracts" / first.sha256
    for path in (recorded / "debt_advice.csv", settings.staged / f"{OWN.name}.parquet"):
        path.parent.mkdir(parents=True)
        with open_owner_file(path) as stream:
            stream.write(SECRET)

    def check_next(code: int) -> None:
        assert code == 0
        assert len(find_files_with_rows(world.work)) in (0, 5), "whatever command comes next forgets the rest"

    words = ("forget", f"--source={OWN.name}", f"--period={PERIOD}", "--reason=the wrong year", "--yes")
    kill_before_each_operation(world, words, lambda: None, check_next)
    assert find_files_with_rows(world.work) == []


def test_restoring(world: World) -> None:
    world.supply(SECRET)
    world.publish("a")
    backup = world.folder / "backup.tar"
    write_backup(world.settings, QUIET, backup)
    shutil.rmtree(world.work)
    world.work.mkdir()

    def check_next(code: int) -> None:
        is_whole = (world.settings.reports / "latest/index.html").is_file()
        is_empty = not (world.settings.raw / OWN.name).exists()
        assert code == 3 or is_whole or is_empty, "no other command goes on with half a report"

    kill_before_each_operation(world, ("restore", str(backup)), lambda: None, check_next)
    assert world.read_extract_in_force() == SECRET
