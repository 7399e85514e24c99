"""The journal of runs: one line of JSON for each step as it ends, in a file that no command removes.

Beside the editions, since what lies with processed data may be deleted at any time. It names stages, sources and exit
codes, and holds nothing of any extract.
"""

import contextlib
import json
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fairer_stockton.run.clock import read_clock
from fairer_stockton.run.lock import hold_lock_of_file
from fairer_stockton.run.vocabulary import RunOutcome

JOURNAL = ".runs.jsonl"
RUN_STAGE = "run"  # the stage of the lines that open and close a run
MOST_BYTES = 4_000_000  # of the journal: about a hundred refreshes with all their steps; then its older half goes
TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(slots=True)
class Journal:
    """What one run writes into the journal.

    Args:
        file: the journal.
        command: what was run, such as `refresh`.
        find_code: the exit code that an error ends a run with.
    """

    file: Path
    command: str
    find_code: Callable[[BaseException], int]
    run: str = ""
    facts: dict[str, Any] = field(default_factory=dict)  # for the run's last line: such as what the auditor found
    failed_stage: str = ""
    failed_step: str = ""
    is_writable: bool = True
    _began: float = field(default_factory=time.monotonic)
    _step: tuple[str, str, float] | None = None

    def begin_run(self, **facts: Any) -> None:
        """Write that the run has begun, with which process it is: if nothing follows, it was killed."""
        self.run = f"{read_clock():%Y%m%dT%H%M%SZ}-{os.getpid()}"
        with contextlib.suppress(OSError), hold_lock_of_file(self.file):  # a line that came meanwhile would be lost
            _drop_older_half(self.file)
        who = {"process": os.getpid(), "machine": socket.gethostname()}
        self._write(RUN_STAGE, "", 0.0, RunOutcome.BEGAN, None, **who, **facts)

    def end_run(self, outcome: RunOutcome, code: int, **facts: Any) -> float:
        """Write how the run ended, and return how many seconds it took."""
        seconds = time.monotonic() - self._began
        self._write(RUN_STAGE, "", seconds, outcome, code, **self.facts, **facts)
        return seconds

    def begin_step(self, stage: str, step: str = "") -> None:
        """Note that a step begins; it is written when it ends."""
        self._step = (stage, step, time.monotonic())

    def end_step(self, code: int = 0) -> None:
        """Write the step that has begun, unless it is written already, and the exit code that its error has."""
        if self._step is None:
            return
        stage, step, began = self._step
        self._step = None
        self.write_step(stage, step, time.monotonic() - began, code)

    def write_step(self, stage: str, step: str, seconds: float, code: int = 0) -> None:
        """Write a step that has ended; the first that failed is remembered, since it is why the run fails."""
        if code and not self.failed_stage:
            self.failed_stage, self.failed_step = stage, step
        self._write(stage, step, seconds, RunOutcome.FAILED if code else RunOutcome.DONE, code)

    def _write(
        self, stage: str, step: str, seconds: float, outcome: RunOutcome, code: int | None, **facts: Any
    ) -> None:
        line = {
            "time": f"{read_clock():{TIME}}",
            "run": self.run,
            "command": self.command,
            "stage": stage,
            "step": step,
            "seconds": round(seconds, 3),
            "outcome": outcome,
            "code": code,
            **facts,
        }
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            # Runs of two councils may share a folder of editions, and so this file.
            with hold_lock_of_file(self.file), self.file.open("ab") as stream:
                stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        except OSError:  # a full disk stops the run in words of its own; the journal is not why
            self.is_writable = False


def _drop_older_half(file: Path) -> None:
    """Shorten a journal that has grown too long, in one step."""
    if not file.is_file() or file.stat().st_size <= MOST_BYTES:
        return
    lines = file.read_bytes().splitlines(keepends=True)
    shorter = file.with_name(f"{file.name}.unfinished")
    shorter.write_bytes(b"".join(lines[len(lines) // 2 :]))
    shorter.replace(file)
