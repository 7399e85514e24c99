"""Rows that travel through `report/` are values whose fields are columns of their tables, and never dictionaries."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import get_type_hints

import pytest

from docs_generator.house import PROJECT
from fairer_stockton.report import place_rows, rows, splits
from fairer_stockton.report.pages.claims import ClaimRow
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.schemas.results.contracts import CONTRACTS
from fairer_stockton.schemas.results.gaps import GAP_COLUMNS
from fairer_stockton.schemas.results.observations import OBSERVATION_COLUMNS

ROW_OF_ANYTHING = re.compile(r"\b(dict|Mapping|MutableMapping)\[(str|Any|Hashable), (Any|object)\]")
# What is no row: contents of a file of JSON, on their way into it or out of it.
JSON_FUNCTIONS = {
    "asking.scripts._make_columns_of_cells",
    "asking.scripts._make_json_values_of_meaning",
    "asking.scripts._make_json_values_of_measure",
    "asking.scripts._make_json_values_of_rules",
    "asking.scripts._make_json_values_of_words",
    "pages.quality.write_verdict_for_readers",
    "manifest.read_published_manifest",
    "pages.changes.earlier_edition._manifest",
    "pages.explorer.rows.convert_rows_to_columns",
    "pages.explorer.scales.make_axis_scale",
    "pages.explorer.script._make_json_values_of_index",
    "pages.explorer.script._make_json_values_of_map_classes",
    "pages.explorer.script._make_json_values_of_measure",
    "pages.explorer.script._make_json_values_of_series",
    "pages.explorer.script._make_json_values_of_view",
    "pages.explorer.script._make_json_columns_of_rows",
    "pages.explorer.shapes.make_json_values_of_area_shapes",
    "pages.replay.scripts._list_files",
    "pages.replay.scripts._make_json_values_of_counts",
    "pages.replay.weights.make_json_values_of_weights",
    "papers.document.as_json",
    "papers.pdf.prepare_template_content",
    "papers.pdf.typeset_template",
    "tables.csvw._make_column_metadata",
    "tables.json_files._make_json_values_of_measure",
    "tables.json_files._write_json",
}
ROWS_OF_TABLES = {
    "observations": rows.ObservationRow,
    "gaps": rows.GapRow,
    "decompositions": splits.DecompositionRow,
    "communities": rows.CommunityRow,
    "standings": place_rows.StandingRow,
    "deprivation": place_rows.DeprivationRow,
    "agreement": place_rows.AgreementRow,
    "priorities": place_rows.PriorityRow,
    "targeting": place_rows.TargetingRow,
    "comparators": place_rows.ComparatorRow,
    "claims": ClaimRow,
}
KINDS = {"float": float, "int": int, "bool": bool, "str": str, "string": str}


def _annotations(node: ast.FunctionDef, aliases: dict[str, str]) -> Iterator[str]:
    """Yield what a function takes and returns, with the names that a module gives to types written out."""
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    hints = [argument.annotation for argument in every if argument] + [node.returns]
    for hint in filter(None, hints):
        text = hint.value if isinstance(hint, ast.Constant) else ast.unparse(hint)
        yield re.sub(r"\w+", lambda word: aliases.get(word[0], word[0]), str(text))


def _aliases(tree: ast.Module) -> dict[str, str]:
    return {
        target.id: ast.unparse(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def functions_with_rows_of_anything(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = ".".join(path.relative_to(PACKAGE / "report").with_suffix("").parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(map(ROW_OF_ANYTHING.search, _annotations(node, _aliases(tree)))):
            yield f"{module}.{node.name}"


def test_no_function_hands_on_a_row_of_anything() -> None:
    """Give a row a type: in `report/rows.py`, in `report/place_rows.py`, or beside the one page that it is for."""
    named = {name for path in (PACKAGE / "report").rglob("*.py") for name in functions_with_rows_of_anything(path)}
    assert named == JSON_FUNCTIONS


def test_an_alias_of_a_row_of_anything_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.PACKAGE", tmp_path)
    (tmp_path / "report").mkdir()
    page = tmp_path / "report" / "page.py"
    page.write_text("Row = dict[str, Any]\ndef a(row: 'list[Row]') -> str: ...\ndef b(row: str) -> str: ...\n")
    assert list(functions_with_rows_of_anything(page)) == ["page.a"]


@pytest.mark.parametrize(("table", "kind"), ROWS_OF_TABLES.items(), ids=ROWS_OF_TABLES)
def test_the_fields_of_a_row_are_columns_of_its_contract(table: str, kind: type) -> None:
    columns = CONTRACTS[table].to_schema().columns
    for name, field_type in get_type_hints(kind).items():
        column = columns[name]
        assert issubclass(field_type, KINDS[re.match("[a-z]+", str(column.dtype))[0]]), name
        closed_sets = [check.statistics["allowed_values"] for check in column.checks if check.name == "isin"]
        if closed_sets and issubclass(field_type, StrEnum):
            assert set(field_type) == set(closed_sets[0]), name


def test_observations_and_gaps_have_a_field_for_every_column() -> None:
    for kind, columns in ((rows.ObservationRow, OBSERVATION_COLUMNS), (rows.GapRow, GAP_COLUMNS)):
        assert {field.name for field in fields(kind)} == set(columns)


def test_rows_are_made_in_one_place() -> None:
    """Leave it to `rows.read_rows` to turn a table into rows."""
    makers = [
        str(path.relative_to(PROJECT))
        for path in (PACKAGE / "report").rglob("*.py")
        if re.search(r"to_dict\(|\.iterrows\(", path.read_text(encoding="utf-8"))
    ]
    assert not makers
