"""The record of what was published: every version is held, whole and unchanged, and a lost one is missed."""

import json
import os
import shutil
import stat
from pathlib import Path

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.record import (
    RECORD,
    RecordedExtract,
    compute_checksum_of_versions,
    find_stored_extract,
    read_record,
    record_version,
    refuse_unrecorded_editions,
    select_versions_before,
)
from fairer_stockton.report.recording import record_editions_that_are_there
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.sum_key import PUBLIC_KEY
from tests.conftest import RecordedProgress


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")


def build(settings: Settings, name: str, content: str, figures: str, before: int = 0) -> Path:
    """Write a finished edition, as it lies before its name leads to it."""
    folder = settings.reports / ".editions" / f"{name}-{content}"
    (folder / "csv").mkdir(parents=True)
    (folder / "csv/observations.csv").write_text(figures)
    (folder / "csv/memberships.csv").write_text("areas")
    versions = read_record(settings.raw)[:before]
    manifest = {
        "edition": name, "content": content, "key": PUBLIC_KEY.identity, "inputs": [],
        "record": PUBLIC_KEY.seal(compute_checksum_of_versions(versions)),
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def publish(settings: Settings, name: str, content: str, figures: str, before: int = 0) -> None:
    folder = build(settings, name, content, figures, before)
    record_version(settings.raw, folder, {}, f"inputs of {content}")
    link = settings.reports / name
    link.unlink(missing_ok=True)
    link.symlink_to(folder)


def test_the_same_name_published_twice_is_two_versions_and_the_same_figures_one(settings: Settings) -> None:
    publish(settings, "2026", "aaa", "1")
    publish(settings, "2026", "bbb", "2", before=1)
    publish(settings, "2027", "ccc", "2", before=1)  # other words, the same figures
    versions = read_record(settings.raw)
    assert [version.folder.name for version in versions] == ["2026-aaa", "2026-bbb"]
    assert [version.edition for version in versions] == ["2026", "2026"]
    assert (versions[0].folder / "csv/observations.csv").read_text() == "1"
    refuse_unrecorded_editions(settings)


def test_what_is_made_from_the_same_counts_only_what_came_before_it(settings: Settings) -> None:
    publish(settings, "2026", "aaa", "1")
    publish(settings, "2026", "bbb", "2", before=1)
    versions = read_record(settings.raw)
    assert select_versions_before(versions, "inputs of aaa") == ()
    assert select_versions_before(versions, "inputs of bbb") == versions[:1]
    assert select_versions_before(versions, "others") == versions
    assert compute_checksum_of_versions(versions) != compute_checksum_of_versions(versions[::-1])


def test_none_but_the_owner_reads_it_and_the_bytes_of_extracts_are_held(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text("rows of people")
    total = "0b4bfa5dd0a9ecd7d2aac8a6e8c2f8e1c4ee9fd3a5e5b1a67ad0b62d9a0d2f11"
    wrong = RecordedExtract("contacts", "contacts.csv", "2025", total, False, "contacts.csv")
    os.umask(before := os.umask(0))
    folder = build(settings, "2026", "aaa", "1")
    os.umask(0)
    try:
        record_version(settings.raw, folder, {wrong: file}, "inputs")
    finally:
        os.umask(before)
    for path in (settings.raw / RECORD, *(settings.raw / RECORD).rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    (version,) = read_record(settings.raw)
    assert version.extracts == (wrong,)
    assert find_stored_extract(settings.raw, wrong) is None, "its bytes have another sum"


def test_a_record_that_is_gone_or_cut_is_refused_with_what_to_do(settings: Settings) -> None:
    refuse_unrecorded_editions(settings)  # no edition, no record
    publish(settings, "2026", "aaa", "1")
    publish(settings, "2026", "bbb", "2", before=1)
    shutil.rmtree(settings.reports / ".editions/2026-aaa")  # as publishing does once no name leads to it
    record = settings.raw / RECORD
    shutil.copytree(record, settings.raw / "backup")

    versions = json.loads((record / "versions.json").read_text())
    (record / "versions.json").write_text(json.dumps({"versions": versions["versions"][1:]}))
    shutil.rmtree(record / "2026-aaa")
    with pytest.raises(CatalogueError, match="no whole record of what was published as 2026 and before"):
        refuse_unrecorded_editions(settings)

    shutil.rmtree(record)
    with pytest.raises(CatalogueError, match="from your backup; if there never was one, run `make record`"):
        refuse_unrecorded_editions(settings)
    shutil.copytree(settings.raw / "backup", record)
    refuse_unrecorded_editions(settings)

    (record / "2026-bbb/csv/observations.csv").write_text("3")
    with pytest.raises(CatalogueError, match="not as it was published"):
        read_record(settings.raw)


def test_a_record_is_written_anew_from_the_editions_that_are_there(settings: Settings) -> None:
    publish(settings, "2026", "aaa", "1")
    publish(settings, "2027", "bbb", "2", before=1)
    shutil.rmtree(settings.raw / RECORD)
    progress = RecordedProgress()
    record_editions_that_are_there(settings, progress)
    assert progress.lines == ["the record holds 2 versions of editions, 2 of them new"]
    assert [version.folder.name for version in read_record(settings.raw)] == ["2026-aaa", "2027-bbb"]
    refuse_unrecorded_editions(settings)
    assert select_versions_before(read_record(settings.raw), "inputs of aaa") == read_record(settings.raw)


def test_a_run_that_was_killed_while_writing_down_loses_nothing(settings: Settings) -> None:
    publish(settings, "2026", "aaa", "1")
    (settings.raw / RECORD / "versions.json").unlink()  # the folder came first, then its name in the list
    (version,) = read_record(settings.raw)
    assert version.folder.name == "2026-aaa"
    publish(settings, "2026", "bbb", "2", before=1)
    assert [version.folder.name for version in read_record(settings.raw)] == ["2026-aaa", "2026-bbb"]
