"""Benchmarks and the generator of the docs, which no other test runs whole, use what the package still has."""

import ast
import importlib
from pathlib import Path
from types import ModuleType

import pytest

from docs_generator.house import PROJECT
from fairer_stockton.run.package import PACKAGE

TOOLS = [path for folder in ("benchmarks", "docs_generator") for path in sorted((PROJECT / folder).glob("[!_]*.py"))]


@pytest.mark.parametrize("path", TOOLS, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_tool_imports_what_there_is(path: Path) -> None:
    importlib.import_module(f"{path.parent.name}.{path.stem}")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported: dict[str, ModuleType] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE.name):
            module = importlib.import_module(node.module or "")
            for alias in node.names:
                # A room's modules are not its attributes before they are imported.
                value = getattr(module, alias.name, None) or importlib.import_module(f"{node.module}.{alias.name}")
                imported |= {alias.asname or alias.name: value} if isinstance(value, ModuleType) else {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in imported:
            assert hasattr(imported[node.value.id], node.attr), ast.unparse(node)
