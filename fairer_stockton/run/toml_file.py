"""The reader of the TOML files in which the council decides: one way to read them, and one to refuse them."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
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
