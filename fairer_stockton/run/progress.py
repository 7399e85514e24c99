"""Progress: a bar on a terminal, plain lines in a log, and nothing on standard output but results."""

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

Item = TypeVar("Item")


class Progress:
    """Where the stages say what they are doing."""

    def __init__(self, quiet: bool = False, clock: bool = False) -> None:
        self.quiet = quiet
        self.clock = clock
        self.bar = sys.stderr.isatty() and not quiet

    def say(self, line: str) -> None:
        """Say one line of what has been done."""
        if not self.quiet:
            time = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} " if self.clock else ""
            print(time + line, file=sys.stderr, flush=True)

    def each(self, stage: str, items: Iterable[Item], name: Callable[[Item], str]) -> Iterator[Item]:
        """Yield each item, showing how far the stage has come."""
        everything = list(items)
        if not self.bar:
            yield from everything
            return
        from rich.console import Console
        from rich.progress import Progress as Bar

        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(stage, total=len(everything))
            for item in everything:
                bar.update(task, description=f"{stage}: {name(item)}")
                yield item
                bar.advance(task)
