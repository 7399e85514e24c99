"""The TOML files in which the council decides: read alike, and refused alike, in words that name the file."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import CatalogueError


@contextmanager
def definition(path: Path, name: str = "") -> Iterator[dict[str, Any]]:
    """Give a file's content for the keys to be taken out of it.

    Args:
        path: the file.
        name: what messages call it, where that is not the file's own name.

    Raises:
        CatalogueError: the file is not TOML, or a key of it is missing, of the wrong kind, or left over.
    """
    name = name or path.name
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise CatalogueError(f"{name}: not TOML: {wrong}") from None
    try:
        yield raw
    except KeyError as missing:
        raise CatalogueError(f"{name}: the key {missing} is missing") from None
    except (TypeError, ValueError, AttributeError) as wrong:
        raise CatalogueError(f"{name}: {wrong}") from None
    if raw:
        raise CatalogueError(f"{name}: unknown key {sorted(raw)[0]!r}")
