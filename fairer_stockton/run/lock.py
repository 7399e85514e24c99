"""Locks of folders: alone to write, together to read; the operating system lets go when a holder ends, however it does.

Both kinds are `flock` on one file, so that they see each other.
"""

import errno
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from fairer_stockton.run.clock import read_clock
from fairer_stockton.run.errors import LockedError, MachineError
from fairer_stockton.run.fingerprints import read_json
from fairer_stockton.run.machine_errors import NO_LOCKS

LOCK = ".lock"
WRITER = ".lock.holder.json"
READER = ".lock.reader-{}.json"  # of each process
SHORT_WAIT = 5.0  # seconds, where another run may only be putting the folder in order
LONG_WAIT = 600.0  # of a schedule, and of a run that only reads
POLL = 0.1  # seconds between two tries
WITHOUT_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP)


@contextmanager
def hold_locks_of_folders(*folders: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the locks of all folders that a run writes to.

    Args:
        folders: which.
        wait: how many seconds to wait for each.

    Raises:
        LockedError: another run holds one; the message says which process on which machine, and since when.
        MachineError: a folder lies on a file system that has no locks.
    """
    with ExitStack() as locks:
        # In one order for every run, so that no two of them wait for each other.
        for folder in sorted({folder.resolve() for folder in folders}):
            locks.enter_context(hold_lock_of_folder(folder, wait=wait))
        yield


@contextmanager
def hold_lock_of_folder(
    folder: Path, *, is_shared: bool = False, wait: float = 0.0, report_line: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the lock of a folder: alone, or together with all others that only read it.

    Args:
        folder: which; it is made where there is none.
        is_shared: whether the run only reads what lies there.
        wait: how many seconds to wait for a run that is in the way.
        report_line: where it is said that the run waits, and for whom.

    Raises:
        LockedError: another run is still in the way; the message says which.
        MachineError: the folder lies on a file system that has no locks.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    with _name_file_system_without_locks(folder), ExitStack() as held:
        if is_shared:
            held.enter_context(_hold_shared_lock(folder, wait, report_line))
        else:
            # No lock file whose mere presence is the lock, where the system has none: it would outlive a crash.
            lock = FileLock(folder / LOCK, fallback_to_soft=False)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                _report_waiting(folder, wait, report_line)
                try:
                    lock.acquire(timeout=wait, poll_interval=POLL)
                except Timeout:
                    raise _make_locked_error(folder) from None
            held.callback(lock.release)
            for left in folder.glob(READER.format("*")):  # nobody reads: what is there is of runs that were killed
                left.unlink(missing_ok=True)
        held.enter_context(_write_holder(folder / (READER.format(os.getpid()) if is_shared else WRITER)))
        yield


@contextmanager
def hold_lock_of_file(file: Path) -> Iterator[None]:
    """Hold a small file that runs read, change and write: wait until no other does, so that no words are lost."""
    import fcntl

    with file.with_name(f"{LOCK}{file.name}").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _hold_shared_lock(folder: Path, wait: float, report_line: Callable[[str], None] | None) -> Iterator[None]:
    import fcntl

    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        end = time.monotonic() + wait
        is_waiting = False
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise _make_locked_error(folder) from None
                if not is_waiting:
                    _report_waiting(folder, wait, report_line)
                is_waiting = True
                time.sleep(POLL)
        yield
    finally:
        os.close(handle)  # which lets the lock go


@contextmanager
def _write_holder(file: Path) -> Iterator[None]:
    who = {"process": os.getpid(), "machine": socket.gethostname(), "since": f"{read_clock():%Y-%m-%d %H:%M UTC}"}
    try:
        file.write_text(json.dumps(who) + "\n", encoding="utf-8")
        yield
    finally:
        file.unlink(missing_ok=True)


@contextmanager
def _name_file_system_without_locks(folder: Path) -> Iterator[None]:
    """Raise a refusal that names the folder where its file system has no locks, in place of the system's own words."""
    try:
        yield
    except OSError as failure:
        if failure.errno not in WITHOUT_LOCKS or failure.filename not in (None, str(folder / LOCK)):
            raise
        raise MachineError(lock=folder / LOCK, found=NO_LOCKS.found, remedy=NO_LOCKS.remedy) from None


def _report_waiting(folder: Path, wait: float, report_line: Callable[[str], None] | None) -> None:
    if report_line and wait:
        report_line(f"waiting for {_describe_holders(folder)}, which holds {folder}")


def _make_locked_error(folder: Path) -> LockedError:
    return LockedError(
        lock=folder / LOCK,
        found=f"held by {_describe_holders(folder)}",
        remedy="wait for that run to end; a run that crashed holds no lock",
    )


def _describe_holders(folder: Path) -> str:
    """Return which processes hold a folder: the one that writes, or those that read."""
    files = [folder / WRITER, *sorted(folder.glob(READER.format("*")))]
    holders = [_describe_holder(file) for file in files if file.is_file()]
    return " and ".join(filter(None, holders)) or "a run that has only just begun"


def _describe_holder(file: Path) -> str:
    who = read_json(file)
    since = f" since {who['since']}" if "since" in who else ""
    return f"process {who['process']} on {who['machine']}{since}" if {"process", "machine"} <= who.keys() else ""
