"""Progress: a bar on a terminal, plain lines in a log, and nothing on standard output but results."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from fairer_stockton.run.clock import read_clock
from fairer_stockton.run.journal import TIME, Journal

Step = TypeVar("Step")
SECONDS_BETWEEN_LINES = 30  # on work that takes minutes


class Progress:
    """Where the stages write what they are doing: standard error, and the journal of runs where there is one."""

    def __init__(self, quiet: bool = False, clock: bool = False, journal: Journal | None = None) -> None:
        self.quiet = quiet
        self.clock = clock
        self.bar = sys.stderr.isatty() and not quiet
        self.journal = journal

    def say(self, line: str) -> None:
        """Write one line of what has been done."""
        if not self.quiet:
            stamp = f"{read_clock():{TIME}} " if self.clock else ""
            print(stamp + line, file=sys.stderr, flush=True)

    def note(self, name: str, fact: str) -> None:
        """Write a fact into the last line that the journal has of this run."""
        if self.journal:
            self.journal.facts[name] = fact

    def mark_step_failed(self, error: BaseException) -> None:
        """Write into the journal that the step at hand failed, where the stage goes on with the next all the same."""
        if self.journal:
            self.journal.end_step(self.journal.find_code(error))

    @contextmanager
    def record_stage(self, stage: str) -> Iterator[None]:
        """Write a stage of a longer run into the journal, with the step at which it failed if it did."""
        began = time.monotonic()
        try:
            yield
        except BaseException as error:
            if self.journal:
                code = self.journal.find_code(error)
                self.journal.end_step(code)
                self.journal.write_step(stage, "", time.monotonic() - began, code)
            raise
        if self.journal:
            self.journal.write_step(stage, "", time.monotonic() - began)

    def track_steps(
        self, stage: str, steps: Iterable[Step], describe_step: Callable[[Step], str], is_recorded: bool = True
    ) -> Iterator[Step]:
        """Yield each step of a stage, showing on a terminal how far the stage has come.

        Args:
            stage: what is done, in a word.
            steps: what it is done to, in order.
            describe_step: the name of a step.
            is_recorded: whether each step is a line of the journal: a source is, one of a thousand pictures is not.
        """
        journal = self.journal if is_recorded else None
        every = list(steps)
        if not self.bar:
            yield from _record_steps(journal, stage, every, describe_step)
            return
        from rich.console import Console
        from rich.progress import Progress as Bar

        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(stage, total=len(every))
            for step in _record_steps(journal, stage, every, describe_step):
                bar.update(task, description=f"{stage}: {describe_step(step)}")
                yield step
                bar.advance(task)


def _record_steps(
    journal: Journal | None, stage: str, steps: list[Step], describe_step: Callable[[Step], str]
) -> Iterator[Step]:
    for step in steps:
        if journal:
            journal.begin_step(stage, describe_step(step))
        yield step
        # Not reached where the step fails: then the stage, or the run, says so with the error.
        if journal:
            journal.end_step()


class RemainingTime:
    """How long work that takes minutes will take yet, said every half minute."""

    def __init__(self, progress: Progress, name: str, whole: int) -> None:
        self.progress, self.name, self.whole = progress, name, whole
        self.done = 0
        self.began = self.said = time.monotonic()

    def add(self, done: int) -> None:
        """Add what is done, in the same unit as the whole, and write a line where the last is long ago."""
        self.done += done
        now = time.monotonic()
        if now - self.said >= SECONDS_BETWEEN_LINES:
            self.said = now
            left = (now - self.began) * max(0, self.whole - self.done) / self.done
            self.progress.say(f"{self.name}: {self.done / self.whole:.0%} read, about {left / 60:.0f} minutes left")
