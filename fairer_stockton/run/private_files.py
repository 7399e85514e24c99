"""Files of people's rows: readable and writable by their owner alone, whatever the umask of the account is.

A folder that is its owner's alone is made first, so that nobody else reaches what is written into it meanwhile.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

OWNER_FOLDER, OWNER_FILE = 0o700, 0o600
OTHERS = 0o077  # what group and others may do
# The folder, in that of staged tables, of rows that are on disk on the way. A run that is killed leaves them: the next
# `ingest` removes them, and so does `forget`.
UNFINISHED_ROWS = ".unfinished-rows"


def make_owner_folder(folder: Path) -> Path:
    """Make a folder that its owner alone can look into, or take the others' access away; its parents stay as usual."""
    folder.mkdir(OWNER_FOLDER, parents=True, exist_ok=True)
    folder.chmod(OWNER_FOLDER)
    return folder


def is_owner_folder(folder: Path) -> bool:
    """Return whether a folder is its owner's alone; what is written into one is too."""
    return not folder.stat().st_mode & OTHERS


def open_owner_file(path: Path, mode: str = "wb", owner_only: bool = True) -> IO[Any]:
    """Open a file to write it anew, readable by its owner alone from its first byte.

    Args:
        path: the file; one that is there is emptied.
        mode: "wb", or "w" for text.
        owner_only: false for a file that others may read as the umask says.
    """
    if not owner_only:
        return path.open(mode, encoding=None if "b" in mode else "utf-8")
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_FILE)
    os.fchmod(handle, OWNER_FILE)  # of a file that was there
    return os.fdopen(handle, mode, encoding=None if "b" in mode else "utf-8")


def restrict_to_owner(*paths: Path) -> Iterator[Path]:
    """Take the others' access away from files, and from folders with all that is in them.

    Yields:
        What belongs to another account, which alone can do it.
    """
    for path in paths:
        if path.is_symlink() or not path.exists():
            continue
        wanted = OWNER_FOLDER if path.is_dir() else OWNER_FILE
        if path.stat().st_mode & OTHERS:
            try:
                path.chmod(wanted)
            except PermissionError:
                yield path
                continue
        if path.is_dir():
            yield from restrict_to_owner(*sorted(path.iterdir()))
