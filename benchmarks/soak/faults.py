"""Faults: operations on files, counted as the interpreter does them, and what happens before one of them."""

import errno
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

# Which argument of an operation is the path that it changes, and which the open folder that the path is relative to.
CHANGES = {
    "os.rename": (0, 2), "os.remove": (0, 1), "os.rmdir": (0, 1), "os.mkdir": (0, 2), "os.chmod": (0, 2),
    "os.symlink": (1, 2), "os.link": (1, 3), "os.truncate": (0, None),
}  # fmt: skip
FILLING = frozenset({"open", "os.mkdir", "os.symlink", "os.link"})  # which a full disk refuses
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
WRITES_ANEW = os.O_CREAT | os.O_TRUNC

_before_operation: list[Callable[[str, str, bool], None]] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    """Call what is to happen before an operation that changes a file; the list is empty while nothing is."""
    if not _before_operation:
        return
    flags = arguments[2] if event == "open" and isinstance(arguments[2], int) else 0
    path, folder = CHANGES.get(event, (0, None))
    if (event in CHANGES or flags & WRITES) and isinstance(arguments[path], str | bytes | os.PathLike):
        _before_operation[0](
            event, _find_path(arguments[path], arguments[folder] if folder else -1), bool(flags & WRITES_ANEW)
        )


def _find_path(path: Any, folder: int) -> str:
    """Return the whole path: what is removed with a folder is named as it lies in that folder."""
    return str(Path(f"/proc/self/fd/{folder}").readlink() / os.fsdecode(path)) if folder >= 0 else os.fsdecode(path)


@cache
def _begin_hearing() -> None:
    """Hear operations from now on, which cannot be ended and slows a process: so it begins where it is wanted."""
    sys.addaudithook(_hear)


class Operations:
    """Counts the operations below a folder, and does something before one of them.

    Args:
        folder: below which they count.
        number: of the operation before which the process is killed, or from which on the disk is full.
        fault: `kill`; `kill half written`, which leaves half of what the operation before was to write; `full`; or
            nothing.
    """

    def __init__(self, folder: Path, number: int = -1, fault: str = "") -> None:
        self.names: list[str] = []
        self._folder, self._number, self._fault = str(folder), number, fault
        self._being_written = ""

    def __call__(self, event: str, path: str, is_written_anew: bool) -> None:
        """Count an operation, unless it is of the journal, and do what is to happen before it."""
        if not path.startswith(self._folder) or path.endswith(".runs.jsonl"):
            return
        self.names.append(f"{event} {path.removeprefix(self._folder)}")
        is_reached = len(self.names) > self._number
        if is_reached and self._fault.startswith("kill"):
            _before_operation.clear()
            if self._fault == "kill half written" and self._being_written:
                os.truncate(self._being_written, Path(self._being_written).stat().st_size // 2)
            os.kill(os.getpid(), signal.SIGKILL)
        if is_reached and self._fault == "full" and event in FILLING:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        self._being_written = path if is_written_anew else ""


class Snapshots(Operations):
    """Keeps what a kill before each operation would leave on the disk: half of what is being written, as if killed.

    One process passes them all; to fork one for each takes most of the time where the process that is forked is large.
    """

    def __init__(self, folder: Path, into: Path) -> None:
        """Remember into which folder they go, each under the number of its operation."""
        super().__init__(folder)
        self._into = into

    def __call__(self, event: str, path: str, is_written_anew: bool) -> None:
        """Count an operation, and copy what lies there before it."""
        number, half_written = len(self.names), self._being_written
        super().__call__(event, path, is_written_anew)
        if len(self.names) > number:
            with operations_passed_over():
                copy = Path(shutil.copytree(self._folder, self._into / str(number), symlinks=True))
                if half_written:
                    file = copy / Path(half_written).relative_to(self._folder)
                    os.truncate(file, file.stat().st_size // 2)


def run_in_fork(act: Callable[[], int], operations: Operations, record: Path, kill_after: float | None = None) -> int:
    """Run something in a process of its own, under a fault, and return the code that it ended with.

    Args:
        act: what is run; it returns its exit code, and an error that it raises is printed and is 1.
        operations: those that are heard.
        record: where the operations are written down, if it ends by itself.
        kill_after: the seconds after which it is killed; never where there is no number.
    """
    record.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with operations_heard(operations):
                code = act()
            record.write_text("\n".join(operations.names))
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def read_operations(record: Path) -> list[str]:
    """Return the operations that were written down; none where the process did not end by itself."""
    return record.read_text().splitlines() if record.is_file() else []


@contextmanager
def operations_heard(operations: Operations) -> Iterator[Operations]:
    """Hear the operations of this process."""
    _begin_hearing()
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
