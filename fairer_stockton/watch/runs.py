"""The runs that the journal tells of: when each began, how it ended, and at which step it failed."""

import json
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fairer_stockton.run.journal import JOURNAL, RUN_STAGE, TIME
from fairer_stockton.run.processes import is_process_alive
from fairer_stockton.run.vocabulary import RunOutcome


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command; its outcome is `began` while it goes on, and for good if it was killed."""

    command: str
    began: datetime
    outcome: RunOutcome
    seconds: float = 0.0
    code: int | None = None
    stage: str = ""  # at which it failed
    step: str = ""
    changes: tuple[str, ...] = ()
    audit: str = ""  # what the auditor found, where it published an edition
    edition: str = ""
    is_running: bool = False

    @property
    def ended(self) -> float:
        """The time of its end in seconds since 1970, as monitoring systems count."""
        return self.began.timestamp() + self.seconds

    @property
    def was_killed(self) -> bool:
        """Whether it ended without a word: killed, or with the machine."""
        return self.outcome == RunOutcome.BEGAN and not self.is_running

    @property
    def has_failed(self) -> bool:
        """Whether somebody should look at it."""
        return self.was_killed or self.outcome in (RunOutcome.FAILED, RunOutcome.PARTIAL)


def read_runs(reports_folder: Path) -> list[Run]:
    """Read the runs of the journal, the latest last; lines that are none (of a crash) are passed over."""
    first_lines: dict[str, dict[str, Any]] = {}
    last_lines: dict[str, dict[str, Any]] = {}
    for line in _read_lines(reports_folder / JOURNAL):
        if line["stage"] == RUN_STAGE:
            lines = first_lines if line["outcome"] == RunOutcome.BEGAN else last_lines
            lines[line["run"]] = line
    runs = [_make_run(line, last_lines.get(name)) for name, line in first_lines.items()]
    return _end_runs_that_others_followed(sorted(runs, key=lambda run: run.began))


def _end_runs_that_others_followed(runs: list[Run]) -> list[Run]:
    """Return runs of which none goes on where a later one of the same command did its work: it would have waited.

    So a killed run is known as one also where its machine or its process number has another holder by now.
    """
    followed: set[str] = set()
    ended = []
    for run in reversed(runs):
        ended.append(replace(run, is_running=run.is_running and run.command not in followed))
        if run.code is not None and run.outcome != RunOutcome.STOPPED:
            followed.add(run.command)
    return ended[::-1]


def _read_lines(journal: Path) -> Iterator[dict[str, Any]]:
    text = journal.read_text(encoding="utf-8", errors="replace") if journal.is_file() else ""
    for row in text.splitlines():
        try:
            line = json.loads(row)
            datetime.strptime(line["time"], TIME)
            if {line["run"], line["stage"], line["command"]} and RunOutcome(line["outcome"]):
                yield line
        except (ValueError, KeyError, TypeError, RecursionError):
            continue


def _make_run(first_line: dict[str, Any], last_line: dict[str, Any] | None) -> Run:
    began = datetime.strptime(first_line["time"], TIME).replace(tzinfo=UTC)
    if last_line is None:
        running = _is_process_alive(first_line)
        return Run(first_line["command"], began, RunOutcome.BEGAN, is_running=running)
    return Run(
        command=first_line["command"],
        began=began,
        outcome=RunOutcome(last_line["outcome"]),
        seconds=float(last_line["seconds"]),
        code=last_line["code"],
        stage=str(last_line.get("failed_stage", "")),
        step=str(last_line.get("failed_step", "")),
        changes=tuple(map(str, last_line.get("changes", ()))),
        audit=str(last_line.get("audit", "")),
        edition=str(last_line.get("edition", "")),
    )


def _is_process_alive(first_line: dict[str, Any]) -> bool:
    """Return whether the process of a run is still there; one on another machine is taken to be."""
    if first_line.get("machine") != socket.gethostname():
        return True
    if first_line.get("process") == os.getpid():
        return False  # a number that was given again: this process has written no such line, or has ended the run
    try:
        return is_process_alive(int(first_line["process"]))
    except (ValueError, KeyError, TypeError, OverflowError):
        return False
