"""The pages `docs/reference/*.md`: a page for each kind of file, a table for each table in it."""

from collections.abc import Mapping
from pathlib import Path

from docs_generator.keys import ANY, FileKind, Key, Table, file_kinds

NOTE = "<!-- Written by `python -m docs_generator` from the code and docs_generator/keys.toml: do not edit. -->"
INTRODUCTION = f"""{NOTE}

# Reference of the files of definitions

What people decide lies in TOML files; the code reads them and refuses a key that it does not know, by name. Each page
lists every key of one kind of file: what it is, whether it is needed, what it can be, and an example from the project.

| file | what it decides |
|---|---|
"""


def pages() -> dict[Path, str]:
    """Return the pages of the reference, by path below `docs/`."""
    folder = Path("reference")
    rows = [f"| [{kind.title}]({kind.name}.md) | {kind.words.split('. ')[0].rstrip('.')} |" for kind in file_kinds()]
    index = INTRODUCTION + "\n".join(rows) + "\n"
    return {folder / "README.md": index, **{folder / f"{kind.name}.md": _page(kind) for kind in file_kinds()}}


def _page(kind: FileKind) -> str:
    parts = [NOTE, f"# {kind.title}", kind.words]
    for table in kind.tables:
        parts += [f"## {_heading(table)}", *([table.words] if table.words else []), _keys(table)]
        for key in table.keys.values():
            if any(key.allowed.values()):
                parts += [f"`{key.name}` is one of:", _values(key.allowed, key.name)]
    for title, values in kind.lists.items():
        parts += [f"## {title}", _values(values, "value")]
    return "\n\n".join(parts) + "\n"


def _heading(table: Table) -> str:
    if not table.path:
        return "The file's own keys"
    path = ".".join("<name>" if part == ANY else part.removesuffix("[]") for part in table.path)
    return f"`[[{path}]]`" if table.path[-1].endswith("[]") else f"`[{path}]`"


def _keys(table: Table) -> str:
    rows = [
        f"| {_name(key)} | {key.kind} | {key.needed} | {_words(key)} | {_code(key.example)} |"
        for key in sorted(table.keys.values(), key=lambda key: not key.needed.startswith("yes"))
    ]
    return "\n".join(["| key | kind | needed | what it says | example |", "|---|---|---|---|---|", *rows])


def _name(key: Key) -> str:
    return "any name" if key.name == ANY else f"`{key.name}`"


def _words(key: Key) -> str:
    plain = key.allowed and not any(key.allowed.values())
    return key.words + (f" One of {', '.join(f'`{value}`' for value in key.allowed)}." if plain else "")


def _code(text: str) -> str:
    """Return text as code in a cell: a bar would end the cell."""
    fence = "``" if "`" in text else "`"
    return fence + text.replace("|", "\\|") + fence


def _values(values: Mapping[str, str], name: str) -> str:
    rows = [f"| `{value}` | {words} |" for value, words in values.items()]
    return "\n".join([f"| {name} | |", "|---|---|", *rows])
