"""Holding the raw folder: alone or with other readers, and only where nothing was restored or forgotten in part.

A run that waited looks again once it holds the folder: the run that it waited for may have been killed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fairer_stockton.fetch.register import REGISTER, SUPPLIED
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.lock import LONG_WAIT, hold_lock_of_folder

RESTORING = Path(".being-restored")  # a file that names the backup, until all of that is written back
# What is to be removed, while the removal goes on: it names sums, and so lies where the council's own versions do.
FORGETTING = Path(REGISTER, SUPPLIED, ".being-forgotten.json")


@contextmanager
def hold_raw_folder(raw_root: Path, report_line: Callable[[str], None], is_shared: bool = False) -> Iterator[None]:
    """Hold the raw folder as soon as those who are in the way let go of it.

    Args:
        raw_root: which.
        report_line: where it is said that the run waits, and for whom.
        is_shared: whether the run only reads what lies there.

    Raises:
        LockedError: another run was in the way for too long.
        InputError: a backup was restored in part, or an extract forgotten in part.
    """
    with hold_lock_of_folder(raw_root, is_shared=is_shared, wait=LONG_WAIT, report_line=report_line):
        refuse_half_restored_folder(raw_root)
        refuse_half_forgotten_extract(raw_root)
        yield


def refuse_half_restored_folder(raw_root: Path) -> None:
    """Refuse to go on with what a restore that was interrupted has written back so far; ask only of a folder held.

    Raises:
        InputError: one was.
    """
    marker = raw_root / RESTORING
    if marker.is_file():
        raise InputError(
            file=str(raw_root),
            found=f"a part of the backup {marker.read_text(encoding='utf-8').strip()}, which was being restored",
            expected="all of it",
            remedy="restore it again, which goes on from there; or restore another into new folders (RAW=, REPORTS=)",
        )


def refuse_half_forgotten_extract(raw_root: Path) -> None:
    """Refuse to go on where a run was killed while it forgot an extract; ask only of a folder held.

    Raises:
        InputError: one was.
    """
    if (raw_root / FORGETTING).is_file():
        raise InputError(
            file=str(raw_root),
            found="a part of an extract that was being forgotten by a run that was killed",
            expected="nothing of it",
            remedy="run this command again: it removes the rest first",
        )
