"""The trials of the soak: what is tried, what must hold after each, and what must be the same at the end."""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.soak.publisher import FAULTS, Publisher, publisher_of_files
from benchmarks.soak.report import (
    KILLED,
    PERIOD,
    PUBLISHED,
    SAMPLE,
    SUPPLIED,
    World,
    import_what_commands_import,
    list_files_of_publisher,
)
from fairer_stockton.editions.manifests import MANIFEST
from fairer_stockton.report.manifest import read_published_manifest
from fairer_stockton.run.errors import FairerError
from fairer_stockton.run.vocabulary import RunOutcome
from fairer_stockton.watch.runs import read_runs

REFUSALS = {0, 3, 6, 8, 9, 10}  # that a run may end with; 1 would be a fault of the pipeline
KINDS = ("kill later", "kill", "full", "publisher", "bad extract", "damage", "nothing")


@dataclass
class Soak:
    """A report under trial, and what it must be in each of its two states."""

    world: World
    publisher: Publisher
    versions: dict[str, Path]  # the two extracts that the council supplies by turns, and one that is none
    sums: dict[str, dict[str, str]] = field(default_factory=dict)  # of everything, by version
    extracts: dict[str, str] = field(default_factory=dict)  # sums of what is in force, by version
    tried: Counter[str] = field(default_factory=Counter)
    ended: Counter[int] = field(default_factory=Counter)
    version: str = "a"

    def supply(self, version: str, **fault: object) -> int:
        """Supply one of the versions."""
        words = (
            "--source",
            SUPPLIED,
            "--period",
            PERIOD,
            "--file",
            str(self.versions[version]),
            "--confirm",
            "a trial",
        )
        return self.end(self.world.run("supply", *words, **fault)[0])  # type: ignore[arg-type]

    def refresh(self, **fault: object) -> int:
        """Refresh the report."""
        return self.end(self.world.run("refresh", **fault)[0])  # type: ignore[arg-type]

    def end(self, code: int) -> int:
        """Count how a run ended, and refuse an end that no run may have."""
        self.ended[code] += 1
        if code not in REFUSALS | {KILLED}:
            raise AssertionError(f"ended with {code}: {(self.world.memory / 'output').read_text()}")
        return code

    def check(self) -> None:
        """Raise an error where something is lost or half published."""
        try:
            supplied = self.world.read_supplied()
        except FairerError as loss:
            raise AssertionError("no extract is in force") from loss
        assert supplied in self.extracts.values(), "the extract in force is neither of the two"
        editions = {sums["edition"] for sums in self.sums.values()}
        assert self.world.sum_edition() in editions, "the edition is of neither state"
        latest = self.world.folder / "reports/latest"
        build = (latest / MANIFEST).resolve().parent
        assert read_published_manifest(build), "the door leads to no whole build"
        runs = read_runs(self.world.folder / "reports")
        assert runs
        assert not any(run.is_running for run in runs[:-1] if run.outcome == RunOutcome.BEGAN)

    def try_once(self, draws: random.Random) -> None:
        """Change something, refresh under a fault, and check what is left."""
        kind = draws.choice(KINDS)
        self.tried[kind] += 1
        fault = {"fault": kind, "number": int(2 ** (7.5 * draws.random())), "seconds": draws.random() * 0.5}
        faulty = fault if kind in ("kill later", "kill", "full") else {}
        self.publisher.faults = FAULTS if kind == "publisher" else ()
        if kind == "bad extract":
            assert self.supply("bad") in (3, 8)
        if kind == "damage" or draws.random() < 0.3:
            damage_published_file(self.world, draws.choice(PUBLISHED))
        if draws.random() < 0.6:
            other = "b" if self.version == "a" else "a"
            is_disturbed = draws.random() < 0.5
            code = self.supply(other, **(faulty if is_disturbed else {}))
            supplied = self.world.read_supplied()
            assert code != 0 or supplied == self.extracts[other], "what was supplied is not in force"
            self.version = next(name for name, total in self.extracts.items() if total == supplied)
            self.check()
        code = self.refresh(**faulty)
        self.publisher.faults = ()
        self.check()
        if code == 0:
            assert self.world.sum_edition() == self.sums[self.version]["edition"], (
                "published, and not of what is in force"
            )

    def finish(self) -> None:
        """Refresh undisturbed, and compare every byte with those of an undisturbed report."""
        assert self.refresh() == 0
        assert self.world.sum_everything() == self.sums[self.version]
        assert self.refresh() == 0
        assert read_runs(self.world.folder / "reports")[-1].outcome == RunOutcome.UNCHANGED

    def kill_before_every_operation(self, stage: str, every: int = 1) -> int:
        """Kill a stage before each of its operations on files, until it ends by itself; return how many there are.

        They are counted anew at each turn: how many builds there are to remove, for one, differs between turns.

        Args:
            stage: `fetch`, `supply` or `report`.
            every: 1 for all of them, 3 for each third.
        """
        assert self._do_stage(stage, 0)[1], "nothing was done"
        turn = 0
        while True:
            number, turn = turn * every, turn + 1
            code, operations = self._do_stage(stage, turn, fault="kill", number=number)
            self.end(code)
            self.check_but_for_date(stage)
            if code == 0:
                return len(operations)
            assert code == KILLED, f"{stage} ended with {code} before operation {number}"
            assert self._do_stage(stage, turn)[0] == 0, f"after {stage} was killed before operation {number}"
            self.check_but_for_date(stage)

    def _do_stage(self, stage: str, turn: int, **fault: object) -> tuple[int, list[str]]:
        """Do a stage that has something to do at every turn."""
        version = "ba"[turn % 2]
        if stage == "supply":
            words = ("--source", SUPPLIED, "--period", PERIOD, "--file", str(self.versions[version]), "--confirm", "x")
        else:
            words = ("--date", f"2026-01-{turn % 28 + 1:02d}") if stage == "report" else ()
        if stage == "fetch" and (fault or turn == 0):
            for name in PUBLISHED:
                damage_published_file(self.world, name)
        done = self.world.run(stage, *words, **fault)  # type: ignore[arg-type]
        if stage == "supply":
            supplied = self.world.read_supplied()
            self.version = next(name for name, total in self.extracts.items() if total == supplied)
        return done

    def check_but_for_date(self, stage: str) -> None:
        """Check what is left; an edition of another date is whole if its manifest lists what is there."""
        if stage != "report":
            self.check()
            return
        assert read_published_manifest(self.world.edition), "the edition is not whole"


def damage_published_file(world: World, source_name: str) -> None:
    """Cut a fetched file short, as a failing disk would: the next fetch brings it back."""
    for path in sorted((world.raw / source_name).glob("*/*"))[:1]:
        if path.is_file() and path.name != "provenance.json":
            path.write_bytes(path.read_bytes()[:100])


@contextmanager
def open_soak(folder: Path, draws: random.Random, is_whole: bool = False, is_brief: bool = False) -> Iterator[Soak]:
    """Make a report in both of its states undisturbed, for comparison, and another for the trials.

    Args:
        folder: where all of them lie.
        draws: what is drawn for the faults.
        is_whole: whether editions have pages and tables.
        is_brief: whether the second and third report are copies of the first to begin with.
    """
    rows = (SAMPLE / SUPPLIED / PERIOD / f"{SUPPLIED}_{PERIOD}.csv").read_text().splitlines(keepends=True)
    versions = {name: folder / f"{name}.csv" for name in ("a", "b", "bad")}
    for name, lines in (("a", rows), ("b", rows[:-20]), ("bad", [rows[0], "x,y\n", *rows[1:]])):
        versions[name].write_text("".join(lines))
    with publisher_of_files(list_files_of_publisher(), draws) as publisher:

        def make(name: str) -> Soak:
            world = World(folder / name, folder / "memory", publisher.address, is_whole)
            return Soak(world, publisher, versions)

        sums: dict[str, dict[str, str]] = {}
        extracts: dict[str, str] = {}
        import_what_commands_import(publisher.address)
        for version in ("a", "b"):
            if is_brief and version == "b":
                for name in ("undisturbed-b", "trial"):
                    shutil.copytree(folder / "undisturbed-a", folder / name, symlinks=True)
            undisturbed = make(f"undisturbed-{version}")
            for step in (undisturbed.supply(version), undisturbed.refresh()):
                assert step == 0, (undisturbed.world.memory / "output").read_text()
            sums[version] = undisturbed.world.sum_everything()
            extracts[version] = undisturbed.world.read_supplied()
        soak = make("trial")
        soak.sums, soak.extracts = sums, extracts
        assert soak.supply("a") == soak.refresh() == 0
        assert soak.world.sum_everything() == soak.sums["a"], "two undisturbed reports differ"
        yield soak
