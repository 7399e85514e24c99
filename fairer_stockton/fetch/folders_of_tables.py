"""Folders of tables: each in which rows of the council's own extracts were ever staged, so that forgetting misses none.

Councils that share the extracts have folders of tables of their own. One line names each, beside the versions.
"""

import json
from pathlib import Path

from fairer_stockton.fetch.register import REGISTER, SUPPLIED
from fairer_stockton.run.lock import hold_lock_of_file
from fairer_stockton.run.private_files import OWNER_FILE, make_owner_folder

FOLDERS_OF_TABLES = "folders-of-tables.jsonl"


def note_folder_of_tables(raw_root: Path, processed: Path) -> None:
    """Write down that rows of these extracts are about to be staged in a folder, unless it is known already."""
    file = make_owner_folder(raw_root / REGISTER / SUPPLIED) / FOLDERS_OF_TABLES
    with hold_lock_of_file(file):
        lines = _read_lines(file)
        line = json.dumps(str(processed.resolve()))
        if line not in lines:
            with file.open("a", encoding="utf-8") as stream:
                stream.write(f"\n{line}\n" if lines else f"{line}\n")  # the last line may have been cut short by a kill
            file.chmod(OWNER_FILE)


def list_folders_of_tables(raw_root: Path) -> list[Path]:
    """Return the folders that are known and still there, in order."""
    folders = {Path(json.loads(line)) for line in _read_lines(raw_root / REGISTER / SUPPLIED / FOLDERS_OF_TABLES)}
    return sorted(folder for folder in folders if folder.is_dir())


def _read_lines(file: Path) -> list[str]:
    """Return the lines that are whole: each is a path in quotation marks."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [line for line in lines if line.startswith('"') and line.endswith('"') and len(line) > 1]
