"""Progress: a bar on a terminal, plain lines in a log, and nothing on standard output but results."""

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

Step = TypeVar("Step")


class Progress:
    """Where the stages write what they are doing: standard error."""

    def __init__(self, quiet: bool = False, clock: bool = False) -> None:
        self.quiet = quiet
        self.clock = clock
        self.bar = sys.stderr.isatty() and not quiet

    def say(self, line: str) -> None:
        """Write one line of what has been done."""
        if not self.quiet:
            time = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} " if self.clock else ""
            print(time + line, file=sys.stderr, flush=True)

    def track_steps(self, stage: str, steps: Iterable[Step], describe_step: Callable[[Step], str]) -> Iterator[Step]:
        """Yield each step of a stage, showing on a terminal how far the stage has come."""
        every = list(steps)
        if not self.bar:
            yield from every
            return
        from rich.console import Console
        from rich.progress import Progress as Bar

        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(stage, total=len(every))
            for step in every:
                bar.update(task, description=f"{stage}: {describe_step(step)}")
                yield step
                bar.advance(task)
