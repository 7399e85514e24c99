"""Folders of tables: each in which rows of the council's own extracts were ever staged, so that forgetting misses none.

Councils that share the extracts have folders of tables of their own. One line names each, beside the versions.
"""

import json
from contextlib import suppress
from pathlib import Path

from fairer_stockton.fetch.register import REGISTER, SUPPLIED
from fairer_stockton.run.lock import hold_lock_of_file
from fairer_stockton.run.private_files import OWNER_FILE, make_owner_folder

FOLDERS_OF_TABLES = "folders-of-tables.jsonl"


def note_folder_of_tables(raw_root: Path, processed: Path) -> None:
    """Write down that rows of these extracts are about to be staged in a folder, unless it is known already."""
    file = make_owner_folder(raw_root / REGISTER / SUPPLIED) / FOLDERS_OF_TABLES
    with hold_lock_of_file(file):
        folder = processed.resolve()
        if folder not in _read_folders(file):
            with file.open("a", encoding="utf-8") as stream:  # after a line that a kill may have cut short
                stream.write(f"\n{json.dumps(str(folder))}\n")
            file.chmod(OWNER_FILE)


def list_folders_of_tables(raw_root: Path) -> list[Path]:
    """Return the folders that were written down, in order; some may not be there any more."""
    return sorted(_read_folders(raw_root / REGISTER / SUPPLIED / FOLDERS_OF_TABLES))


def _read_folders(file: Path) -> set[Path]:
    folders = set()
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        with suppress(ValueError):  # a line that is not whole
            folders.add(Path(json.loads(line)))
    return folders
