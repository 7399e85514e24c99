"""The files that make a source: four of one name. A missing or broken one is named, with what it would say."""

import importlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import CatalogueError, hanging
from fairer_stockton.run.package import PACKAGE

PROJECT = PACKAGE.parent
SOURCE_FILES = {
    "fairer_stockton/sources/{}.toml": "where it comes from, and which columns to read",
    "fairer_stockton/staging/{}.sql": "how they are renamed and recoded",
    "schemas/staged/{}.py": "what one row is",
    "schemas/expectations/{}.py": "what the whole dataset is",
}


def check_whole(sources: Iterable[str], project: Path | None = None) -> None:
    """Check that every source has its four files.

    Raises:
        CatalogueError: one lacks some; all four are named, and which are missing.
    """
    for source in sources:
        files = {name.format(source): words for name, words in SOURCE_FILES.items()}
        if missing := [name for name in files if not (project or _root(name)).joinpath(name).is_file()]:
            listed = [f"{name}: {words}{' (MISSING)' if name in missing else ''}" for name, words in files.items()]
            raise CatalogueError(
                source=source,
                found=f"no {' and no '.join(missing)}",
                expected=hanging(["four files of one name:", *listed]),
                remedy="write what is missing, like those beside it",
            )


def _root(name: str) -> Path:
    """Return the folder that a file is named from: schemas lie beside the package, and inside an installed one."""
    return PROJECT if name.startswith(PACKAGE.name) else PACKAGE


def load_model(source: str) -> Any:
    """Load the contract of a source's rows.

    Raises:
        CatalogueError: its file is missing, or cannot be read as one.
    """
    return _load(source, "staged", "Staged")


def load_expectations(source: str) -> Any:
    """Load the function that lists what is expected of a source as a whole.

    Raises:
        CatalogueError: its file is missing, or cannot be read as one.
    """
    return _load(source, "expectations", "expectations")


def _load(source: str, kind: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(f"fairer_stockton.schemas.{kind}.{source}"), name)
    except Exception as wrong:  # a file that somebody writes can fail in any way
        check_whole([source])
        raise CatalogueError(
            file=f"schemas/{kind}/{source}.py",
            found=f"{type(wrong).__name__}: {wrong}",
            expected=f"a module that defines {name}",
            remedy="correct it; the files beside it show how",
        ) from wrong
