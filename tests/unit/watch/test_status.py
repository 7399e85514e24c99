"""The status: what is published, how each source stands, why it is stale, and how the last runs ended."""

import json
import os
from dataclasses import replace
from datetime import date, timedelta

import pytest

from fairer_stockton.definitions.release_calendar import find_last_day_of_period, read_calendar
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.journal import JOURNAL, Journal
from fairer_stockton.run.vocabulary import RunOutcome
from fairer_stockton.watch.metrics import format_metrics
from fairer_stockton.watch.runs import read_runs
from fairer_stockton.watch.status import read_status
from fairer_stockton.watch.words import write_status
from tests.unit.watch.conftest import NOW, YEARLY, write_provenance


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ("2022", date(2022, 12, 31)),
        ("2021-2025", date(2025, 12, 31)),
        ("2024-25", date(2025, 3, 31)),
        ("2013/14", date(2014, 3, 31)),
        ("1999-00", date(2000, 3, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2024-13", None),
        ("autumn", None),
    ],
)
def test_last_day_of_a_period(period: str, last: date | None) -> None:
    assert find_last_day_of_period(period) == last


def test_release_is_due_so_long_after_the_next_period() -> None:
    assert YEARLY.find_due_day("2022") == date(2025, 4, 30)  # figures of 2023, sixteen months after its end
    assert replace(YEARLY, every_months=1, months_after=1).find_due_day("2025-12") == date(2026, 2, 28)
    assert YEARLY.find_due_day("autumn") is None


@pytest.mark.parametrize("months", [0, -1, 1.5, "12", True, 9999])
def test_calendar_without_a_number_of_months_is_refused(months: object) -> None:
    with pytest.raises(ValueError, match="calendar.every_months = .* is not a number of months"):
        read_calendar({"every_months": months, "months_after": 1, "basis": ""})


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"months_after": 1},
        {"next_release": "irregular", "months_after": 1},
        {"next_release": "irregular", "every_months": 12},
        {"next_release": "soon"},
    ],
)
def test_calendar_without_exactly_one_of_rhythm_and_reason_is_refused(entry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"calendar|is not a valid NextRelease"):
        read_calendar({**entry, "basis": "as before"})


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"every_months": 12, "months_after": 16}, "Apr 2025"),
        ({"every_months": 12}, "yearly"),
        ({"every_months": 18}, "every 18 months"),
        ({"every_months": 120}, "every 10 years"),
        ({"next_release": "not_announced"}, "not announced"),
    ],
)
def test_a_rhythm_is_no_day(report: Settings, entry: dict[str, object], words: str) -> None:
    calendar = read_calendar({**entry, "basis": "as before"})
    definitions = report.declared_definitions
    fuel = replace(definitions.sources["fuel_poverty"], calendar=calendar)
    settings = replace(report, handed_definitions=replace(definitions, sources={fuel.name: fuel}))
    (line,) = [line for line in write_status(read_status(settings, NOW)).splitlines() if line.startswith(fuel.name)]
    assert f"  {words}  " in line
    assert bool(read_status(settings, NOW).stale_sources) == ("months_after" in entry)


def test_status_names_what_is_published_and_what_is_stale(report: Settings) -> None:
    status = read_status(report, NOW)
    (edition,) = status.editions
    assert (edition.name, edition.version, edition.is_latest, edition.synthetic) == ("2026", "abcdef012345", True, True)
    assert (status.tables_passed, status.tables_failed) == (1, ("turnout",))
    fuel, turnout = status.sources
    assert (fuel.origin, fuel.period, fuel.brought) == ("published", "2022", NOW.date())
    assert fuel.age_days == (NOW.date() - date(2022, 12, 31)).days
    assert fuel.stale == ("the release after 2022 has been due since April 2025 (as before)",)
    assert (turnout.origin, turnout.period, turnout.age_days, turnout.stale) == ("sample", "2023", None, ())


def test_source_is_stale_where_its_files_are_not_in_the_edition_or_a_release_waits(report: Settings) -> None:
    write_provenance(report.raw / "fuel_poverty/2023", "2022_Sub-Regional-Data-LILEE.xlsx", "new")
    waiting = report.raw / ".new-releases/fuel_poverty/2022"
    waiting.mkdir(parents=True)
    (waiting / "new.xlsx").touch()
    reasons = read_status(report, NOW.replace(year=2024)).sources[0].stale
    assert reasons == (
        "the publisher has changed 2022: look at it by `fairer adopt`",
        "brought in, and not in the published edition yet",
    )


def write_run(report: Settings, code: int, outcome: RunOutcome, **facts: object) -> Journal:
    journal = Journal(report.reports / JOURNAL, "refresh", lambda _: code)
    journal.begin_run(edition="2026")
    journal.run += f"-{len(read_runs(report.reports))}"  # two in one second are two all the same
    journal._write("run", "", 0.0, RunOutcome.BEGAN, None, process=os.getpid(), machine="")
    journal.end_run(outcome, code, **facts)
    return journal


def test_words_say_first_whether_all_is_well(report: Settings) -> None:
    write_run(report, 0, RunOutcome.CHANGED, edition="2026", audit="passed: 3 hidden")
    words = write_status(read_status(report, NOW))
    assert "edition 2026, the latest: version abcdef012345, of 2026-11-29 05:30 UTC (1 day ago)" in words
    assert "disclosure audit passed: 3 hidden" in words
    assert "refresh    well: " in words
    write_run(report, 4, RunOutcome.FAILED, failed_stage="validate", failed_step="turnout")
    words = write_status(read_status(report, NOW))
    assert "refresh    NOT WELL: " in words
    assert "failed after 0 s in validate (turnout), exit code 4" in words
    assert "the last that was well began" in words
    assert (
        "stale (1 sources)\n  fuel_poverty: the release after 2022 has been due since April 2025 (as before)\n" in words
    )


def test_run_that_was_killed_is_not_well(report: Settings) -> None:
    line = {"time": "2026-11-30T05:00:00Z", "run": "a", "command": "refresh", "stage": "run", "outcome": "began"}
    dead = {**line, "process": 2**22 + 1, "machine": os.uname().nodename}
    (report.reports / JOURNAL).write_text(f"{json.dumps(dead)}\n")
    (run,) = read_runs(report.reports)
    assert (run.was_killed, run.has_failed) == (True, True)
    assert "ended without a word: it was killed" in write_status(read_status(report, NOW))
    alive = {**dead, "process": os.getppid()}
    (report.reports / JOURNAL).write_text(json.dumps(alive))
    assert read_runs(report.reports)[0].is_running
    (report.reports / JOURNAL).write_text(json.dumps({**dead, "process": os.getpid()}))
    assert read_runs(report.reports)[0].was_killed, "this process has a number that another had"
    elsewhere = {**dead, "machine": "another"}
    later = {**line, "run": "b", "time": "2026-11-30T06:00:00Z", "process": 1, "machine": "another"}
    end = {**later, "outcome": "done", "seconds": 1.0, "code": 0}
    (report.reports / JOURNAL).write_text("\n".join(map(json.dumps, (elsewhere, later, end))))
    assert [run.was_killed for run in read_runs(report.reports)] == [True, False], "else the later one had waited"


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "1", "null", '{"time": 3}', "[" * 9999, '{"time": "2026-11-30T05:00:00Z"}']
)
def test_damaged_line_of_the_journal_is_passed_over(report: Settings, line: str) -> None:
    write_run(report, 0, RunOutcome.UNCHANGED)
    whole = len(read_runs(report.reports))
    with (report.reports / JOURNAL).open("a") as stream:
        stream.write(line + "\n")
    assert len(read_runs(report.reports)) == whole


def test_metrics_are_of_the_text_format(report: Settings) -> None:
    write_run(report, 3, RunOutcome.FAILED)
    lines = format_metrics(read_status(report, NOW)).splitlines()
    assert (
        f'fairer_edition_published_timestamp_seconds{{edition="2026"}} {(NOW - timedelta(days=1)).timestamp():.0f}'
        in lines
    )
    assert 'fairer_run_last_exit_code{command="refresh"} 3' in lines
    assert 'fairer_run_last_failed{command="refresh"} 1' in lines
    assert 'fairer_source_stale{source="fuel_poverty"} 1' in lines
    assert 'fairer_source_due_timestamp_seconds{source="fuel_poverty"} 1745971200' in lines  # 30 April 2025
    assert not [line for line in lines if "success" in line], "none has ended well"
    named = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert {line.split("{")[0].split()[0] for line in lines if line[0] != "#"} == named


def test_json_holds_times_as_text(report: Settings) -> None:
    write_run(report, 0, RunOutcome.CHANGED)
    whole = json.loads(json.dumps(read_status(report, NOW).write_as_json()))
    assert (whole["time"], whole["stale"]) == ("2026-11-30T05:30:00Z", ["fuel_poverty"])
    assert whole["sources"][0]["next_due"] == "2025-04-30"
    assert whole["runs"][0]["outcome"] == "changed"


def test_damaged_files_do_not_hide_the_status(report: Settings) -> None:
    (report.reports / "2026/manifest.json").write_text('{"inputs": 3}')
    (report.raw / "fuel_poverty/2022/provenance.json").write_text("[" * 99_999)
    status = read_status(report, NOW)
    assert (status.editions[0].version, status.sources[0].period) == ("", "2022")
