"""The generated pages say what the code says: each is as generated, and no key is left out or described wrongly."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from docs_generator.__main__ import DOCS, generated
from docs_generator.house import PROJECT
from docs_generator.keys import ANY, FileKind, Key, Table, file_kinds, read_toml, used_keys
from fairer_stockton.definitions.actions import load_actions
from fairer_stockton.definitions.claims import load_claims
from fairer_stockton.definitions.codebooks import load_codebook
from fairer_stockton.definitions.communities import load_six_gaps_and_communities
from fairer_stockton.definitions.comparators import load_comparators
from fairer_stockton.definitions.corrections import load_corrections
from fairer_stockton.definitions.decision_briefs import load_decision_brief
from fairer_stockton.definitions.decompositions import load_decompositions
from fairer_stockton.definitions.deprivation_weights import load_deprivation_facts
from fairer_stockton.definitions.disclosure_rules import load_disclosure_rules
from fairer_stockton.definitions.evaluations import load_evaluation
from fairer_stockton.definitions.everyday_words import load_everyday_words
from fairer_stockton.definitions.framework import load_breakdowns, load_framework
from fairer_stockton.definitions.gap_changes import load_gap_change_rules
from fairer_stockton.definitions.headlines import load_headline_rules
from fairer_stockton.definitions.maps import load_area_lookups
from fairer_stockton.definitions.modelled_estimates import load_hidden_answers, load_modelled_estimates
from fairer_stockton.definitions.named_areas import load_named_areas
from fairer_stockton.definitions.national import load_recoded_councils
from fairer_stockton.definitions.partnership_themes import load_partnership_themes
from fairer_stockton.definitions.priority_recipe import load_priority_recipe
from fairer_stockton.definitions.protected_characteristics import load_protected_characteristics
from fairer_stockton.definitions.retention import load_retention
from fairer_stockton.definitions.service_audits import load_service_audit
from fairer_stockton.definitions.story import load_story
from fairer_stockton.definitions.targets import load_targets
from fairer_stockton.definitions.units import load_least_differences
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import PACKAGE
from tests.conftest import DEFINITIONS, load_source, measure_in

pytestmark = pytest.mark.xdist_group("generated pages")

KINDS = {kind.name: kind for kind in file_kinds()}
FILES = [(kind, path) for kind in file_kinds() for path in kind.files]
TYPES = {
    "text": str,
    "true or false": bool,
    "whole number": int,
    "number": (int, float),
    "table": dict,
    "tables": list,
}
FOCUS_NAMES = [focus.name for focus in DEFINITIONS.story.focus] if DEFINITIONS.story else []
# How a file of each kind is read, whatever folder it lies in.
READERS: dict[str, Callable[[Path], Any]] = {
    "measure": measure_in,
    "source": load_source,
    "codebook": lambda path: load_codebook(path.parent.name, path.stem, path.parent.parent),
    "framework": load_framework,
    "breakdowns": load_breakdowns,
    "areas": lambda path: load_named_areas(path, ("lsoa11cd", "lsoa21cd", "wd19cd", "wd24cd")),
    "maps": load_area_lookups,
    "comparators": load_comparators,
    "decompositions": lambda path: load_decompositions(path, DEFINITIONS.measures),
    "communities": load_six_gaps_and_communities,
    "claims": load_claims,
    "priorities": load_priority_recipe,
    "story": lambda path: load_story(
        path,
        DEFINITIONS.framework,
        DEFINITIONS.measures,
        {community.kind for community in DEFINITIONS.communities.values()},
    ),
    "actions": lambda path: load_actions(path, FOCUS_NAMES, DEFINITIONS.measures, DEFINITIONS.named_areas),
    "corrections": lambda path: load_corrections(path, DEFINITIONS.supplied),
    "disclosure": lambda path: load_disclosure_rules(path, DEFINITIONS.sources),
    "gap-changes": load_gap_change_rules,
    "headlines": load_headline_rules,
    "retention": load_retention,
    "everyday-words": lambda path: load_everyday_words(path, DEFINITIONS.measures),
    "protected-characteristics": lambda path: load_protected_characteristics(path, DEFINITIONS.measures),
    "partnership-themes": lambda path: load_partnership_themes(path, DEFINITIONS.measures),
    "targets": lambda path: load_targets(path, DEFINITIONS.measures),
    "modelled": lambda path: load_modelled_estimates(path, DEFINITIONS.measures, DEFINITIONS.open_sources),
    "hidden-answers": lambda path: load_hidden_answers(path, DEFINITIONS.open_sources),
    "decision-brief": load_decision_brief,
    "service-audit": load_service_audit,
    "evaluation": load_evaluation,
    "least-differences": load_least_differences,
    "recoded-councils": load_recoded_councils,
    "deprivation-weights": load_deprivation_facts,
}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Return what is generated: once, and not while tests are collected, which every worker does."""
    return generated()


def test_generated_pages_are_as_generated(pages: dict[str, str]) -> None:
    assert len(pages) > 10
    for name, text in pages.items():
        path = DOCS / name
        assert path.is_file(), f"{name}: run `python -m docs_generator`"
        assert path.read_text(encoding="utf-8") == text, f"{name}: run `python -m docs_generator`"


def test_no_page_of_the_reference_is_left_over(pages: dict[str, str]) -> None:
    assert {f"reference/{path.name}" for path in (DOCS / "reference").iterdir()} <= set(pages)


def test_every_file_of_definitions_has_its_page() -> None:
    described = {path for _, path in FILES}
    # The report holds sentences of its own, and the sample facts of its own, which no council adds to.
    own = {PACKAGE / "report", PACKAGE / "sample"}
    undescribed = {path for path in PACKAGE.rglob("*.toml") if path not in described and not own & set(path.parents)}
    assert not undescribed, "describe this kind of file in docs_generator/keys.toml"


def test_every_key_of_every_file_is_described() -> None:
    assert len(FILES) > 300
    faults = [f"{path.relative_to(PROJECT)}: {fault}" for kind, path in FILES for fault in _list_faults(kind, path)]
    assert not faults, "docs_generator/keys.toml describes the keys"


def _list_faults(kind: FileKind, path: Path) -> Iterator[str]:
    free: set[tuple[str, ...]] = set()
    for table_path, name, value in used_keys(read_toml(path)):
        if any(table_path[: len(inner)] == inner for inner in free):
            continue
        table = kind.table_at(table_path)
        if table is None:
            if not kind.leads_on(table_path):
                yield f"[{'.'.join(table_path)}] is not described"
            continue
        key = table.keys.get(name) or table.keys.get(ANY)
        if key and key.free:
            free |= {(*table_path, name), (*table_path, f"{name}[]")}
        elif key and not _fits(key, name, value):
            yield f"{name} is described as {key.kind}, and is {value!r}"
        elif not (key or kind.leads_on((*table_path, name)) or kind.table_at((*table_path, name))):
            yield f"{name} is not described"


def _fits(key: Key, name: str, value: Any) -> bool:
    # Some keys may be a text or a table, a text or a list: what they say then stands in their description.
    if isinstance(value, dict) or key.kind.startswith("list of"):
        return isinstance(value, (dict, list, str))
    if isinstance(value, bool) != (key.kind == "true or false"):
        return False
    allowed = not key.allowed or (name if key.name == ANY else value) in key.allowed
    return isinstance(value, TYPES[key.kind]) and allowed


def test_every_field_that_a_key_fills_is_described() -> None:
    tables = [(kind, table) for kind in KINDS.values() for table in kind.tables]
    assert not [f"{kind.name}: {'.'.join(table.path)}" for kind, table in tables if table.declared - set(table.keys)]


def _first_uses(kind: FileKind) -> dict[tuple[tuple[str, ...], str], Path]:
    """Return the first file of the kind that has each key, by the path of the key's table and its name."""
    uses: dict[tuple[tuple[str, ...], str], Path] = {}
    for path in kind.files:
        keys = {(table_path, name) for table_path, name, _ in used_keys(read_toml(path))}
        for table_path, name in keys:
            if table := kind.table_at(table_path):
                uses.setdefault((table.path, name), path)
    return uses


@pytest.mark.parametrize("name", READERS)
def test_a_key_is_needed_just_where_the_page_says_so(name: str, tmp_path: Path) -> None:
    """Take the key out of a file that has it: the reader refuses the file if the key is needed, and else reads it."""
    kind, faults = KINDS[name], []
    uses = _first_uses(kind)
    for table in kind.tables:
        for key in table.keys.values():
            is_told = key.needed == "yes" or key.needed.partition(";")[0] == "no"
            if is_told and (path := uses.get((table.path, key.name))):
                refusal = _read_without(kind, table, key, path, tmp_path)
                if (key.needed == "yes") != (refusal is not None):
                    faults.append(f"{key.name} of {path.name}, needed: {key.needed}: {refusal or 'it was read'}")
    assert not faults


def _read_without(kind: FileKind, table: Table, key: Key, path: Path, folder: Path) -> Exception | None:
    """Read a file of a kind without one of its keys, and return what it is refused with."""
    copy = folder / path.parent.relative_to(PROJECT) / path.name
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(_as_toml(_without(read_toml(path), kind, table, key.name)), encoding="utf-8")
    try:
        READERS[kind.name](copy)
    except (CatalogueError, KeyError, TypeError) as refusal:
        return refusal
    return None


def _without(content: Any, kind: FileKind, table: Table, name: str, path: tuple[str, ...] = ()) -> Any:
    """Return the content of a file without one key of one of its tables, wherever that table stands."""
    if isinstance(content, list):
        return [_without(entry, kind, table, name, path) for entry in content]
    if not isinstance(content, Mapping):
        return content
    inner = {
        key: _without(value, kind, table, name, (*path, f"{key}[]" if isinstance(value, list) else key))
        for key, value in content.items()
    }
    return {key: value for key, value in inner.items() if not (key == name and kind.table_at(path) is table)}


def _as_toml(content: Mapping[str, Any]) -> str:
    """Write a file with each of its keys on a line; a text of JSON is one of TOML too."""
    return "".join(f"{json.dumps(key)} = {_inline(value)}\n" for key, value in content.items())


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)} = {_inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
