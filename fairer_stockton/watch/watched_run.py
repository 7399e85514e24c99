"""A run that is watched: written into the journal, summed up, told to whoever asked to be, and measured."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.clock import read_clock
from fairer_stockton.run.errors import FairerError
from fairer_stockton.run.journal import JOURNAL, Journal
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.vocabulary import RunOutcome
from fairer_stockton.watch.changes import Snapshot, list_changes, take_snapshot
from fairer_stockton.watch.notice import send_notice
from fairer_stockton.watch.runs import read_runs
from fairer_stockton.watch.words import describe_run, write_seconds

REFRESH = "refresh"
MOST_LINES = 40  # of a refusal in a notice
INTERRUPTED = 130  # the exit code where a person pressed Ctrl-C, who need not be told


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a run ended, as the table of exit codes has it."""

    code: int
    outcome: RunOutcome
    words: str = ""
    remedy: str = ""


@dataclass(slots=True)
class WatchedRun:
    """One run from its begin to its end.

    Args:
        command: what is run.
        notify: the command that is run with a message if it fails or changes anything; none where it is empty.
        metrics_file: where the metrics are written when it has ended; nowhere where there is none.
        find_code: the exit code that an error ends a run with.
    """

    command: str
    notify: str
    metrics_file: Path | None
    find_code: Callable[[BaseException], int]
    settings: Settings | None = None
    progress: Progress = field(default_factory=Progress)
    refusal: str = ""  # what a refusal says: as all messages it repeats no cell, so that it may be passed on
    _before: Snapshot = field(default_factory=dict)

    def begin(self, settings: Settings, progress: Progress) -> None:
        """Write into the journal that the run begins; a refresh says if the one before was killed."""
        earlier = [run for run in read_runs(settings.reports) if run.command == self.command]
        self.settings, self.progress = settings, progress
        self._before = take_snapshot(settings)
        progress.journal = Journal(settings.reports / JOURNAL, self.command, self.find_code)
        progress.journal.begin_run(edition=settings.edition)
        if self.command == REFRESH and earlier and earlier[-1].was_killed:
            progress.say(f"the run before: {describe_run(earlier[-1])}")

    def end(self, end: RunEnd) -> None:
        """Write how the run ended to all who watch; whatever of that fails is reported and fails nothing."""
        try:
            self._end(end)
        except (OSError, FairerError) as failure:
            print(f"could not write how the run ended: {type(failure).__name__}", file=sys.stderr)

    def _end(self, end: RunEnd) -> None:
        changes = list_changes(self._before, take_snapshot(self.settings)) if self.settings else ()
        outcome = end.outcome
        if outcome == RunOutcome.DONE:
            outcome = RunOutcome.CHANGED if changes else RunOutcome.UNCHANGED
        summary = self._write_journal(end, outcome, changes)
        if self.command == REFRESH and outcome != RunOutcome.UNCHANGED:
            for line in summary:
                self.progress.say(line)
        if self.notify and outcome != RunOutcome.UNCHANGED and end.code != INTERRUPTED:
            failure = send_notice(self.notify, self._write_message(end, outcome, summary), outcome, end.code)
            if failure:
                print(f"could not send the notice of this run: {failure}", file=sys.stderr)
        if self.metrics_file and self.settings:
            from fairer_stockton.watch.metrics import write_metrics_file
            from fairer_stockton.watch.status import read_status

            write_metrics_file(read_status(self.settings, read_clock()), self.metrics_file)

    def _write_journal(self, end: RunEnd, outcome: RunOutcome, changes: tuple[str, ...]) -> list[str]:
        """Write the last line of the journal, and return the run's summary."""
        journal = self.progress.journal
        if journal is None:
            return [f"{self.command}: {outcome}"]
        if end.code:
            journal.end_step(end.code)  # the step at which it stopped
        where = {"failed_stage": journal.failed_stage, "failed_step": journal.failed_step} if end.code else {}
        edition = self.settings.edition if self.settings else ""
        seconds = journal.end_run(outcome, end.code, changes=changes, edition=edition, **where)
        step = f" ({journal.failed_step})" if journal.failed_step else ""
        failed = f" in {journal.failed_stage}{step}" if end.code and journal.failed_stage else ""
        lost = [] if journal.is_writable else [f"could not write to the journal of runs, {journal.file}"]
        return [f"{self.command}: {outcome} after {write_seconds(seconds)}{failed}", *changes, *lost]

    def _write_message(self, end: RunEnd, outcome: RunOutcome, summary: list[str]) -> str:
        """Return the message of a notice: how the run ended and what to do, and nothing of any file's content."""
        lines = [*summary]
        if self.settings:
            lines.append(f"Council: {self.settings.council.name}, edition {self.settings.edition}")
        if end.code:
            lines += [f"Exit code {end.code}: {end.words}", *([f"To do: {end.remedy}"] if end.remedy else [])]
            if outcome != RunOutcome.PARTIAL:
                lines.append("Nothing that was published has changed.")
            lines += ["", *self.refusal.splitlines()[:MOST_LINES], ""]
        return "\n".join([*lines, "More: `fairer status` on the machine that runs it"]) + "\n"
