"""Codebooks: one question of three waves becomes one column, and an answer that nobody mapped stops the run."""

import importlib
from pathlib import Path

import pyarrow as pa
import pytest

from fairer_stockton.definitions.codebooks import NO_ANSWER, Codebook, list_codebook_files, load_codebook
from fairer_stockton.ingest.recoding import recode_wave
from fairer_stockton.run.errors import CatalogueError, InputError
from fairer_stockton.run.package import COUNCIL

WAVE = """
title = "A survey"
[code]
respondent = "ID"
[not_asked]
answers = ["lonely"]
figures = ["income"]
[constant.median]
value = 500
source = "somewhere"
[answers.yes_no]
1 = "yes"
2 = "no"
9 = "no_answer"
[question.arts]
header = "Q1"
wording = "Been to a show?"
answers = "yes_no"
[question.health]
header = "How is your health?"
answers = { "Very good" = "yes", Good = "yes", Bad = "no", "" = "no" }
"""


def book(folder: Path, text: str = WAVE, wave: str = "2030") -> Codebook:
    (folder / "survey").mkdir(exist_ok=True)
    (folder / "survey" / f"{wave}.toml").write_text(text, encoding="utf-8")
    found = load_codebook("survey", wave, folder)
    assert found
    return found


def table(arts: list[str | None], health: list[str | None]) -> pa.Table:
    count = len(arts)
    return pa.table(
        {
            "respondent": pa.array([f"R{number}" for number in range(count)]),
            "arts": pa.array(arts, pa.string()),
            "health": pa.array(health, pa.string()),
            "source_file": pa.array(["wave.csv"] * count),
            "source_row": pa.array(range(2, count + 2)),
        }
    )


def test_codes_become_shared_answers(tmp_path: Path) -> None:
    made = recode_wave(table(["1", "2", "9", None], ["very good", "GOOD", "Bad", None]), book(tmp_path))
    assert made["arts"].to_pylist() == ["yes", "no", None, None]
    assert made["health"].to_pylist() == ["yes", "yes", "no", "no"], "a blank means what the codebook says it means"


def test_what_was_not_asked_is_empty_and_constants_hold_throughout(tmp_path: Path) -> None:
    made = recode_wave(table(["1", "2"], ["Good", "Bad"]), book(tmp_path))
    assert made["lonely"].to_pylist() == made["income"].to_pylist() == [None, None]
    assert made["median"].to_pylist() == [500.0, 500.0]


def test_columns_to_read(tmp_path: Path) -> None:
    found = book(tmp_path)
    assert found.columns == (
        ("respondent", "ID", "code"),
        ("arts", "Q1", "answer"),
        ("health", "How is your health?", "answer"),
    )
    assert [question.wording for question in found.questions] == ["Been to a show?", "How is your health?"]


def test_unmapped_answer_names_everything(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        recode_wave(table(["1", "7", "7"], ["Good", "Good", "Good"]), book(tmp_path))
    wrong = caught.value
    assert (wrong.file, wrong.row, wrong.column) == ("wave.csv", 3, "Q1 (arts)")
    assert wrong.found == "an answer without a meaning: a whole number (not repeated here) (and 1 more in this column)"
    assert wrong.expected == "one of '1', '2', '9'"
    assert "codebooks/survey/2030.toml" in wrong.remedy


def test_codes_for_no_answer_may_be_numbers_or_words(tmp_path: Path) -> None:
    codes = '[number]\nincome = "INC"\n[no_answer]\nincome = [-9, "Refused"]\n[code]'
    found = book(tmp_path, WAVE.replace('figures = ["income"]', "").replace("[code]", codes))
    assert found.no_answer == {"income": ("-9", "Refused")}


def test_source_without_codebooks_has_none() -> None:
    assert load_codebook("turnout", "2023", COUNCIL / "codebooks") is None
    assert list_codebook_files("turnout", COUNCIL / "codebooks") == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[answers.yes_no]", "[anwsers.yes_no]"), "yes_no"),
        (('title = "A survey"', ""), "title"),
        (('header = "Q1"', 'heading = "Q1"'), "header"),
        (('wording = "Been to a show?"', 'words = "Been to a show?"'), "unknown key 'words'"),
        (("[not_asked]", "[not_asked]\nlater = []"), "unknown key 'later'"),
        (('["lonely"]', '["arts"]'), "'arts' stands twice"),
        (("value = 500", "amount = 500"), "amount"),
        (("title =", "title :"), "not TOML"),
        (("[code]", "[no_answer]\nincome = [-9]\n[code]"), "no_answer names 'income'"),
    ],
)
def test_codebook_that_does_not_say_what_it_must(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        book(tmp_path, WAVE.replace(*change))


def test_wave_without_codebook(tmp_path: Path) -> None:
    book(tmp_path)
    with pytest.raises(CatalogueError, match="no codebook for 2031"):
        load_codebook("survey", "2031", tmp_path)


@pytest.mark.parametrize(
    "path", sorted((COUNCIL / "codebooks").glob("*/*.toml")), ids=lambda path: f"{path.parent.name} {path.stem}"
)
def test_codebook_covers_the_contract_and_maps_only_to_its_answers(path: Path) -> None:
    found = load_codebook(path.parent.name, path.stem, path.parent.parent)
    assert found
    schema = importlib.import_module(f"fairer_stockton.schemas.staged.{path.parent.name}").Staged.to_schema()
    staged = set(schema.columns) - {"period", "source_file", "source_row"}
    derived = {"low_income", "bme", "family_in_poverty"}
    stated = {name for name, _, _ in found.columns} | {*found.answers_not_asked, *found.figures_not_asked}
    assert staged - derived <= stated, "a question is asked, or said not to be"
    for question in found.questions:
        (allowed,) = (check.statistics["allowed_values"] for check in schema.columns[question.name].checks)
        assert set(question.answers.values()) - {NO_ANSWER} <= set(allowed)
        assert question.wording
    for constant in found.constants.values():
        assert constant.source
