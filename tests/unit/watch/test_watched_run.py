"""A watched run: its lines in the journal, its summary, and the notice of a failure or a change."""

import dataclasses
import json
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from fairer_stockton.cli import COMMANDS, main
from fairer_stockton.run import journal as journal_module
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.journal import JOURNAL, Journal
from tests.unit.watch.conftest import write_provenance


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """The file into which the command that is notified writes what it is told."""
    program = "import os, sys; print(os.environ['FAIRER_OUTCOME'], os.environ.get('SECRET_KEY'), sys.stdin.read())"
    (tmp_path / "notify.py").write_text(f"import sys\nsys.stdout = open({str(tmp_path / 'told')!r}, 'a')\n{program}\n")
    return tmp_path / "told"


def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recipe: Any, *more: str) -> int:
    """Run a refresh that does what a recipe does."""

    def refresh(settings: Any, progress: Any) -> None:
        """Do what the recipe does."""
        recipe(settings, progress)

    changed = dataclasses.replace(COMMANDS["refresh"], recipe=refresh, options={})
    monkeypatch.setitem(COMMANDS, "refresh", changed)
    folders = [f"--{name}={tmp_path / name}" for name in ("raw", "processed", "reports")]
    notify = f"{sys.executable} '{tmp_path / 'notify.py'}'"
    return main(["refresh", *folders, "--notify", notify, "--metrics-file", str(tmp_path / "a/m.prom"), *more])


def read_journal(tmp_path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (tmp_path / "reports" / JOURNAL).read_text().splitlines()]


def test_failing_refresh_is_told_of(
    tmp_path: Path, told: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(settings: Any, progress: Any) -> None:
        with progress.record_stage("ingest"):
            for step in progress.track_steps("ingest", ["a", "b", "c"], str):
                if step == "b":
                    raise InputError("b.csv", "'x'", "a number", "mend it")

    monkeypatch.setenv("SECRET_KEY", "sesame")
    assert run(tmp_path, monkeypatch, fail) == 3
    words = told.read_text()
    assert words.startswith("failed None refresh: failed after 0 s in ingest (b)\n")
    assert "Exit code 3: an extract that cannot be read" in words
    assert "file      b.csv" in words
    lines = [(line["stage"], line["step"], line["outcome"], line["code"]) for line in read_journal(tmp_path)]
    assert lines == [
        ("run", "", "began", None),
        ("ingest", "a", "done", 0),
        ("ingest", "b", "failed", 3),
        ("ingest", "", "failed", 3),
        ("run", "", "failed", 3),
    ]
    assert 'fairer_run_last_failed{command="refresh"} 1' in (tmp_path / "a/m.prom").read_text()
    assert "refresh: failed after 0 s in ingest (b)" in capsys.readouterr().err


def test_refresh_that_changes_something_is_told_of_and_an_idle_one_is_silent(
    tmp_path: Path, told: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def bring(settings: Any, progress: Any) -> None:
        write_provenance(settings.raw / "turnout/2027", "a.csv", "sum")
        progress.note("audit", "passed")

    assert run(tmp_path, monkeypatch, bring) == 0
    assert told.read_text().startswith("changed None refresh: changed after 0 s\nbrought in turnout 2027\n")
    assert read_journal(tmp_path)[-1]["changes"] == ["brought in turnout 2027"]
    assert read_journal(tmp_path)[-1]["audit"] == "passed"
    told.unlink()
    capsys.readouterr()
    assert run(tmp_path, monkeypatch, bring) == 0
    assert not told.exists()
    assert capsys.readouterr().err == ""
    assert read_journal(tmp_path)[-1]["outcome"] == "unchanged"


def test_fault_of_the_pipeline_is_told_of_by_its_class_alone(
    tmp_path: Path, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("Bloggs")

    with pytest.raises(ValueError, match="Bloggs"):
        run(tmp_path, monkeypatch, fail)
    assert "Exit code 1: a fault of the pipeline itself" in told.read_text()
    assert "Bloggs" not in told.read_text()


def test_wrong_setting_is_told_of_too(tmp_path: Path, told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRER_SAMPLES", "no")
    assert run(tmp_path, monkeypatch, lambda *_: None) == 2
    assert "did you mean FAIRER_SAMPLE?" in told.read_text()


@pytest.mark.parametrize(
    ("command", "words"),
    [("no-such-program", "No such file"), ('"', "No closing quotation"), ("false", "it ended with exit code 1")],
)
def test_notice_that_cannot_be_sent_fails_no_run(
    command: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def bring(settings: Any, progress: Any) -> None:
        write_provenance(settings.raw / "turnout/2027", "a.csv", "sum")

    assert run(tmp_path, monkeypatch, bring, "--notify", command) == 0
    assert f"could not send the notice of this run: {words}" in capsys.readouterr().err


def test_refresh_says_that_the_one_before_was_killed(
    tmp_path: Path, told: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, monkeypatch, lambda *_: None) == 0
    journal = tmp_path / "reports" / JOURNAL
    first = {**read_journal(tmp_path)[0], "process": 2**22 + 1}
    journal.write_text(json.dumps(first) + "\n")
    assert run(tmp_path, monkeypatch, lambda *_: None) == 0
    assert "refresh: ended without a word: it was killed" in capsys.readouterr().err


def test_journal_that_grows_too_long_loses_its_older_half(
    tmp_path: Path, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / JOURNAL).write_text("old\n" * 100 + "new\n" * 100)
    monkeypatch.setattr(journal_module, "MOST_BYTES", 799)
    assert run(tmp_path, monkeypatch, lambda *_: None) == 0
    lines = (tmp_path / "reports" / JOURNAL).read_text().splitlines()
    assert (lines.count("old"), lines.count("new")) == (0, 100)
    assert [path.name for path in (tmp_path / "reports").glob(f"{JOURNAL}*")] == [JOURNAL]


def test_line_that_another_run_writes_while_the_older_half_goes_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / JOURNAL
    file.write_text("old\n" * 200)
    monkeypatch.setattr(journal_module, "MOST_BYTES", 799)
    other = Thread(target=Journal(file, "report", lambda _: 1).write_step, args=("report", "pages", 1.0))
    write_bytes = Path.write_bytes

    def write_while_another_run_does(path: Path, content: bytes) -> int:
        other.start()
        other.join(0.2)  # it is given the time in which it would have written
        return write_bytes(path, content)

    monkeypatch.setattr(Path, "write_bytes", write_while_another_run_does)
    Journal(file, "refresh", lambda _: 1).begin_run()
    other.join()
    assert sorted(json.loads(line)["command"] for line in file.read_text().splitlines()[100:]) == ["refresh", "report"]


def test_journal_that_cannot_be_written_fails_no_run(
    tmp_path: Path, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reports" / JOURNAL).mkdir(parents=True)
    assert run(tmp_path, monkeypatch, lambda *_: None) == 0
