"""The files that make a source: four of one name. A missing or broken one is named, with what it would say."""

import importlib
import importlib.util
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from fairer_stockton.definitions.sources import Source
from fairer_stockton.run.errors import CatalogueError, indent_following_lines
from fairer_stockton.run.package import PACKAGE

SOURCE_FILES = {
    "sources/{}.toml": "where it comes from, and which columns to read",
    "staging/{}.sql": "how they are renamed and recoded",
    "schemas/staged/{}.py": "what one row is",
    "schemas/expectations/{}.py": "what the whole dataset is",
}


def check_source_files_exist(sources: Iterable[Source]) -> None:
    """Check that every source has its four files: in the folder that its first one lies in, or else in the package.

    Raises:
        CatalogueError: one lacks some; all four are named, and which are missing.
    """
    for source in sources:
        files = {name.format(source.name): words for name, words in SOURCE_FILES.items()}
        if missing := [name for name in files if not source.find_file(name).is_file()]:
            listed = [
                f"{_format_path_for_message(source, name)}: {words}{' (MISSING)' if name in missing else ''}"
                for name, words in files.items()
            ]
            raise CatalogueError(
                source=source.name,
                found=f"no {' and no '.join(_format_path_for_message(source, name) for name in missing)}",
                expected=indent_following_lines(["four files of one name:", *listed]),
                remedy="write what is missing, like those beside it",
            )


def _format_path_for_message(source: Source, file_name: str) -> str:
    """Return how a message names a file: as it is found from the folder that the analyst works in."""
    if source.layer_folder != PACKAGE or file_name.startswith("schemas/"):
        return file_name
    return f"{PACKAGE.name}/{file_name}"


def load_row_contract(source: Source) -> Any:
    """Load the contract of a source's rows.

    Raises:
        CatalogueError: its file is missing, or cannot be read as one.
    """
    return _load_from_contract_file(source, "staged", "Staged")


def load_expectations(source: Source) -> Any:
    """Load the function that lists what is expected of a source as a whole.

    Raises:
        CatalogueError: its file is missing, or cannot be read as one.
    """
    return _load_from_contract_file(source, "expectations", "expectations")


def _load_from_contract_file(source: Source, contract_kind: str, attribute: str) -> Any:
    try:
        return getattr(_import_contract_file(source, contract_kind), attribute)
    except Exception as wrong:  # a file that somebody writes can fail in any way
        check_source_files_exist([source])
        raise CatalogueError(
            file=f"schemas/{contract_kind}/{source.name}.py",
            found=f"{type(wrong).__name__}: {wrong}",
            expected=f"a module that defines {attribute}",
            remedy="correct it; the files beside it show how",
        ) from wrong


def _import_contract_file(source: Source, contract_kind: str) -> ModuleType:
    """Import a file of the package by its name, and one of a council's folder by its path."""
    (path,) = (path for path in source.contract_paths if path.parent.name == contract_kind)
    if path.is_relative_to(PACKAGE):
        return importlib.import_module(f"{PACKAGE.name}.schemas.{contract_kind}.{source.name}")
    name = f"council_{contract_kind}_{source.name}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # pandera looks a model's annotations up where it is defined
    spec.loader.exec_module(module)
    return module
