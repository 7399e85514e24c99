"""Every key of every file of definitions: the reference pages, from the code that reads the files and `keys.toml`.

What a key is called, of which kind it is, whether it is needed and what it can be comes from the dataclasses and
constants of `fairer_stockton/definitions`; what it means, and what those cannot say, from `keys.toml`; the example from
the project's own files.
"""

import dataclasses
import importlib
import tomllib
import types
import typing
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from docs_generator.house import PROJECT

DESCRIPTIONS = Path(__file__).parent / "keys.toml"
LONGEST_EXAMPLE = 90  # characters
ANY = "*"  # a name of one's own choice, as a key or as a part of a path
KINDS = {str: "text", bool: "true or false", int: "whole number", float: "number"}
PathOfTable = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table of a file."""

    name: str
    words: str
    kind: str
    needed: str
    allowed: Mapping[str, str]
    example: str
    free: bool  # what it holds is not described further


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a kind of file: its path, such as `file[].text`, and its keys."""

    path: PathOfTable
    words: str
    keys: Mapping[str, Key]
    declared: frozenset[str]  # the fields of the dataclass that it is read into, less those that no key gives


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: where such files lie, and the tables in them."""

    name: str
    title: str
    words: str
    files: tuple[Path, ...]
    tables: tuple[Table, ...]
    lists: Mapping[str, Mapping[str, str]]

    def table_at(self, path: PathOfTable) -> Table | None:
        """Return the table that a path leads to, if it is described."""
        return next((table for table in self.tables if _matches(path, table.path)), None)

    def leads_on(self, path: PathOfTable) -> bool:
        """Return whether a table that is described lies below a path."""
        return any(_matches(path, table.path[: len(path)]) for table in self.tables if len(table.path) > len(path))


def _matches(path: PathOfTable, pattern: PathOfTable) -> bool:
    return len(path) == len(pattern) and all(wanted in (ANY, part) for part, wanted in zip(path, pattern, strict=True))


def used_keys(content: Mapping[str, Any], path: PathOfTable = ()) -> Iterator[tuple[PathOfTable, str, Any]]:
    """Yield every key of a file with the path of its table and its value, the outer before the inner."""
    for key, value in content.items():
        yield path, key, value
        if isinstance(value, dict):
            yield from used_keys(value, (*path, key))
        elif isinstance(value, list):
            for entry in value:
                if isinstance(entry, dict):
                    yield from used_keys(entry, (*path, f"{key}[]"))


@cache
def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def file_kinds() -> tuple[FileKind, ...]:
    """Read every kind of file that is described, with the examples for its keys.

    Raises:
        ValueError: a key has no example, or `keys.toml` names a key, dataclass or constant that is not there.
    """
    return tuple(_file_kind(name, entry) for name, entry in read_toml(DESCRIPTIONS).items())


def _file_kind(name: str, entry: Mapping[str, Any]) -> FileKind:
    preferred = [path for pattern in entry.get("examples", ()) for path in sorted(PROJECT.glob(pattern))]
    files = [path for pattern in entry["files"] for path in sorted(PROJECT.glob(pattern))]
    ordered = [*preferred, *(path for path in files if path not in preferred)]
    below = {table["path"] for table in entry["table"]}
    tables = tuple(_table(name, table, ordered, below) for table in entry["table"])
    lists = {title: _allowed(where) for title, where in entry.get("lists", {}).items()}
    return FileKind(name, entry["title"], entry["words"], tuple(files), tables, lists)


def _table(kind: str, entry: Mapping[str, Any], files: list[Path], paths: Collection[str]) -> Table:
    path = tuple(entry["path"].split(".")) if entry["path"] else ()
    kinds = _kinds_read_into(_named(entry["read_into"])) if "read_into" in entry else {}
    fields = {field.name: field for read_into in kinds.values() for field in dataclasses.fields(read_into)}
    hints = {name: hint for read_into in kinds.values() for name, hint in typing.get_type_hints(read_into).items()}
    keys = {}
    for name, described in entry["keys"].items():
        if kinds and name != ANY and name not in hints and isinstance(described, str):
            raise ValueError(f"{DESCRIPTIONS.name}: {kind}: {entry['read_into']} has no field {name}")
        details: dict[str, Any] = {"words": described} if isinstance(described, str) else described
        keys[name] = Key(
            name=name,
            words=details["words"],
            kind=details.get("kind") or _kind(hints[name]),
            needed=details.get("needed") or _needed(fields[name], _kinds_with(name, kinds)),
            allowed=_allowed(details["allowed"]) if "allowed" in details else {},
            example=details.get("example")
            or (f"[{'.'.join((*path, name))}]" if ".".join((*path, name)) in paths else "")
            or _example(kind, path, name, files),
            free=details.get("free", False),
        )
    return Table(path, entry.get("words", ""), keys, frozenset(fields.keys() - set(entry.get("not_keys", ()))))


def _kinds_read_into(read_into: Any) -> Mapping[str, Any]:
    """Return the dataclasses that a table is read into, by the word of the file that decides which; one has no word."""
    return read_into if isinstance(read_into, Mapping) else {"": read_into}


def _kinds_with(name: str, kinds: Mapping[str, Any]) -> str:
    """Return the words of the kinds that have a field, as code; nothing where all have it."""
    words = [word for word, kind in kinds.items() if name in {field.name for field in dataclasses.fields(kind)}]
    return ", ".join(f"`{word}`" for word in words) if len(words) < len(kinds) else ""


def _named(where: str) -> Any:
    """Return what a name such as `measures.STATISTICS` means in `fairer_stockton.definitions`."""
    module, _, name = where.partition(".")
    try:
        return getattr(importlib.import_module(f"fairer_stockton.definitions.{module}"), name)
    except (ImportError, AttributeError):
        raise ValueError(
            f"{DESCRIPTIONS.name} names {where}, which fairer_stockton.definitions does not have: was it renamed?"
        ) from None


def _kind(hint: Any) -> str:
    if isinstance(hint, types.UnionType):
        return _kind(next(part for part in typing.get_args(hint) if part is not type(None)))
    if typing.get_origin(hint) is tuple:
        inner = KINDS.get(typing.get_args(hint)[0])
        return f"list of {inner}s" if inner else "tables"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return KINDS[str]
    return KINDS.get(hint, "table")


def _needed(field: dataclasses.Field[Any], kinds: str) -> str:
    """Return whether a key is needed, what it is without, and with which kinds it goes if not with all."""
    if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
        return f"with {kinds}" if kinds else "yes"
    goes_with = f"; goes with {kinds}" if kinds else ""
    if field.default in ("", None, ()) or field.default is dataclasses.MISSING or isinstance(field.default, tuple):
        return f"no{goes_with}"
    return f"no; else `{_as_toml(field.default)}`{goes_with}"


def _allowed(where: str | list[str] | dict[str, str]) -> dict[str, str]:
    """Return the values that a key can have, each with its words where there are any."""
    values = _named(where) if isinstance(where, str) else where
    if not isinstance(values, Mapping):
        return dict.fromkeys(map(str, values), "")
    return {
        str(value): ", ".join(f"`{part}`" for part in words)
        if isinstance(words, tuple)
        else str(getattr(words, "words", words))
        for value, words in values.items()
    }


def _example(kind: str, path: PathOfTable, name: str, files: list[Path]) -> str:
    """Return how the first of the files writes the key in at most so many characters, else how the shortest does."""
    written = []
    for file in files:
        for table_path, key, value in used_keys(read_toml(file)):
            if _matches(table_path, path) and name in (key, ANY):
                text = f"{_key_as_toml(key)} = {_as_toml(value)}"
                if len(text) <= LONGEST_EXAMPLE:
                    return text
                written.append(text)
    if not written:
        raise ValueError(f"{DESCRIPTIONS.name}: {kind}: {'.'.join((*path, name))} has no example in any file: give one")
    shortest = min(written, key=len)
    return shortest[: LONGEST_EXAMPLE - 2] + " …"


def _key_as_toml(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _as_toml(key)


def _as_toml(value: Any) -> str:
    """Return a value as TOML writes it, on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        text = " ".join(value.split())
        return f'"{text}"' if '"' not in text else f"'{text}'"
    if isinstance(value, list):
        return f"[{', '.join(map(_as_toml, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key_as_toml(key)} = {_as_toml(inner)}" for key, inner in value.items()) + " }"
    return str(value)
