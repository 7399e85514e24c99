"""Placing: killed before any step, it leaves the earlier extract or the new one in force, and the next run repairs."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.soak.faults import Snapshots, read_operations, run_in_fork
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch import placing, raw_folder, register
from fairer_stockton.run.errors import CatalogueError, InputError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.supply import stage as supplying
from fairer_stockton.supply.reduced_file import ReducedFile
from tests.conftest import DEFINITIONS, load_source

SOURCE = DEFINITIONS.sources["debt_advice"]
EXTRACT = SOURCE.extracts[-1]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the disk its time: what is written need not outlast a power cut here."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def in_force(root: Path) -> list[tuple[bytes, bool]]:
    return [
        (file.path.read_bytes(), file.synthetic)
        for file in raw_folder.find_raw_files(root, SOURCE)
        if file.extract is EXTRACT
    ]


def store(root: Path, file: Path) -> None:
    supplying.store_extract(Settings(raw=root), SOURCE, EXTRACT, ReducedFile(file.read_bytes(), ()), file.name)


def place_what_kills_leave(root: Path, act: Callable[[], None]) -> Iterator[bool]:
    """Put in place, in turn, what a kill before each change of an act leaves below a folder, then what it leaves whole.

    Yields:
        Whether the act was killed. That a kill leaves just that is proved where commands are killed.
    """
    snapshots, record = root.with_suffix(".snapshots"), root.with_suffix(".operations")
    assert run_in_fork(lambda: act() or 0, Snapshots(root, snapshots), record) == 0
    whole = root.rename(root.with_suffix(".whole"))
    killed = [snapshots / str(number) for number in range(len(read_operations(record)))]
    assert len(killed) > 3
    for folder in (*killed, whole):
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(folder, root, symlinks=True)
        yield folder is not whole


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ("earlier.xlsx", "new.csv", "newer.csv")]
    for path in paths:
        path.write_bytes(path.name.encode())
    return paths


def sampled(root: Path) -> Path:
    """Make a raw folder in which an invented extract would stand ready."""
    for extract in SOURCE.extracts:
        folder = root / "sample" / SOURCE.name / extract.period
        folder.mkdir(parents=True)
        (folder / extract.name).write_bytes(b"invented")
        entry = {"name": extract.name, "stored": extract.name, "sha256": compute_file_checksum(folder / extract.name)}
        raw_folder.write_provenance(folder, {"synthetic": True, "files": [entry]})
    return root


def test_first_extract_killed_at_any_step_is_refused_or_in_force(tmp_path: Path, files: list[Path]) -> None:
    root = sampled(tmp_path / "raw")
    for is_killed in place_what_kills_leave(root, lambda: store(root, files[1])):
        if not is_killed:
            continue
        if (root / SOURCE.name).exists() and list((root / SOURCE.name).iterdir()):
            with pytest.raises(InputError, match="interrupted"):
                raw_folder.find_raw_files(root, SOURCE)
            lines: list[str] = []
            placing.tidy_raw_folder_after_interruption(root, lines.append)
            assert lines == [
                "debt_advice 2024-25: removed what an interrupted run left unfinished. If you were bringing in a new "
                "file, bring it in again"
            ]
        assert in_force(root) == [(b"invented", True)], "nothing was supplied before"


@pytest.mark.parametrize("ending", raw_folder.RETIRED)
def test_correction_that_an_earlier_version_left_half_done(tmp_path: Path, files: list[Path], ending: str) -> None:
    root = sampled(tmp_path / "raw")
    store(root, files[0])
    folder = root / SOURCE.name / EXTRACT.period
    folder.rename(folder.with_name(folder.name + ending))
    folder.with_name(folder.name + raw_folder.UNFINISHED).mkdir()
    with pytest.raises(InputError, match="neither the earlier extract nor the new one"):
        raw_folder.find_raw_files(root, SOURCE)
    lines: list[str] = []
    placing.tidy_raw_folder_after_interruption(root, lines.append)
    assert in_force(root) == [(files[0].read_bytes(), False)]
    assert "the earlier extract is in force again" in lines[0]
    assert list(folder.parent.iterdir()) == [folder]


def test_period_that_an_earlier_version_wrote_as_a_folder_in_a_folder(tmp_path: Path, files: list[Path]) -> None:
    root = sampled(tmp_path / "raw")
    store(root, files[0])
    folder = root / SOURCE.name / EXTRACT.period
    nested = folder.parent / "2024/25"
    nested.parent.mkdir()
    folder.rename(nested)
    placing.tidy_raw_folder_after_interruption(root, pytest.fail)
    assert in_force(root) == [(files[0].read_bytes(), False)]
    assert list(folder.parent.iterdir()) == [folder]


def put_as_earlier_versions_did(root: Path, file: Path) -> Path:
    """Place an extract in a folder in a folder, which puts its register into the folder of the source."""
    nested = root / SOURCE.name / "2024/25"
    unfinished = placing.make_unfinished_folder(nested, owner_only=True)
    (unfinished / file.name).write_bytes(file.read_bytes())
    entry = {"name": EXTRACT.name, "stored": file.name, "sha256": compute_file_checksum(file)}
    placing.move_finished_files_to_extract_folder(unfinished, nested, {"synthetic": False, "files": [entry]}, True)
    return nested


def test_what_earlier_versions_registered_in_the_folder_of_a_source_is_moved(tmp_path: Path, files: list[Path]) -> None:
    root = tmp_path / "raw"
    for file in files[:2]:
        put_as_earlier_versions_did(root, file)
    store(root, files[2])

    def tidy() -> None:
        placing.tidy_raw_folder_after_interruption(root, [].append)

    for _ in place_what_kills_leave(root, tidy):
        tidy()
        versions = register.list_versions_of_period(root, SOURCE.name, EXTRACT.period)
        assert [version.bytes_path.read_bytes() for version in versions] == [file.read_bytes() for file in files]
        assert not (root / SOURCE.name / ".register").exists()
        assert {path.stat().st_mode & 0o077 for path in (root / ".register/supplied").rglob("*")} == {0}


@pytest.mark.parametrize("number", [0, 1])
def test_nested_period_beside_the_one_that_took_its_place(tmp_path: Path, files: list[Path], number: int) -> None:
    nested = put_as_earlier_versions_did(tmp_path, files[number])
    store(tmp_path, files[0])
    lines: list[str] = []
    placing.tidy_raw_folder_after_interruption(tmp_path, lines.append)
    folder = tmp_path / SOURCE.name / EXTRACT.period
    assert files[0].read_bytes() in {path.read_bytes() for path in folder.iterdir()}
    if number:
        assert f"an earlier version put another extract into {nested}, which is not used" in lines[0]
    assert (nested.parent.exists(), bool(lines)) == (number == 1, number == 1), "the same twice goes without a word"


def test_period_that_would_be_a_folder_in_a_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "turnout.toml"
    before = (PACKAGE / "sources/turnout.toml").read_text(encoding="utf-8")
    path.write_text(re.sub('(?m)^period = "([0-9]+)"', 'period = "2013/14"', before, count=1), encoding="utf-8")
    with pytest.raises(CatalogueError, match="period '2013/14' cannot be the name of a folder"):
        load_source(path)


def test_nothing_to_settle_is_silent(tmp_path: Path, files: list[Path]) -> None:
    root = sampled(tmp_path / "raw")
    store(root, files[0])
    notes = root / SOURCE.name / EXTRACT.period / "notes.txt"
    notes.touch()
    placing.tidy_raw_folder_after_interruption(root, pytest.fail)
    assert notes.exists()
    placing.tidy_raw_folder_after_interruption(tmp_path / "nowhere", pytest.fail)


def test_files_that_nobody_supplied_are_not_overwritten(tmp_path: Path, files: list[Path]) -> None:
    folder = tmp_path / SOURCE.name / EXTRACT.period
    folder.mkdir(parents=True)
    (folder / "mine.csv").touch()
    with pytest.raises(InputError, match=r"mine\.csv and no provenance"):
        store(tmp_path, files[0])


def test_invented_data_do_not_stand_for_an_extract_that_was_there(tmp_path: Path, files: list[Path]) -> None:
    root = sampled(tmp_path / "raw")
    store(root, files[0])
    folder = root / SOURCE.name / EXTRACT.period
    for path in folder.iterdir():
        path.unlink()
    with pytest.raises(InputError, match="an empty folder"):
        raw_folder.find_raw_files(root, SOURCE)
    folder.rename(folder.with_name("2031-32"))
    with pytest.raises(InputError, match=r"periods that the source lists.*2024-25"):
        raw_folder.find_raw_files(root, SOURCE)
