"""The register of sources: every version stays as it was brought, and the council's own for its account alone."""

import errno
import os
import shutil
import stat
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pytest

from fairer_stockton.cli import main
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.stale_sources import STANDINGS
from fairer_stockton.fetch import placing, raw_folder, register
from fairer_stockton.ingest.private_data import restrict_private_data
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.supply import stage as supplying
from fairer_stockton.supply.reduced_file import ReducedFile
from tests.conftest import DEFINITIONS, QUIET

OWN = DEFINITIONS.sources["debt_advice"]
EXTRACT = OWN.extracts[-1]
MOMENT = datetime(2026, 11, 30, 5, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the disk its time, and let the clock stand."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(register, "read_clock", lambda: MOMENT)
    monkeypatch.setattr(register, "read_account", lambda: "fairer")


def supply(raw: Path, content: bytes, name: str = "desk.csv") -> None:
    supplying.store_extract(Settings(raw=raw), OWN, EXTRACT, ReducedFile(content, ()), name)


def fetch(raw: Path, content: bytes, source: str = "turnout", period: str = "2024") -> Path:
    folder = raw / source / period
    unfinished = placing.make_unfinished_folder(folder)
    (unfinished / "a.csv").write_bytes(content)
    total = compute_file_checksum(unfinished / "a.csv")
    entry = {"name": "a.csv", "stored": "a.csv", "sha256": total, "origin": "https://publisher.example/a.csv"}
    placing.move_finished_files_to_extract_folder(unfinished, folder, {"synthetic": False, "files": [entry]})
    return folder


def contents(versions: Sequence[register.RegisteredVersion]) -> list[bytes]:
    return [version.bytes_path.read_bytes() for version in versions]


def modes(folder: Path) -> set[str]:
    return {oct(stat.S_IMODE(path.stat().st_mode)) for path in (folder, *folder.rglob("*"))}


def test_every_version_stays_in_the_order_in_which_it_came(tmp_path: Path) -> None:
    for content in (b"1", b"2", b"2", b"1"):
        supply(tmp_path, content)
    versions = register.list_versions_of_source(tmp_path, OWN.name)
    assert contents(versions) == [b"1", b"2", b"1"], "the same again is no other version, but an earlier one is"
    assert {(version.brought, version.account, version.origin) for version in versions} == {
        ("2026-11-30T05:30:00Z", "fairer", "supplied: desk.csv")
    }
    assert all(version.is_whole for version in versions)
    assert len(list((tmp_path / ".register/supplied/files").iterdir())) == 2
    lines = list(register.describe_versions(tmp_path, OWN.name))
    assert [line.partition("desk.csv  ")[2] for line in lines] == [
        f"superseded by {versions[1].sha256[:12]} on 2026-11-30T05:30:00Z",
        f"superseded by {versions[0].sha256[:12]} on 2026-11-30T05:30:00Z",
        "in force",
    ]


@pytest.mark.parametrize("umask", [0o022, 0o000])
def test_what_the_council_supplied_is_for_its_account_alone(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        supply(tmp_path, b"1")
        fetch(tmp_path, b"2")
    finally:
        os.umask(before)
    assert modes(tmp_path / ".register/supplied") == {"0o700", "0o600"}
    assert "0o600" not in modes(tmp_path / ".register/published")
    shutil.copytree(tmp_path / ".register/supplied", tmp_path / "backup", copy_function=shutil.copyfile)
    shutil.rmtree(tmp_path / ".register/supplied")
    (tmp_path / "backup").rename(tmp_path / ".register/supplied")
    restrict_private_data(Settings(raw=tmp_path, processed=tmp_path / "processed"), QUIET)
    assert modes(tmp_path / ".register/supplied") == {"0o700", "0o600"}, "also what was restored from a backup"


def test_published_files_take_no_room_twice_and_the_councils_own_are_copies(tmp_path: Path) -> None:
    folder = fetch(tmp_path, b"2")
    (version,) = register.list_versions_of_source(tmp_path, "turnout")
    assert version.bytes_path.samefile(folder / "a.csv")
    supply(tmp_path, b"1")
    (own,) = register.list_versions_of_source(tmp_path, OWN.name)
    in_force = raw_folder.find_raw_file_of_extract(tmp_path, OWN, EXTRACT).path
    in_force.write_bytes(b"edited by hand")
    assert own.is_whole, "whoever edits the file in force does not change the version"


def test_file_system_without_links_has_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    folder = fetch(tmp_path, b"2")
    (version,) = register.list_versions_of_source(tmp_path, "turnout")
    assert version.is_whole
    assert not version.bytes_path.samefile(folder / "a.csv")


def test_what_was_there_before_the_register_is_in_it_once_it_is_replaced(tmp_path: Path) -> None:
    supply(tmp_path, b"1")
    fetch(tmp_path, b"2")
    shutil.rmtree(tmp_path / ".register")
    supply(tmp_path, b"3")
    fetch(tmp_path, b"4")
    assert contents(register.list_versions_of_source(tmp_path, OWN.name)) == [b"1", b"3"]
    assert contents(register.list_versions_of_source(tmp_path, "turnout")) == [b"2", b"4"]


def test_what_is_in_force_is_registered_when_it_is_used_but_not_what_is_damaged(tmp_path: Path) -> None:
    folder = fetch(tmp_path, b"2")
    shutil.rmtree(tmp_path / ".register")
    (folder / "a.csv").write_bytes(b"3")
    register.register_files_in_force(folder, False)
    assert register.list_registered_sources(tmp_path) == []
    (folder / "a.csv").write_bytes(b"2")
    register.register_files_in_force(folder, False)
    register.register_files_in_force(folder, False)
    assert contents(register.list_versions_of_source(tmp_path, "turnout")) == [b"2"]
    register.register_files_in_force(tmp_path / "turnout/2025", False)  # nothing is there


def test_damaged_bytes_are_seen_and_put_right_by_the_next_that_are_brought(tmp_path: Path) -> None:
    supply(tmp_path, b"1")
    (version,) = register.list_versions_of_source(tmp_path, OWN.name)
    version.bytes_path.write_bytes(b"?")
    assert not version.is_whole
    supply(tmp_path, b"1")
    assert version.is_whole


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"provenance": {"files": []}}'], ids=["empty", "list", "no", "of"])
def test_damaged_entry_is_named(tmp_path: Path, damage: str) -> None:
    supply(tmp_path, b"1")
    (version,) = register.list_versions_of_source(tmp_path, OWN.name)
    version.entry_path.write_text(damage)
    with pytest.raises(InputError, match="restore it from your backup"):
        register.list_versions_of_source(tmp_path, OWN.name)


def test_command_lists_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("fairer_stockton.fetch.preflight.check_settings", lambda *_, **__: None)
    supply(tmp_path / "raw", b"1")
    fetch(tmp_path / "raw", b"2")
    folders = [f"--{name}={tmp_path / name}" for name in ("raw", "processed", "reports")]
    assert main(["register", *folders]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [OWN.name, "turnout"]
    assert main(["register", "--source", "turnout", *folders]) == 0
    assert "https://publisher.example/a.csv  in force" in capsys.readouterr().out


def test_bytes_that_a_killed_run_stored_without_an_entry_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    supply(tmp_path, b"1")
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(register, "_write_entry", Mock(side_effect=KeyboardInterrupt))
        supply(tmp_path, b"2")
    left = tmp_path / ".register/supplied/..being-forgotten.json.unfinished"
    left.touch()
    register.remove_unfinished_files(tmp_path)
    assert [path.read_bytes() for path in (tmp_path / ".register/supplied/files").iterdir()] == [b"1"]
    assert not left.exists(), "it may name sums"


def test_what_another_run_is_writing_is_left_alone(tmp_path: Path) -> None:
    folder = (tmp_path / STANDINGS).parent
    folder.mkdir(parents=True)
    writing = folder / f".{STANDINGS.name}.{os.getppid()}"
    for path in (writing, folder / f".{STANDINGS.name}.{os.getpid()}", folder / f".{STANDINGS.name}.restored"):
        path.touch()
    register.remove_unfinished_files(tmp_path)
    assert [*folder.iterdir()] == [writing]
