"""What each output was made from: the only place that decides whether it is still current.

A stage declares an output by the code that makes it and by all that it rests on. Of code only what it does counts: the
folders and modules that are named, and the modules that these import, without their comments and docstrings.
"""

import ast
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from fairer_stockton.run.fingerprints import (
    compute_content_checksum,
    compute_file_checksum,
    find_stamp_path,
    read_json,
    read_stamp,
)
from fairer_stockton.run.package import PACKAGE

# Beside the compiled modules, and kept as they are: what is read of a module is the same until its bytes change.
READINGS = Path(cache_from_source(__file__)).with_suffix(".readings.json")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
NEVER_RUN_BY_IMPORTERS = ("TYPE_CHECKING", "__name__ == '__main__'")
ChecksumAndImports = tuple[str, tuple[str, ...]]  # the sum of what a module does, and the names that it imports


@dataclass(frozen=True)
class TrackedOutput:
    """Something that a stage writes, and everything that decides whether it is current.

    Args:
        name: what it is called.
        files: where it lies.
        code: folders and modules of the package, as paths in it, that make it; a folder may hold definitions alone.
        rests_on: the files that it is made from; one with a stamp counts by what that says, any other by its bytes.
        choices: settings, and whatever else it is made by; anything that JSON can hold.
        recorded: reads what was recorded of a file when it was written; nothing where the file is not whole any more.
        seal: makes of its sum one that may be published.
    """

    name: str
    files: tuple[Path, ...]
    code: tuple[str, ...]
    rests_on: tuple[Path, ...] = ()
    choices: object = ()
    recorded: Callable[[Path], Mapping[str, Any]] = read_stamp
    seal: Callable[[str], str] = str

    def content(self) -> str:
        """Return the sum of all that it rests on, as that is now."""
        inputs = sorted((path.name, _compute_input_checksum(path)) for path in self.rests_on)
        return self.seal(compute_content_checksum([], [compute_code_checksum(*self.code), inputs, self.choices]))

    def is_current(self) -> bool:
        """Return whether every file is there, whole, and made from all that it rests on as that is now."""
        content = self.content()
        return all(self.recorded(file).get("content") == content for file in self.files)


def _compute_input_checksum(input_file: Path) -> str:
    if find_stamp_path(input_file).is_file():
        return str(read_stamp(input_file).get("content"))
    return compute_file_checksum(input_file) if input_file.is_file() else ""


def compute_code_checksum(*code_paths: str) -> str:
    """Return one sum over what these parts of the package do, and what the modules do that they import.

    Args:
        code_paths: folders and files, as paths in the package.
    """
    files = frozenset(file for part in code_paths for file in _list_files_of_folder_or_file(str(PACKAGE / part)))
    modules, data = _list_modules_that_run(PACKAGE, files)
    _store_new_checksums_and_imports()
    held = ((name, compute_file_checksum(file)) for name, file in data)
    return compute_content_checksum([], sorted([*modules, *held]))


@cache  # as of each module: an output without changes is asked for four times in a run
def _list_modules_that_run(
    package: Path, files: frozenset[str]
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, Path], ...]]:
    """Return each module of some files and of all they import, with the sum of what it does; and the other files."""
    modules, data, waiting = [], [], [*map(Path, files)]
    seen = {*waiting}
    while waiting:
        file = waiting.pop()
        name = file.relative_to(package).as_posix()
        if file.suffix != ".py":
            data.append((name, file))
            continue
        total, names = _find_module_checksum_and_imports(file)
        modules.append((name, total))
        imported = {path for name in names for path in _list_files_of_module(package, name)} - seen
        seen |= imported
        waiting += imported
    return tuple(modules), tuple(data)


def _list_files_of_folder_or_file(folder_or_file: str) -> list[str]:
    """Return the paths as text: a run without changes lists thousands of files, and slowly where each is a `Path`."""
    if Path(folder_or_file).is_dir():
        return [*_list_files_below(folder_or_file)]
    return [folder_or_file] if Path(folder_or_file).is_file() else []


def _list_files_below(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file():
                yield entry.path
            elif entry.name != "__pycache__" and entry.is_dir(follow_symlinks=False):
                yield from _list_files_below(entry.path)


@cache  # for the life of the process: a run without changes would else ask this for each of a hundred outputs
def _list_files_of_module(package: Path, module_name: str) -> list[Path]:
    """Return the file of a module, and the SQL and TOML beside it that it may read; none for a name inside a module."""
    base = package.joinpath(*module_name.split(".")[1:])
    if (module := base.with_suffix(".py")).is_file():
        return [module, *(file for file in base.parent.iterdir() if file.suffix in (".sql", ".toml"))]
    return [room] if (room := base / "__init__.py").is_file() else []


@cache  # for the life of the process: what it does is what was imported when it began
def _find_module_checksum_and_imports(file: Path) -> ChecksumAndImports:
    content = file.read_bytes()
    total = hashlib.sha256(content).hexdigest()
    if (stored := _load_stored_checksums_and_imports().get(total)) is None:
        stored = _load_stored_checksums_and_imports()[total] = list(compute_module_checksum_and_imports(content))
        _NEW.append(total)
    return str(stored[0]), tuple(stored[1])


def compute_module_checksum_and_imports(module_source: bytes) -> ChecksumAndImports:
    """Return the sum of what a module does, its comments and docstrings left out, and the names of what it imports."""
    tree = ast.parse(module_source)
    tree.body = [node for node in tree.body if not _is_never_run_on_import(node)]
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and node.body and _is_docstring(node.body[0]):
            del node.body[0]
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    own = sorted(name for name in names if name.startswith(f"{PACKAGE.name}."))
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest(), tuple(own)


def _is_never_run_on_import(node: ast.stmt) -> bool:
    """Return whether it is a block that nobody passes who imports the module."""
    return isinstance(node, ast.If) and ast.unparse(node.test) in NEVER_RUN_BY_IMPORTERS


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


_NEW: list[str] = []  # sums of modules that were read in this process and not stored yet


@cache
def _load_stored_checksums_and_imports() -> dict[str, Any]:
    stored = read_json(READINGS)
    # What is written here decides how a module is read: another version of this file reads all of them again.
    return dict(stored.get("readings", {})) if stored.get("by") == compute_file_checksum(Path(__file__)) else {}


def _store_new_checksums_and_imports() -> None:
    """Write the readings for the next process; where the folder cannot be written to, that one reads again."""
    if not _NEW:
        return
    _NEW.clear()
    unfinished = READINGS.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        READINGS.parent.mkdir(exist_ok=True)
        content = {"by": compute_file_checksum(Path(__file__)), "readings": _load_stored_checksums_and_imports()}
        unfinished.write_text(json.dumps(content), encoding="utf-8")
        unfinished.replace(READINGS)
