"""The reader of the TOML files in which the council decides: one way to read them, and one to refuse them."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import CatalogueError


@contextmanager
def open_toml_definition(path: Path, name_in_messages: str = "") -> Iterator[dict[str, Any]]:
    """Open a file of definitions and hand on its keys, for the caller to take out each one that it knows.

    Args:
        path: the file.
        name_in_messages: how messages call it, where that is not the file's own name.

    Raises:
        CatalogueError: the file is not TOML, or a key of it is missing, of the wrong kind, or left over.
    """
    name_in_messages = name_in_messages or path.name
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise CatalogueError(f"{name_in_messages}: not TOML: {wrong}") from None
    try:
        yield raw
    except KeyError as missing:
        raise CatalogueError(f"{name_in_messages}: the key {missing} is missing") from None
    except (TypeError, ValueError, AttributeError) as wrong:
        raise CatalogueError(f"{name_in_messages}: {wrong}") from None
    if raw:
        raise CatalogueError(f"{name_in_messages}: unknown key {sorted(raw)[0]!r}")


@contextmanager
def open_toml_tables(path: Path) -> Iterator[dict[str, Any]]:
    """Open a file of definitions whose keys are names that people choose, so that none is unknown.

    Raises:
        CatalogueError: the file is not TOML, or a key within its tables is missing or of the wrong kind.
    """
    with open_toml_definition(path) as raw:
        tables = dict(raw)
        raw.clear()
        yield tables


def check_texts(definition: Any) -> Any:
    """Return a dataclass as it is, if each of its fields of text holds text.

    Raises:
        TypeError: one does not, and would be met far from the file that it came from.
    """
    for field in fields(definition):
        value = getattr(definition, field.name)
        if field.type is str and type(value) is not str:
            raise TypeError(f"{field.name} must be text between quotation marks, found {value!r}")
    return definition
