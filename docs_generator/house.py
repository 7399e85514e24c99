"""The house as it is: its rooms in their order, what each holds, and which imports which.

The contract test of imports and the page `docs/architecture.md` both read it, so that neither can say what the other
does not.
"""

import ast
from functools import cache
from pathlib import Path

from fairer_stockton.run.package import PACKAGE

PROJECT = Path(__file__).parent.parent
# Each room may import those before it and none after; a stage imports the stages before it. That a recipe can be run as
# a program (`if __name__ == "__main__":`) is no import: whoever imports it does not pass there.
ROOMS = (
    "run", "statistics", "schemas", "definitions", "engine", "geography", "observe", "places", "editions", "disclosure",
    "auditor", "fetch", "ingest", "validate", "supply", "measure", "adopt", "sample", "report", "uses", "recovery",
    "watch", "pipelines", "cli", "__main__",
)  # fmt: skip
# The rooms inside report/, likewise.
REPORT_ROOMS = (
    "outlines", "rows", "place_rows", "edition", "words", "table", "area_profile", "questions", "targets",
    "gap_courses", "headlines", "splits", "charts", "maps", "tables", "pages", "asking", "papers", "drawing",
    "manifest", "build", "recording", "versions", "door", "stage",
)  # fmt: skip
REPORT = f"{PACKAGE.name}.report"


def code_files() -> list[Path]:
    """Return every Python file of the package; `schemas/` and `pipelines/` lie on top and are linked to."""
    folders = [*(path for path in PACKAGE.iterdir() if path.is_dir()), PROJECT / "schemas", PROJECT / "pipelines"]
    inside = {path for folder in folders for path in folder.resolve().rglob("*.py")}
    return sorted({*PACKAGE.glob("*.py"), *inside})


def module_name(path: Path) -> str:
    """Return the dotted name that a file is imported by."""
    parts = path.relative_to(PROJECT).with_suffix("").parts
    inside = parts if parts[0] == PACKAGE.name else (PACKAGE.name, *parts)
    return ".".join(inside).removesuffix(".__init__")


@cache
def modules() -> dict[str, Path]:
    """Return the file of each module, by dotted name."""
    return {module_name(path): path for path in code_files()}


@cache
def imports() -> dict[str, set[str]]:
    """Return the project's modules that each module imports, at its top or inside a function."""
    return {name: _imports(path) for name, path in modules().items()}


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if not (isinstance(node, ast.If) and "__main__" in ast.unparse(node.test))]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if name in modules() else node.module for name in whole.values()}
    return {name for name in names if name.split(".")[0] in (PACKAGE.name, "schemas", "pipelines")}


def room_of(module: str, prefix: str = PACKAGE.name) -> str:
    """Return the room of a module below a prefix; empty for a module that lies elsewhere."""
    return module.removeprefix(prefix + ".").split(".")[0] if module.startswith(prefix + ".") else ""


def imports_of_rooms(rooms: tuple[str, ...], prefix: str = PACKAGE.name) -> dict[str, set[str]]:
    """Return which of the other rooms each room imports."""
    graph: dict[str, set[str]] = {room: set() for room in rooms}
    for module, names in imports().items():
        if room := room_of(module, prefix):
            graph[room] |= {room_of(name, prefix) for name in names} - {"", room}
    return graph


def contents_of(room: str, prefix: str = PACKAGE.name) -> str:
    """Return what a room holds, in the first sentence of its docstring."""
    docstring = ast.get_docstring(ast.parse(modules()[f"{prefix}.{room}"].read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split())
