"""Nothing dead: what the package defines, the package, its templates or its documents use, and not tests alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from docs_generator.house import PROJECT, code_files, module_name
from fairer_stockton.run.package import PACKAGE

JINJA = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
PROOF = "a published answer of R is of it, and the tests compare it"
# What nothing inside uses, and why it stands there all the same.
CALLED = "html.parser calls it"
ENTRY_POINTS = {
    "report.charts.svg.OneRendererCanvas.get_renderer": "matplotlib asks a canvas for it by this name",
    "fetch.publishers.landing_page._LinkReader.handle_data": CALLED,
    "fetch.publishers.landing_page._LinkReader.handle_endtag": CALLED,
    "fetch.publishers.landing_page._LinkReader.handle_starttag": CALLED,
    "statistics.survey.SurveyEstimate.design_effect": PROOF,
    "statistics.survey.compute_survey_mean": PROOF,
    "statistics.small_area.ModelledEstimate.coefficients": PROOF,
    "statistics.small_area.ModelledEstimate.coefficient_errors": PROOF,
    "statistics.small_area.ModelledEstimate.between_area_variance": PROOF,
    "statistics.small_area_time.PredictionOverTime.coefficients": PROOF,
    "statistics.small_area_time.PredictionOverTime.lasting": PROOF,
    "statistics.small_area_time.PredictionOverTime.passing": PROOF,
}


class Uses(ast.NodeVisitor):
    """The names that files use; a function that calls itself is not used by that."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.strings: set[str] = set()  # of fields that are asked for by name: getattr, a TypedDict, a row of a table
        self.keywords: set[str] = set()
        self.imported: set[str] = set()
        self._inside: list[str] = []
        self.visit(tree)

    def __ior__(self, other: "Uses") -> Self:
        """Add what another file uses but for its names, which are its own."""
        for kind in ("attributes", "strings", "keywords", "imported"):
            getattr(self, kind).update(getattr(other, kind))
        return self

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._inside.append(node.name)
        self.generic_visit(node)
        self._inside.pop()

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and node.id not in self._inside:
            self.names.add(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.ctx, ast.Load) and node.attr not in self._inside:
            self.attributes.add(node.attr)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.strings.add(node.value)

    def visit_keyword(self, node: ast.keyword) -> None:
        self.keywords.add(node.arg or "")
        self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self.imported |= {f"{node.module}.{alias.name}" for alias in node.names}


def _defined_names(node: ast.stmt) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _is_table(node: ast.ClassDef) -> bool:
    """A contract of a table: its fields are columns, which editions publish, and its checks are pandera's to call."""
    return any(re.search(r"Model$|^StagedTable$|^Figures$", ast.unparse(base)) for base in node.bases)


def _unused(path: Path, own: Uses, everywhere: Uses) -> Iterator[str]:
    module = module_name(path)
    # The contracts of a source are loaded by the name of the source, and asked for by their own name.
    by_name = everywhere.strings if module.startswith(f"{PACKAGE.name}.schemas.") else set()
    for node in own.tree.body:
        for name in _defined_names(node):
            is_used = name in everywhere.attributes or name in by_name or name in own.names
            if not is_used and f"{module}.{name}" not in everywhere.imported:
                yield f"{module}.{name}"
        if isinstance(node, ast.ClassDef) and not _is_table(node):
            by_keyword = everywhere.keywords if "TypedDict" in map(ast.unparse, node.bases) else set()
            for name in (name for part in node.body for name in _defined_names(part)):
                is_used = name in everywhere.attributes or name in everywhere.strings or name in by_keyword
                if not is_used and not name.startswith("__"):
                    yield f"{module}.{node.name}.{name}"


def test_nothing_is_dead() -> None:
    files = code_files()
    read = [*files, *(PROJECT / "docs_generator").glob("*.py")]
    uses = {path: Uses(ast.parse(path.read_text(encoding="utf-8"))) for path in read}
    everywhere = Uses(ast.Module([], []))
    for use in uses.values():
        everywhere |= use
    blocks = [block for path in PACKAGE.rglob("*.j2") for block in JINJA.findall(path.read_text(encoding="utf-8"))]
    everywhere.strings.update(re.findall(r"\w+", " ".join(blocks)))
    unused = {name.removeprefix(f"{PACKAGE.name}.") for path in files for name in _unused(path, uses[path], everywhere)}
    assert unused - ENTRY_POINTS.keys() == set(), "wire it in, or delete it with its tests"
    assert ENTRY_POINTS.keys() - unused == set(), "it is used now: no reason is needed"
