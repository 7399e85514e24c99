"""Where the files of the package lie, and which of them make up a part of it."""

from pathlib import Path

PACKAGE = Path(__file__).parent.parent
COUNCIL = PACKAGE / "council"
SCHEMAS = PACKAGE / "schemas"


def files_of(*parts: str) -> list[Path]:
    """Return every file of these folders and files of the package, compiled ones aside."""
    paths = [PACKAGE / part for part in parts]
    inside = [file for path in paths if path.is_dir() for file in path.rglob("*") if file.is_file()]
    return sorted(file for file in [*paths, *inside] if file.is_file() and file.suffix != ".pyc")
