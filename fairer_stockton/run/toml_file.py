"""The reader of the TOML files in which the council decides: one way to read them, and one to refuse them."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import CatalogueError, InputError


def require_named_file(path: Path | None, expected: str, remedy: str) -> Path:
    """Return the path of a file that somebody names after a command, or refuse one that is not there.

    Raises:
        InputError: no file is named, or there is no such file.
    """
    if path is None or not path.is_file():
        raise InputError(
            file=str(path) if path and path.name else "FILE=",
            found="no such file",
            expected=f"{expected} (a .toml file)",
            remedy=remedy,
        )
    return path


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
        # Notepad begins a file with a mark that TOML does not know.
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
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


def read_table(kind: type, file_name: str, table_name: str, table: object) -> dict[str, Any]:
    """Return the keys of a table that a dataclass is made from, its lists of texts as tuples.

    Args:
        kind: the dataclass; its field `name` is no key.
        file_name: how messages call the file.
        table_name: of the table; empty where it is the whole file.
        table: what was read.

    Raises:
        CatalogueError: it is no table, lacks a key or has one too many, or a list is not one of texts.
    """
    keys = [field for field in fields(kind) if field.name != "name"]
    needed = [field.name for field in keys if field.default is MISSING and field.default_factory is MISSING]
    where = f"[{table_name}]" if table_name else None
    if not isinstance(table, dict):
        raise CatalogueError(
            file=file_name, part=table_name, found=f"{table!r}, which is no table",
            expected=f"a table with the keys {', '.join(needed)}", remedy=f"write {where} on a line, its keys below",
        )  # fmt: skip
    if missing := [name for name in needed if name not in table]:
        raise CatalogueError(
            file=file_name, part=where, found=f"the key {missing[0]!r} is missing", expected=", ".join(needed),
            remedy=f"add {missing[0]} = …",
        )  # fmt: skip
    if unknown := [name for name in table if name not in {field.name for field in keys}]:
        raise CatalogueError(
            file=file_name, part=where, found=f"unknown key {unknown[0]!r}",
            expected=", ".join(field.name for field in keys), remedy="correct it, or take it out",
        )  # fmt: skip
    lists = [field.name for field in keys if field.type == tuple[str, ...] and field.name in table]
    return {**table, **{name: _read_list_of_texts(file_name, where, name, table[name]) for name in lists}}


def _read_list_of_texts(file_name: str, where: str | None, key: str, found: object) -> tuple[str, ...]:
    texts = found if isinstance(found, list) else []
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise CatalogueError(
            file=file_name, part=f"{where} {key}" if where else key, found=repr(found),
            expected="a list of texts between quotation marks, with at least one",
            remedy=f'write it as in {key} = ["one", "another"]; a key that need not be there may be left out',
        )  # fmt: skip
    return tuple(dict.fromkeys(text.strip() for text in texts))


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
