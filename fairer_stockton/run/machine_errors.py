"""Failures of the machine and not of the data: a full disk, no permission, no memory, too many files, a killed helper.

Libraries name them in their own ways; here they become one refusal that says what to do.
"""

import errno
from dataclasses import dataclass

from fairer_stockton.run.errors import MachineError


@dataclass(frozen=True, slots=True)
class MachineFailure:
    """What went wrong, and what to do."""

    found: str
    remedy: str


NO_ROOM = MachineFailure(
    "no room left on the disk", "make room, and run the same command again: it goes on from what is complete"
)
NO_PERMISSION = MachineFailure(
    "no permission to read or write it", "run as the user that the folder belongs to, or let this user write there"
)
READ_ONLY = MachineFailure(
    "a disk that can only be read", "choose another folder (RAW, PROCESSED or REPORTS), or mount the disk for writing"
)
TOO_MANY_FILES = MachineFailure(
    "more open files than this machine allows", "allow more, as in `ulimit -n 1024`, and run the command again"
)
NO_MEMORY = MachineFailure(
    "not enough memory", "set JOBS=1, end other programs, or use a machine with more; then run the command again"
)
FAULTY_DISK = MachineFailure("a disk that does not read or write", "have the disk looked at, and use another folder")
NO_LOCKS = MachineFailure(
    "a file system that has no locks, so that two runs could get in each other's way",
    "choose folders on the machine's own disk (RAW, PROCESSED and REPORTS)",
)
KILLED_HELPER = MachineFailure(
    "a process that helped was ended from outside: mostly the system does so when memory runs out",
    "set JOBS=1, or use a machine with more memory; then run the command again",
)

FAILURES_BY_NUMBER = {
    errno.ENOSPC: NO_ROOM,
    errno.EDQUOT: NO_ROOM,
    errno.EACCES: NO_PERMISSION,
    errno.EPERM: NO_PERMISSION,
    errno.EROFS: READ_ONLY,
    errno.EMFILE: TOO_MANY_FILES,
    errno.ENFILE: TOO_MANY_FILES,
    errno.ENOMEM: NO_MEMORY,
    errno.EIO: FAULTY_DISK,
    errno.ENOLCK: NO_LOCKS,
    errno.EOPNOTSUPP: NO_LOCKS,
}
# Libraries that are not imported for it: by the name of the error's class.
FAILURES_BY_CLASS = {
    "MemoryError": NO_MEMORY,
    "OutOfMemoryException": NO_MEMORY,
    "BrokenProcessPool": KILLED_HELPER,
}
# The engine reports what the system refused in words alone.
FAILURES_BY_WORDS = {
    "No space left on device": NO_ROOM,
    "Disk quota exceeded": NO_ROOM,
    "Permission denied": NO_PERMISSION,
    "Read-only file system": READ_ONLY,
    "Too many open files": TOO_MANY_FILES,
    "Cannot allocate memory": NO_MEMORY,
}


def find_machine_failure(error: BaseException) -> MachineError | None:
    """Return the refusal that an error of the machine is, or None where the error is of another kind.

    The file is named, since the system names it; nothing else of the error's own words is repeated.
    """
    failure = _look_up_failure(error)
    if failure is None:
        return None
    file = getattr(error, "filename", None)
    return MachineError(file=file, found=failure.found, remedy=failure.remedy)


def _look_up_failure(error: BaseException) -> MachineFailure | None:
    for kind in type(error).__mro__:
        if failure := FAILURES_BY_CLASS.get(kind.__name__):
            return failure
    if isinstance(error, OSError) and error.errno in FAILURES_BY_NUMBER:
        return FAILURES_BY_NUMBER[error.errno]
    if isinstance(error, OSError) or type(error).__name__ == "IOException":
        return next((failure for words, failure in FAILURES_BY_WORDS.items() if words in str(error)), None)
    return None
