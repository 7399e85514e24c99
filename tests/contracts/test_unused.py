"""Nothing dead: what the package defines, the package, its templates or its documents use, and not tests alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from docs_generator.house import PROJECT, code_files, module_name
from fairer_stockton.run.package import PACKAGE

JINJA = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
PROOF = "a published answer of R is of it, and the tests compare it"
# What nothing inside uses, and why it stands there all the same.
CALLED = "html.parser calls it"
ENTRY_POINTS = {
    "report.charts.svg.OneRendererCanvas.get_renderer": "matplotlib asks a canvas for it by this name",
    "editions.library.LoadedEdition.not_shown": "the library that analysts import",
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
    """The names that a file uses; a function that calls itself is not used by that."""

    def __init__(self, path: Path) -> None:
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.strings: set[str] = set()  # of fields that are asked for by name: getattr, a TypedDict, a row of a table
        self.keywords: set[str] = set()
        self.imported: set[str] = set()
        self._inside: list[str] = []
        self.visit(ast.parse(path.read_text(encoding="utf-8")))

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


def _unused(path: Path, uses: dict[Path, Uses], in_templates: set[str]) -> Iterator[str]:
    module = module_name(path)
    attributes = set[str]().union(*(use.attributes for use in uses.values()))
    strings = in_templates.union(*(use.strings for use in uses.values()))
    keywords = set[str]().union(*(use.keywords for use in uses.values()))
    imported = set[str]().union(*(use.imported for use in uses.values()))
    # The contracts of a source are loaded by the name of the source, and asked for by their own name.
    by_name = strings if module.startswith(f"{PACKAGE.name}.schemas.") else set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        for name in _defined_names(node):
            if name not in attributes | by_name | uses[path].names and f"{module}.{name}" not in imported:
                yield f"{module}.{name}"
        if isinstance(node, ast.ClassDef) and not _is_table(node):
            by_keyword = keywords if "TypedDict" in map(ast.unparse, node.bases) else set()
            for name in (name for part in node.body for name in _defined_names(part)):
                if name not in attributes | strings | by_keyword and not name.startswith("__"):
                    yield f"{module}.{node.name}.{name}"


def test_nothing_is_dead() -> None:
    files = code_files()
    uses = {path: Uses(path) for path in [*files, *(PROJECT / "docs_generator").glob("*.py")]}
    blocks = [block for path in PACKAGE.rglob("*.j2") for block in JINJA.findall(path.read_text(encoding="utf-8"))]
    in_templates = set(re.findall(r"\w+", " ".join(blocks)))
    unused = {name.removeprefix(f"{PACKAGE.name}.") for path in files for name in _unused(path, uses, in_templates)}
    assert unused - ENTRY_POINTS.keys() == set(), "wire it in, or delete it with its tests"
    assert ENTRY_POINTS.keys() - unused == set(), "it is used now: no reason is needed"
