"""No reader meets the words of programs: whatever a check expects, of any source, is said in plain English."""

import json
from collections import defaultdict
from dataclasses import replace

import pytest

from fairer_stockton.definitions.contract_files import (
    SOURCE_FILES,
    check_source_files_exist,
    load_expectations,
    load_row_contract,
)
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.validate.dataset import gather_facts_of_lookups
from fairer_stockton.validate.words import (
    EXPECTATIONS,
    expectation_in_words,
    map_columns_to_headings,
    rule_in_words,
)
from tests.conftest import DEFINITIONS
from tests.jargon import JARGON

EVERYWHERE = ("not_nullable", "multiple_fields_uniqueness", "field_uniqueness", "column_in_dataframe")
FORM = "text of the form that the column's description gives"


@pytest.mark.parametrize("source", DEFINITIONS.sources)
def test_every_rule_on_rows_is_in_words(source: str) -> None:
    schema = load_row_contract(DEFINITIONS.sources[source]).to_schema()
    kinds = [f"{word}('{column.dtype}')" for column in schema.columns.values() for word in ("dtype", "coerce_dtype")]
    checks = [str(check.error or check.name) for part in (schema, *schema.columns.values()) for check in part.checks]
    for rule in (*EVERYWHERE, *kinds, *checks):
        words = rule_in_words(rule)
        assert not JARGON.search(words), words
        assert words != FORM, f"{source}: say in words what {rule} is, in validate.words.PATTERNS or beside the column"


@pytest.mark.parametrize("source", DEFINITIONS.sources.values(), ids=lambda source: source.name)
def test_every_expectation_of_the_whole_is_in_words(source) -> None:
    facts = gather_facts_of_nothing()
    names = map_columns_to_headings(source, source.extracts[-1])
    for suite in load_expectations(source)(facts):
        assert not JARGON.search(suite.name + suite.words)
        for expectation in suite.expectations:
            kind = expectation.expectation_type
            assert kind in EXPECTATIONS, "say in validate.words.EXPECTATIONS what it asks for"
            given = {key: value for key, value in expectation.configuration.kwargs.items() if value is not None}
            words = expectation_in_words(kind, given, suite.name, names)
            assert not JARGON.search(words), words
            assert "None" not in words


def gather_facts_of_nothing():
    import dataclasses

    import pandas as pd

    empty = pd.DataFrame({name: pd.Series(dtype=str) for name in COLUMNS})
    facts = gather_facts_of_lookups(Settings().council, defaultdict(lambda: empty))
    return dataclasses.replace(facts, synthetic=False)


COLUMNS = (
    *("lsoa11cd", "lsoa21cd", "lad22cd", "lad24cd", "wd19cd", "wd24cd"),
    *("msoa11cd", "msoa21cd", "la_number", "utlacd"),
)


def test_verdicts_on_the_sample_are_in_words(sample: Settings) -> None:
    for path in sorted(sample.verdicts.glob("*.json")):
        for check in json.loads(path.read_text(encoding="utf-8"))["checks"]:
            said = " · ".join(check[part] for part in ("suite", "expectation", "found", "expected"))
            assert not JARGON.search(said), f"{path.stem}: {said}"


@pytest.mark.parametrize("part", SOURCE_FILES)
def test_missing_file_of_a_source_is_named_with_all_four(tmp_path, part: str) -> None:
    source = replace(DEFINITIONS.sources["turnout"], name="a_source", definition=tmp_path / "sources/a_source.toml")
    names = [name.format("a_source") for name in SOURCE_FILES]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    check_source_files_exist([source])
    (tmp_path / part.format("a_source")).unlink()
    with pytest.raises(CatalogueError) as caught:
        check_source_files_exist([source])
    assert all(name in str(caught.value) for name in names)
    assert str(caught.value).count("(MISSING)") == 1
    check_source_files_exist(DEFINITIONS.sources.values())


def test_broken_file_of_a_source_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"schemas/staged/nothing\.py"):
        load_row_contract(replace(DEFINITIONS.sources["turnout"], name="nothing"))
