"""Where a source fails its last good version is used: it is marked, readers are told, and not for ever."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Thread

import pytest

from fairer_stockton.cli import main
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.definitions.stale_sources import STANDINGS, read_stale_sources
from fairer_stockton.fetch import last_good, placing, raw_folder, register
from fairer_stockton.fetch.last_good import note_good_versions
from fairer_stockton.ingest.stage import describe_staged_output
from fairer_stockton.pipelines import refresh as recipe
from fairer_stockton.run.errors import FairerError, InputError, PartialError, ValidationError
from fairer_stockton.run.exit_codes import EXIT_CODES, find_exit_code
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.supply import stage as supplying
from fairer_stockton.supply.reduced_file import ReducedFile
from tests.conftest import DEFINITIONS, QUIET, RecordedProgress, with_sources

START = datetime(2026, 11, 30, 5, 30, tzinfo=UTC)
OWN = DEFINITIONS.sources["debt_advice"]
EXTRACT = OWN.extracts[-1]
OPEN = DEFINITIONS.sources["turnout"]
OPEN = replace(OPEN, extracts=(replace(OPEN.extracts[0], sha256=""),))  # whatever release there is


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return settings of two sources whose bytes say how they are: `unreadable` is not read, `bad` does not pass."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    settings = with_sources(Settings(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports"), OWN, OPEN)
    settings.raw.mkdir()

    def read(source: Source) -> list[bytes]:
        return [file.path.read_bytes() for file in raw_folder.find_raw_files(settings.raw, source)]

    def ingest_sources(chain: Settings, _: object) -> dict[str, InputError]:
        refusals = {}
        for name, source in chain.definitions.sources.items():
            try:
                if any(b"unreadable" in content for content in read(source)):
                    refusals[name] = InputError(name, "nothing to read", "rows", "mend it")
            except InputError as refusal:
                refusals[name] = refusal
        return refusals

    def list_failing(chain: Settings) -> list[str]:
        sources = chain.definitions.sources.items()
        return [name for name, source in sources if any(b"bad" in content for content in read(source))]

    def validate(chain: Settings, _: object) -> None:
        if failing := list_failing(chain):
            raise ValidationError(source=failing[0], found="rows that break the contract")
        note_good_versions(chain, chain.definitions.sources.values())

    monkeypatch.setattr(recipe, "ingest_sources", ingest_sources)
    monkeypatch.setattr(recipe, "validate", validate)
    monkeypatch.setattr(recipe, "_list_failing_sources", list_failing)
    return settings


def supply(settings: Settings, content: bytes, period: int = -1) -> None:
    supplying.store_extract(settings, OWN, OWN.extracts[period], ReducedFile(content, ()), "desk.csv")


def fetch(settings: Settings, content: bytes, source: Source = OPEN) -> Source:
    """Bring a release of the open source, and return the source whose definition asks for it."""
    folder = settings.raw / OPEN.name / OPEN.extracts[0].period
    unfinished = placing.make_unfinished_folder(folder)
    (unfinished / "a.csv").write_bytes(content)
    total = compute_file_checksum(unfinished / "a.csv")
    entry = {"name": OPEN.extracts[0].name, "stored": "a.csv", "sha256": total, "expected": total, "origin": "x"}
    placing.move_finished_files_to_extract_folder(unfinished, folder, {"synthetic": False, "files": [entry]})
    return replace(source, extracts=(replace(source.extracts[0], sha256=total),))


def in_force(settings: Settings, source: Source = OWN) -> list[bytes]:
    return [file.path.read_bytes() for file in raw_folder.find_raw_files(settings.raw, source)]


def judge(settings: Settings, moment: datetime = START) -> list[str]:
    progress = RecordedProgress()
    recipe.stage_and_judge(settings, progress, moment)
    return progress.lines


@pytest.mark.parametrize("content", [b"bad", b"unreadable"])
def test_last_good_version_stands_in_and_is_marked(
    settings: Settings, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = count()
    monkeypatch.setattr(register, "read_clock", lambda: datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=next(days)))
    supply(settings, b"good")
    assert judge(settings) == []
    before = describe_staged_output(settings, OWN, raw_folder.find_raw_files(settings.raw, OWN)).content()
    supply(settings, content)
    assert judge(settings)[-1] == "set aside, and the last good version put back: debt_advice"
    assert in_force(settings) == [b"good"]
    stale = read_stale_sources(settings.raw)["debt_advice"]
    why = {b"bad": "did not pass its checks", b"unreadable": "cannot be read"}[content]
    assert stale.note == f"The latest version {why}, so these figures rest on the last good version, of 2 March 2026."
    assert settings.definitions.sources["debt_advice"].notes[0] == stale.note, "the pages say so"
    assert describe_staged_output(settings, OWN, raw_folder.find_raw_files(settings.raw, OWN)).content() != before
    contents = [version.bytes_path.read_bytes() for version in register.list_versions_of_source(settings.raw, OWN.name)]
    assert contents == [b"good", content, b"good"], "what was set aside is kept"
    lines = [line.partition("desk.csv  ")[2] for line in register.describe_versions(settings.raw, OWN.name)]
    assert [line.split(",")[0].split(" on ")[0][:14] for line in lines] == ["superseded by ", "set aside", "in force"]
    supply(settings, content)
    judge(settings, START + timedelta(days=1))
    assert read_stale_sources(settings.raw)["debt_advice"] == stale, "since then, and of the day when it first came"
    assert (settings.raw / STANDINGS).stat().st_mode & 0o777 == 0o600
    assert judge(settings) == [], "it is tried once, and not again"


def test_a_new_good_version_is_not_stale(settings: Settings) -> None:
    for content in (b"good", b"bad", b"good and new"):
        supply(settings, content)
        judge(settings)
    assert in_force(settings) == [b"good and new"]
    assert read_stale_sources(settings.raw) == {}
    aside = json.loads((settings.raw / STANDINGS).read_text())["debt_advice"]["set_aside"]
    assert [entry["file"][:2] for entry in aside] == [[EXTRACT.period, EXTRACT.name]]


def test_two_councils_that_judge_at_once_lose_nothing_of_each_other(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    supply(settings, b"good")
    fetch(settings, b"good")
    read_json, threads = last_good.read_json, []

    def read_while_another_judges(path: Path) -> dict[str, object]:
        standings = read_json(path)
        if path.name == STANDINGS.name and not threads:
            threads.append(Thread(target=note_good_versions, args=(settings, [OPEN])))
            threads[0].start()
            threads[0].join(0.2)  # it waits for this run, or would have written by now
        return standings

    monkeypatch.setattr(last_good, "read_json", read_while_another_judges)
    note_good_versions(settings, [OWN])
    threads[0].join()
    assert json.loads((settings.raw / STANDINGS).read_text()).keys() == {OWN.name, OPEN.name}


def test_only_what_was_staged_is_marked_as_good(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def list_good() -> list[list[str]]:
        note_good_versions(settings, [OWN])
        return [*json.loads((settings.raw / STANDINGS).read_text())[OWN.name]["good"]]

    supply(settings, b"good")
    (first,) = last_good._list_sums_in_force(settings.raw, OWN.name)
    period, name, total = first
    monkeypatch.setattr(last_good, "_list_staged_files", lambda *_: [[name, period, total, False]])
    assert list_good() == [first]
    supply(settings, b"bad")  # and not read yet
    assert list_good() == [first]
    supply(settings, b"good")
    shutil.copytree(settings.raw / OWN.name / period, settings.raw / OWN.name / "1999")  # that no entry is of any more
    assert len(list_good()) == 2


def test_a_source_that_was_never_good_stops_the_run(settings: Settings) -> None:
    supply(settings, b"bad")
    with pytest.raises(ValidationError, match="debt_advice"):
        judge(settings)
    assert in_force(settings) == [b"bad"]


def test_one_source_waits_for_no_other(settings: Settings) -> None:
    supply(settings, b"good")
    fetch(settings, b"open and good")
    judge(settings)
    supply(settings, b"bad")
    fetch(settings, b"open and new")
    judge(settings)
    assert (in_force(settings), in_force(settings, OPEN)) == ([b"good"], [b"open and new"])
    assert [*read_stale_sources(settings.raw)] == ["debt_advice"]


def test_a_contract_that_the_good_version_breaks_too_stops_the_run(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    supply(settings, b"good")
    judge(settings)
    monkeypatch.setattr(recipe, "_list_failing_sources", lambda _: ["debt_advice"])

    def refuse(*_: object) -> None:
        raise ValidationError(source="debt_advice")

    monkeypatch.setattr(recipe, "validate", refuse)
    supply(settings, b"new")
    with pytest.raises(ValidationError):
        judge(settings)


def test_a_release_that_fails_is_not_fetched_again_until_another_is_asked_for(settings: Settings) -> None:
    good = fetch(settings, b"good")
    judge(with_sources(settings, good))
    bad = fetch(settings, b"bad")
    asking = with_sources(settings, bad)
    judge(asking)
    assert in_force(settings, bad) == [b"good"]
    entry = raw_folder.read_provenance(settings.raw / OPEN.name / OPEN.extracts[0].period)["files"][0]
    assert raw_folder.is_release_wanted(bad.extracts[0], entry), "else each run would fetch what is known to fail"
    newer = replace(bad.extracts[0], sha256="f" * 64)
    assert not raw_folder.is_release_wanted(newer, entry)


def test_a_release_that_could_not_be_fetched_is_stood_in_for(settings: Settings) -> None:
    good = fetch(settings, b"good")
    judge(with_sources(settings, good))
    asking = with_sources(settings, replace(good, extracts=(replace(good.extracts[0], sha256="f" * 64),)))
    judge(asking)
    assert "could not be fetched" in read_stale_sources(settings.raw)[OPEN.name].note
    assert raw_folder.find_raw_files(settings.raw, asking.definitions.sources[OPEN.name])


def test_a_period_that_came_later_and_fails_is_left_out(settings: Settings) -> None:
    supply(settings, b"good", period=-2)
    judge(settings)
    supply(settings, b"bad", period=-1)
    judge(settings)
    assert in_force(settings) == [b"good"]
    assert len(register.list_versions_of_source(settings.raw, OWN.name)) == 2, "and kept"


def test_a_damaged_file_is_mended_and_not_stale(settings: Settings) -> None:
    supply(settings, b"good")
    judge(settings)
    raw_folder.find_raw_files(settings.raw, OWN)[0].path.write_bytes(b"edited by hand")
    assert judge(settings)[-1].startswith("set aside, and the last good version put back")
    assert in_force(settings) == [b"good"]
    assert read_stale_sources(settings.raw) == {}


def test_no_source_is_stale_for_ever(settings: Settings) -> None:
    supply(settings, b"good")
    judge(settings)
    supply(settings, b"bad")
    judge(settings)
    judge(settings, START + timedelta(days=100))
    with pytest.raises(InputError, match="within 100 days"):
        judge(settings, START + timedelta(days=101))


@pytest.mark.parametrize("damage", ["[]", '{"debt_advice": 7}', '{"debt_advice": {"stale": {"why": 1}}}'])
def test_damaged_standings_are_none(settings: Settings, damage: str) -> None:
    supply(settings, b"good")
    (settings.raw / STANDINGS).write_text(damage)
    assert read_stale_sources(settings.raw) == {}


@pytest.fixture
def published(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what was done of the stages that are not looked at here."""
    done: list[str] = []
    monkeypatch.setattr(recipe, "measure", lambda *_: done.append("measured"))
    monkeypatch.setattr(recipe, "publish", lambda *_: Path(done.append("published") or "2026"))
    monkeypatch.setattr(recipe, "fetch", lambda *_: None)
    return done


def test_refresh_publishes_and_ends_in_part(settings: Settings, published: list[str]) -> None:
    supply(settings, b"good")
    recipe.refresh(settings, QUIET)
    supply(settings, b"bad")
    with pytest.raises(PartialError, match="debt_advice: The latest version did not pass") as caught:
        recipe.refresh(settings, QUIET)
    assert published == ["measured", "published"] * 2
    assert find_exit_code(caught.value) == 10


def test_what_cannot_be_fetched_stops_nothing_once_there_was_a_run(
    settings: Settings, published: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise InputError("https://publisher.example/a.csv", "status 503", "the file", "try again")

    monkeypatch.setattr(recipe, "fetch", refuse)
    supply(settings, b"good")
    with pytest.raises(InputError):
        recipe.refresh(settings, QUIET)
    assert published == [], "there was no run before"
    settings.staged.mkdir(parents=True)
    for name in settings.definitions.sources:
        (settings.staged / f"{name}.parquet").touch()
    with pytest.raises(PartialError, match="not fetched: https://publisher.example/a.csv: status 503"):
        recipe.refresh(settings, QUIET)
    assert published == ["measured", "published"]


def test_words_of_a_run_in_part(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def end(error: FairerError) -> Callable[..., None]:
        def run(*_: object) -> None:
            raise error

        return run

    assert 10 in [code.number for code in EXIT_CODES]
    monkeypatch.setattr("fairer_stockton.cli._run_command", end(PartialError(found="a trouble")))
    assert main(["refresh"]) == 10
    assert "Done in part: the edition is published" in capsys.readouterr().err
    monkeypatch.setattr("fairer_stockton.cli._run_command", end(InputError("a", "b", "c", "d")))
    assert main(["refresh"]) == 3
    assert "Nothing that was published has changed" in capsys.readouterr().err
