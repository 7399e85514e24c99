"""One run at a time: a lock that the operating system lets go when its holder ends, however it ends."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from fairer_stockton.run.errors import LockedError
from fairer_stockton.run.fingerprints import read_json


@contextmanager
def hold_locks_of_folders(*folders: Path) -> Iterator[None]:
    """Hold the locks of all folders that a run writes to.

    Raises:
        LockedError: another run holds one; the message says which process on which machine.
    """
    with ExitStack() as locks:
        # In one order for every run, so that no two of them wait for each other.
        for folder in sorted({folder.resolve() for folder in folders}):
            locks.enter_context(_hold_lock_of_folder(folder))
        yield


@contextmanager
def _hold_lock_of_folder(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    holder = folder / ".lock.holder.json"
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LockedError(
            lock=folder / ".lock",
            found=f"held by {_describe_lock_holder(holder)}",
            remedy="wait for that run to end; a run that crashed holds no lock",
        ) from None
    try:
        holder.write_text(
            json.dumps({"process": os.getpid(), "machine": socket.gethostname()}) + "\n", encoding="utf-8"
        )
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _describe_lock_holder(holder_file: Path) -> str:
    who = read_json(holder_file)
    return f"process {who['process']} on {who['machine']}" if who else "a run that has only just begun"
