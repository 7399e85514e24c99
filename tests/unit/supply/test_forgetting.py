"""Forgetting: every row of an extract goes, on purpose and with a reason, and what was done is written down."""

import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pytest

from fairer_stockton import cli
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch import register
from fairer_stockton.fetch.folders_of_tables import (
    FOLDERS_OF_TABLES,
    list_folders_of_tables,
    note_folder_of_tables,
)
from fairer_stockton.fetch.held_folder import FORGETTING, hold_raw_folder
from fairer_stockton.run.errors import CatalogueError, InputError, LockedError, QuestionedError
from fairer_stockton.run.lock import hold_lock_of_folder
from fairer_stockton.supply import stage as supplying
from fairer_stockton.supply.forgetting import ForgettingChoices, forget_extract
from fairer_stockton.supply.reduced_file import ReducedFile
from tests.conftest import DEFINITIONS, QUIET, RecordedProgress

SOURCE = DEFINITIONS.sources["debt_advice"]
PERIOD = SOURCE.extracts[-1].period
SECRET = b"somebody's row "
MOMENT = datetime(2026, 11, 30, 5, 30, tzinfo=UTC)
WHY = "the adviser sent the wrong year"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return settings under which two versions were supplied, staged and judged, and one of them published."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr("fairer_stockton.supply.forgetting.SHORT_WAIT", 0.0)
    settings = Settings(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    for mark in (b"1", b"2"):
        content = ReducedFile(SECRET + mark, ())
        supplying.store_extract(settings, SOURCE, SOURCE.extracts[-1], content, "desk.csv")
    first = register.list_versions_of_source(settings.raw, SOURCE.name)[0]
    for path in (
        settings.raw / "record-of-published/extracts" / first.sha256 / "debt_advice.csv",
        settings.staged / "debt_advice.parquet",
        settings.verdicts / "debt_advice.faults.csv",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SECRET)
    return settings


def files_with_rows(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and SECRET in path.read_bytes())


def forget(settings: Settings, version: str = "", reason: str = WHY, is_agreed: bool = True) -> list[str]:
    progress = RecordedProgress()
    choices = ForgettingChoices(SOURCE.name, PERIOD, version, reason, is_agreed)
    forget_extract(settings, progress, choices, MOMENT)
    return progress.lines


def test_every_row_goes_and_what_was_done_is_written_down(settings: Settings, tmp_path: Path) -> None:
    assert len(files_with_rows(tmp_path)) == 6
    sums = {version.sha256 for version in register.list_versions_of_source(settings.raw, SOURCE.name)}
    lines = forget(settings)
    assert files_with_rows(tmp_path) == []
    assert not (settings.raw / SOURCE.name / PERIOD).exists()
    assert register.list_versions_of_source(settings.raw, SOURCE.name) == []
    assert lines[-1].startswith("figures that were published stay; so do backups")
    assert "until their next `make ingest`" in lines[-1], "of councils that have staged nothing since"
    log = settings.raw / ".register/supplied/forgotten.jsonl"
    entry = json.loads(log.read_text())
    assert (entry["forgotten"], entry["source"], entry["period"]) == ("2026-11-30T05:30:00Z", SOURCE.name, PERIOD)
    assert (entry["versions"], entry["reason"]) == (2, WHY)
    assert not any(total[:12] in log.read_text() for total in sums), "a sum would tell whoever guesses the file"
    assert log.stat().st_mode & 0o777 == 0o600


def test_an_earlier_version_alone(settings: Settings, tmp_path: Path) -> None:
    first, second = register.list_versions_of_source(settings.raw, SOURCE.name)
    forget(settings, first.sha256[:12])
    assert not first.bytes_path.exists() and second.is_whole
    assert files_with_rows(tmp_path) == sorted(["debt_advice_2024-25.csv", second.sha256]), (
        "in force, and in the register"
    )


@pytest.mark.parametrize(("reason", "is_agreed"), [("", True), (" ", True), (WHY, False)])
def test_nothing_goes_without_a_reason_and_a_yes(
    settings: Settings, tmp_path: Path, reason: str, is_agreed: bool
) -> None:
    with pytest.raises(QuestionedError, match="REASON=.* YES=1") as caught:
        forget(settings, reason=reason, is_agreed=is_agreed)
    assert str(settings.raw / SOURCE.name / PERIOD) in str(caught.value), "what would go is named"
    assert len(files_with_rows(tmp_path)) == 6


def test_a_reason_that_names_somebody_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a reason that names nobody"):
        forget(settings, reason="asked for by jo.bloggs@example.org")
    assert len(files_with_rows(tmp_path)) == 6


def test_a_version_that_is_not_there(settings: Settings) -> None:
    with pytest.raises(CatalogueError, match="no such version"):
        forget(settings, "0123456789ab")
    forget(settings)
    with pytest.raises(CatalogueError, match="no such version"):
        forget(settings)


def test_published_sources_are_not_forgotten(settings: Settings) -> None:
    with pytest.raises(CatalogueError, match="that the council supplies"):
        forget_extract(settings, QUIET, ForgettingChoices("turnout", "2024", reason=WHY, is_agreed=True))


def test_bytes_that_another_period_has_too_stay_for_it(settings: Settings) -> None:
    content = ReducedFile(SECRET + b"1", ())
    supplying.store_extract(settings, SOURCE, SOURCE.extracts[0], content, "desk.csv")
    forget(settings)
    (version,) = register.list_versions_of_source(settings.raw, SOURCE.name)
    assert version.period == SOURCE.extracts[0].period and version.is_whole


@pytest.mark.parametrize("is_registered", [True, False])
@pytest.mark.parametrize("is_of_version", [True, False])
def test_files_without_their_provenance_are_forgotten_too(
    settings: Settings, tmp_path: Path, is_registered: bool, is_of_version: bool
) -> None:
    (settings.raw / SOURCE.name / PERIOD / "provenance.json").unlink()
    first, second = register.list_versions_of_source(settings.raw, SOURCE.name)
    shutil.rmtree(settings.raw / "record-of-published")
    if not is_registered:
        shutil.rmtree(settings.raw / ".register")
    forget(settings, second.sha256 if is_of_version else "")
    assert files_with_rows(tmp_path) == ([first.sha256] if is_registered and is_of_version else [])


def test_a_removal_that_is_finished_later_locks_the_tables_that_it_removes(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fairer_stockton.run.lock.SHORT_WAIT", 0.0)
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr("fairer_stockton.supply.forgetting.finish_removal", Mock(side_effect=KeyboardInterrupt))
        forget(settings)
    later = replace(settings, processed=tmp_path / "another council")
    with hold_lock_of_folder(settings.processed), pytest.raises(LockedError, match="processed"):
        cli._finish_forgetting_after_interruption(later, QUIET)
    assert (settings.staged / "debt_advice.parquet").exists()
    with pytest.raises(InputError, match="run this command again"), hold_raw_folder(settings.raw, QUIET.say):
        pytest.fail("a run that waited went on with a part of an extract")
    cli._finish_forgetting_after_interruption(later, QUIET)
    assert files_with_rows(tmp_path) == []


def test_a_removal_that_an_earlier_version_began_is_finished(settings: Settings, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr("fairer_stockton.supply.forgetting.finish_removal", Mock(side_effect=KeyboardInterrupt))
        forget(settings)
    plan = settings.raw / FORGETTING
    plan.write_text(json.dumps({**json.loads(plan.read_text()), "processed": str(settings.processed)}))
    cli._finish_forgetting_after_interruption(settings, QUIET)
    assert files_with_rows(tmp_path) == []


def test_tables_of_another_council_go_too(settings: Settings, tmp_path: Path) -> None:
    neighbour, gone = tmp_path / "neighbour", tmp_path / "on a disk that is not there"
    file = settings.raw / ".register/supplied" / FOLDERS_OF_TABLES
    for folder in (neighbour, gone):
        note_folder_of_tables(settings.raw, folder)
        file.write_text(file.read_text()[:-4])  # killed while it was written
        note_folder_of_tables(settings.raw, folder)
    note_folder_of_tables(settings.raw, neighbour)
    assert file.read_text().count("neighbour") == 1, "once whole, and not again"
    assert file.stat().st_mode & 0o777 == 0o600
    (neighbour / "staged").mkdir(parents=True)
    (neighbour / "staged/debt_advice.parquet").write_bytes(SECRET)
    assert list_folders_of_tables(settings.raw) == [neighbour, gone]
    with hold_lock_of_folder(neighbour), pytest.raises(LockedError, match="neighbour"):
        forget(settings)
    assert len(files_with_rows(tmp_path)) == 7, "nothing goes where not all can go"
    lines = forget(settings)
    assert f"removed {neighbour / 'staged/debt_advice.parquet'}" in lines
    assert any(line.startswith(f"not there now, and so not cleared: {gone};") for line in lines)
    assert files_with_rows(tmp_path) == []


def test_what_was_never_registered_is_forgotten_too(settings: Settings, tmp_path: Path) -> None:
    shutil.rmtree(settings.raw / ".register")
    forget(settings)
    assert not (settings.raw / SOURCE.name / PERIOD).exists()
