"""Backup: back and forth to the byte, without links; what is damaged, or would overwrite something, is refused."""

import io
import json
import os
import shutil
import stat
import tarfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from fairer_stockton import cli
from fairer_stockton.cli import main
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch import placing, register
from fairer_stockton.fetch.held_folder import RESTORING
from fairer_stockton.recovery import backup_restoring
from fairer_stockton.recovery.backup_restoring import restore_backup
from fairer_stockton.recovery.backup_writing import write_backup
from fairer_stockton.report import stage
from fairer_stockton.run.errors import CatalogueError, FairerError, InputError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.lock import hold_lock_of_folder
from fairer_stockton.run.sum_key import create_sum_key
from fairer_stockton.supply import stage as supplying
from fairer_stockton.supply.reduced_file import ReducedFile
from tests.conftest import DEFINITIONS, QUIET, RecordedProgress

OWN = DEFINITIONS.sources["debt_advice"]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the disk its time."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return folders with two versions of an extract of the council's own, one that was fetched, and two editions."""
    settings = folders(tmp_path / "before")
    create_sum_key(settings.raw)
    for content in (b"rows of people", b"corrected rows"):
        supplying.store_extract(settings, OWN, OWN.extracts[-1], ReducedFile(content, ()), "desk.csv")
    folder = settings.raw / "turnout/2024"
    unfinished = placing.make_unfinished_folder(folder)
    (unfinished / "a.csv").write_bytes(b"published")
    entry = {"name": "a.csv", "stored": "a.csv", "sha256": compute_file_checksum(unfinished / "a.csv"), "origin": "x"}
    placing.move_finished_files_to_extract_folder(unfinished, folder, {"synthetic": False, "files": [entry]})
    (settings.raw / "sample/turnout/2024").mkdir(parents=True)
    (settings.raw / "sample/turnout/2024/a.csv").write_text("invented")
    (settings.raw / ".lock").touch()
    for edition, mark in (("2025", "a"), ("2026", "b"), ("2026", "c")):
        build = settings.reports / ".editions" / f"{edition}-{mark * 12}"
        build.mkdir()
        (build / "index.html").write_text(mark)
        sums = {"index.html": compute_file_checksum(build / "index.html")}
        facts = {"edition": edition, "authority": settings.authority, "content": mark * 12, "outputs": sums}
        (build / "manifest.json").write_text(json.dumps(facts))
        moment = datetime(2026, 11, 30, 5, 30, tzinfo=UTC)
        stage.publish_finished_edition(replace(settings, edition=edition), build, QUIET, moment)
    return settings


def folders(work: Path) -> Settings:
    for name in ("raw", "reports/.editions"):
        (work / name).mkdir(parents=True)
    return Settings(work / "raw", work / "processed", work / "reports", edition="2026")


def contents(folder: Path) -> dict[str, tuple[bytes, str]]:
    """Return the bytes and mode of each file, those of links too, and where links to folders lead."""
    return {
        path.relative_to(folder).as_posix(): (
            path.read_bytes() if path.is_file() else str(path.readlink()).encode() if path.is_symlink() else b"",
            oct(stat.S_IMODE(path.stat().st_mode)),
        )
        for path in sorted(folder.rglob("*"))
        if path.parts[len(folder.parts)] not in ("sample", ".doors") and path.name != ".lock"
    }


@pytest.mark.parametrize("name", ["all.tar", "all.tar.gz"])
def test_all_comes_back_to_the_byte(settings: Settings, tmp_path: Path, name: str) -> None:
    progress = RecordedProgress()
    write_backup(settings, progress, tmp_path / name)
    assert "rows about people, and the key of sums" in progress.lines[-1]
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    with tarfile.open(tmp_path / name) as tar:
        assert {member.type for member in tar} == {tarfile.REGTYPE}, "no links"
        assert b"invented" not in [tar.extractfile(member).read() for member in tar]
    after = folders(tmp_path / "after")
    restore_backup(after, QUIET, tmp_path / name)
    assert contents(after.raw) == contents(settings.raw)
    assert contents(after.reports) == contents(settings.reports)
    assert (after.reports / "latest/2026-cccccccccccc/index.html").read_text() == "c"
    assert [version.is_whole for version in register.list_versions_of_source(after.raw, OWN.name)] == [True, True]
    progress = RecordedProgress()
    restore_backup(after, progress, tmp_path / name)
    assert progress.lines[-1].startswith("restored 0 files")


def test_restore_that_was_interrupted_goes_on(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_backup(settings, QUIET, tmp_path / "all.tar")
    after, writes = folders(tmp_path / "after"), iter(range(4))

    def stop(_: int) -> None:
        if next(writes, None) is None:
            raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(os, "fsync", stop)
        with pytest.raises(KeyboardInterrupt):
            restore_backup(after, QUIET, tmp_path / "all.tar")
    assert not (after.reports / "2026").exists(), "an edition takes its name last"
    restore_backup(after, QUIET, tmp_path / "all.tar")
    restored = {path: facts for path, facts in contents(after.raw).items() if not path.endswith(".restored")}
    assert restored == contents(settings.raw)


def test_nothing_is_overwritten(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings, QUIET, tmp_path / "all.tar")
    (settings.raw / "turnout/2024/a.csv").write_bytes(b"another")
    shutil.rmtree(settings.raw / OWN.name)
    with pytest.raises(CatalogueError, match="raw/turnout/2024/a.csv\nexpected  folders that are empty"):
        restore_backup(settings, QUIET, tmp_path / "all.tar")
    assert not (settings.raw / OWN.name).exists()


def test_an_edition_that_leads_elsewhere_is_not_turned(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings, QUIET, tmp_path / "all.tar")
    stage.link_edition_to_version(settings.reports, "2026", "2026-bbbbbbbbbbbb")
    with pytest.raises(CatalogueError, match="reports/2026"):
        restore_backup(settings, QUIET, tmp_path / "all.tar")


def rewritten(backup: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write a backup again with its members changed."""
    with tarfile.open(backup) as tar:
        members = {member.name: tar.extractfile(member).read() for member in tar}
    change(members)
    with tarfile.open(backup, "w") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return backup


def changed_list(**more: object) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["list.json"] = json.dumps({**json.loads(members["list.json"]), **more}).encode()

    return change


def flip_a_byte(members: dict[str, bytes]) -> None:
    name = next(name for name in members if name != "list.json")
    members[name] = bytes([members[name][0] ^ 1]) + members[name][1:]


def lead_out(path: str) -> Callable[[dict[str, bytes]], None]:
    return changed_list(files=[{"path": path, "sha256": sha256(b"").hexdigest(), "size": 0, "private": False}])


DAMAGES = {
    "a byte": flip_a_byte,
    "bytes that are missing": lambda members: members.pop(next(name for name in members if name != "list.json")),
    "another file": lambda members: members.update({"setup.py": b""}),
    "no list": lambda members: members.pop("list.json"),
    "a list that is no JSON": lambda members: members.update({"list.json": b"{"}),
    "a list that is a number": lambda members: members.update({"list.json": b"7"}),
    "another form": changed_list(format=2),
    "files that are none": changed_list(files=[7]),
    "links that are none": changed_list(links=[]),
    "a link that leads out": changed_list(links={"2026": "../../etc"}),
    "a link of another folder": changed_list(links={"../x": "2026-a"}),
    "a path that leads out": lead_out("raw/../../x"),
    "a path from the root": lead_out("/etc/passwd"),
    "a path of another folder": lead_out("home/x"),
    "a folder that leads out": changed_list(private_folders=["raw/../x"]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_backup_writes_nothing(settings: Settings, tmp_path: Path, damage: str) -> None:
    write_backup(settings, QUIET, tmp_path / "all.tar")
    rewritten(tmp_path / "all.tar", DAMAGES[damage])
    after = folders(tmp_path / "after")
    with pytest.raises(InputError, match="take an earlier backup"):
        restore_backup(after, QUIET, tmp_path / "all.tar")
    assert contents(after.raw) == {}
    assert [path.name for path in after.reports.rglob("*")] == [".editions"]


@pytest.mark.parametrize("content", [b"", b"no tar", None], ids=["empty", "text", "cut"])
def test_what_is_no_backup(settings: Settings, tmp_path: Path, content: bytes | None) -> None:
    write_backup(settings, QUIET, tmp_path / "all.tar")
    whole = (tmp_path / "all.tar").read_bytes()
    (tmp_path / "all.tar").write_bytes(whole[: len(whole) // 2] if content is None else content)
    with pytest.raises(InputError):
        restore_backup(folders(tmp_path / "after"), QUIET, tmp_path / "all.tar")
    with pytest.raises(InputError, match="no such file"):
        restore_backup(folders(tmp_path / "again"), QUIET, tmp_path / "other.tar")


def test_links_of_a_tar_are_refused(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings, QUIET, tmp_path / "all.tar")
    with tarfile.open(tmp_path / "all.tar", "a") as tar:
        link = tarfile.TarInfo(f"bytes/{'0' * 64}")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(InputError, match="belongs in no backup"):
        restore_backup(folders(tmp_path / "after"), QUIET, tmp_path / "all.tar")


def test_names_that_no_backup_can_have(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "there.tar").touch()
    for path in (tmp_path / "there.tar", tmp_path / "none/all.tar", settings.raw / "all.tar"):
        with pytest.raises(CatalogueError, match="the name of a new file"):
            write_backup(settings, QUIET, path)


def test_file_that_changes_meanwhile_leaves_no_backup(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fairer_stockton.recovery.backup_contents.compute_file_checksum", lambda _: "0" * 64)
    with pytest.raises(FairerError, match="changed while it was read"):
        write_backup(settings, QUIET, tmp_path / "all.tar")
    assert [path.name for path in tmp_path.iterdir()] == ["before"]


def test_links_in_the_raw_folder_are_followed_but_not_in_a_circle(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "large disk/homes/2025").mkdir(parents=True)
    (tmp_path / "large disk/homes/2025/a.csv").write_text("elsewhere")
    (settings.raw / "homes").symlink_to(tmp_path / "large disk/homes")
    (settings.raw / "homes/2025/circle").symlink_to(settings.raw)
    write_backup(settings, QUIET, tmp_path / "all.tar")
    after = folders(tmp_path / "after")
    restore_backup(after, QUIET, tmp_path / "all.tar")
    assert (after.raw / "homes/2025/a.csv").read_text() == "elsewhere"


def test_commands(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fairer_stockton.fetch.preflight.check_settings", lambda *_, **__: None)
    after = folders(tmp_path / "after")
    options = {
        work: [f"--{name}={getattr(work, name)}" for name in ("raw", "processed", "reports")]
        for work in (settings, after)
    }
    backup = str(tmp_path / "all.tar")
    assert main(["backup", backup, *options[settings]]) == 0
    with hold_lock_of_folder(after.raw):
        assert main(["restore", backup, "--check", *options[after]]) == 0, "whoever only looks waits for nobody"
    assert contents(after.raw).keys() <= {".lock"}
    assert main(["restore", backup, *options[after]]) == 0
    assert (after.reports / "2026/index.html").read_text() == "c"


@pytest.mark.parametrize("command", [["ingest"], ["record"], ["restore", "all.tar"]])
def test_other_commands_wait_for_a_restore_that_goes_on_and_refuse_what_a_killed_one_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("fairer_stockton.fetch.preflight.check_settings", lambda *_, **__: None)
    settings = folders(tmp_path)
    options = [f"--{name}={tmp_path / name}" for name in ("raw", "processed", "reports")]
    (settings.raw / RESTORING).write_text("all.tar\n")
    with hold_lock_of_folder(settings.raw):
        assert main([*command, *options]) == 5
    assert "held by process" in capsys.readouterr().err
    for _ in ("as it begins", "after it has waited, since the folder was held when it began"):
        assert main([*command, *options]) == 3
        assert ("was being restored" in capsys.readouterr().err) == (command[0] != "restore")
        monkeypatch.setattr(cli, "_put_raw_folder_in_order", lambda *_: None)


def test_restore_whose_marker_somebody_removed_ends(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_backup(settings, QUIET, tmp_path / "all.tar")
    after = folders(tmp_path / "after")
    monkeypatch.setattr(backup_restoring, "link_latest_to_edition", lambda _: (after.raw / RESTORING).unlink())
    restore_backup(after, QUIET, tmp_path / "all.tar")
