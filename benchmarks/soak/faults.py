"""Faults: operations on files, counted as the interpreter does them, and what happens before one of them."""

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHANGES = frozenset({
    "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.symlink", "os.link", "os.truncate", "os.chmod",
})  # fmt: skip
FILLING = frozenset({"open", "os.mkdir", "os.symlink", "os.link"})  # which a full disk refuses
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

_before_operation: list[Callable[[str, str], None]] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    """Call what is to happen before an operation that changes a file; the list is empty while nothing is."""
    if not _before_operation:
        return
    is_write = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES
    if (event in CHANGES or is_write) and isinstance(arguments[0], str | bytes | os.PathLike):
        _before_operation[0](event, os.fsdecode(arguments[0]))


sys.addaudithook(_hear)


class Operations:
    """Counts the operations below a folder, and does something before one of them.

    Args:
        folder: below which they count.
        number: of the operation before which the process is killed, or from which on the disk is full.
        fault: `kill`, `full` or nothing.
    """

    def __init__(self, folder: Path, number: int = -1, fault: str = "") -> None:
        self.names: list[str] = []
        self._folder, self._number, self._fault = str(folder), number, fault

    def __call__(self, event: str, path: str) -> None:
        """Count an operation, unless it is of the journal, and do what is to happen before it."""
        if not path.startswith(self._folder) or path.endswith(".runs.jsonl"):
            return
        self.names.append(f"{event} {path.removeprefix(self._folder)}")
        if self._fault == "kill" and len(self.names) > self._number:
            os.kill(os.getpid(), signal.SIGKILL)
        if self._fault == "full" and len(self.names) > self._number and event in FILLING:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)


@contextmanager
def operations_heard(operations: Operations) -> Iterator[Operations]:
    """Hear the operations of this process."""
    _before_operation[:] = [operations]
    try:
        yield operations
    finally:
        _before_operation.clear()


@contextmanager
def operations_passed_over() -> Iterator[None]:
    """Pass over the operations of what is no part of the report."""
    heard = _before_operation[:]
    _before_operation.clear()
    try:
        yield
    finally:
        _before_operation[:] = heard
