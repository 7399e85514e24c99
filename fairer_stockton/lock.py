"""One run at a time: a lock that the operating system lets go when its holder ends, however it ends."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fairer_stockton.errors import LockedError


@contextmanager
def one_run_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder's lock.

    Raises:
        LockedError: another run holds it; the message says which process on which machine.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    holder = folder / ".lock.holder.json"
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LockedError(
            f"lock      {folder / '.lock'}\nfound     held by {_describe(holder)}\n"
            "to do     wait for that run to end; a run that crashed holds no lock"
        ) from None
    try:
        holder.write_text(
            json.dumps({"process": os.getpid(), "machine": socket.gethostname()}) + "\n", encoding="utf-8"
        )
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _describe(holder: Path) -> str:
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
        return f"process {who['process']} on {who['machine']}"
    except (OSError, json.JSONDecodeError, KeyError):
        return "a run that has only just begun"
