"""Names tell: few are vague, docstrings begin with an ordinary verb, and a constant has one name and one meaning."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from docs_generator.house import code_files, modules, room_of
from fairer_stockton.run.package import PACKAGE

VAGUE = re.compile("one|given|found|said|told|made|kept|chosen|place|item|data|result|obj|thing")
MOST_VAGUE = 0.005  # of all names that the code assigns
NOT_AN_OPENING = re.compile(r"(Give|Say|Tell|Name|Have|Let)s?\b")
CITES = re.compile(r"\b(1[89]|20)\d\d[a-z]?\b|OHID")
# What several statistics share: the source stands with the statistic.
SHARED = {"estimate", "quantiles", "slope_regression", "slopes", "survey_design", "survey_sums", "answer_patterns"}
FIELD_CLASSES = re.compile(r"dataclass|TypedDict|NamedTuple")
# What each module of the sample writes: of one meaning everywhere, and of a value of its own in each.
OF_EACH_MODULE = {"SOURCE", "PERIOD"}
# One value twice on purpose: the auditor shares nothing with what it audits.
TWICE = {"AREA", "KEY"}


def _fields(tree: ast.Module) -> set[int]:
    """Return the fields of values: those are keywords, columns or keys that the outside knows."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    holders = [node for node in classes if any(map(_makes_fields, [*node.decorator_list, *node.bases]))]
    return {id(part.target) for node in holders for part in node.body if isinstance(part, ast.AnnAssign)}


def _makes_fields(node: ast.expr) -> bool:
    return bool(FIELD_CLASSES.search(ast.unparse(node)))


def _assigned_names(tree: ast.Module) -> Iterator[str]:
    fields = _fields(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in fields:
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_names_tell_and_docstrings_begin_with_an_ordinary_verb() -> None:
    """Look at both in one reading of the code: few names are vague, and no docstring opens with Give, Say or Tell."""
    names, openings = Counter[str](), []
    for path in code_files():
        tree = _tree(path)
        names.update(name.strip("_") for name in _assigned_names(tree))
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                words = ast.get_docstring(node) or ""
                if NOT_AN_OPENING.match(words):
                    openings.append(f"{path.name}:{getattr(node, 'lineno', 1)}: {words.splitlines()[0]}")
    vague = {name: count for name, count in names.items() if VAGUE.fullmatch(name)}
    assert sum(vague.values()) <= MOST_VAGUE * names.total(), vague
    assert not openings


def test_statistics_cite_their_sources() -> None:
    for path in sorted((PACKAGE / "statistics").glob("[!_]*.py")):
        nodes = [
            node for node in ast.walk(_tree(path)) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        ]
        cited = any(CITES.search(ast.get_docstring(node) or "") for node in nodes)
        assert cited != (path.stem in SHARED), path.stem


def test_one_constant_of_a_name() -> None:
    """Look at public names alone: one that begins with an underscore stays in its module."""
    constants = defaultdict(list)
    for module, path in modules().items():
        for name, value in _constants(_tree(path)):
            constants[name].append((room_of(module), value))
    same = {name for name, pairs in constants.items() for a, b in combinations(pairs, 2) if a[1] == b[1]}
    assert same == TWICE, "define it in one module and import it in the other"
    clashing = {name for name, pairs in constants.items() for a, b in combinations(pairs, 2) if a[0] == b[0]}
    assert clashing - TWICE == OF_EACH_MODULE, "a name has one meaning in a room: say in it which"


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield each public constant of a module and what it is set to."""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            pairs = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=True))
            for name, value in pairs:
                if isinstance(name, ast.Name) and name.id.isupper() and not name.id.startswith("_"):
                    yield name.id, ast.unparse(value)
