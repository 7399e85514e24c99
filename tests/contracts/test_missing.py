"""What an empty cell means: of every column that the council supplies it is refused by name or stays unknown.

Each column stands here with a good cell and its rule; a new column has to be added. Of every source a file is staged in
which each column is empty in one row: no empty cell may become a figure or an answer.
"""

import csv
import importlib
import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd
import pandera.errors
import pytest
from pyarrow import parquet

from fairer_stockton.definitions.codebooks import load_codebook
from fairer_stockton.fetch import raw_folder
from fairer_stockton.ingest.stage import build_staged_table
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.package import COUNCIL, PACKAGE
from fairer_stockton.schemas.fields import describe_rule_for_missing_values
from fairer_stockton.validate.stage import read_staged
from tests.conftest import DEFINITIONS

REFUSED, UNKNOWN = "refused", "unknown"
Rules = dict[str, tuple[str, str]]

# Column of the file → a good cell (`{n}` is the row, so that no two are the same) and the rule for an empty one.
RULES: dict[str, Rules] = {
    "customer_contacts": {
        "contact": ("C{n}", REFUSED),
        "contacted_on": ("2022-05-03", REFUSED),
        "lsoa21cd": ("E01012187", UNKNOWN),
        "channel": ("phone", REFUSED),
        "service": ("waste", REFUSED),
        "satisfied": ("yes", UNKNOWN),
        "resolved_first_time": ("yes", UNKNOWN),
        "waiting_minutes": ("7", UNKNOWN),
    },
    "deaths_and_population": {
        "lsoa21cd": ("E010121{n}", REFUSED),
        "sex": ("Female", REFUSED),
        "age_band": ("1 to 4", REFUSED),
        "deaths": ("0", REFUSED),
        "population": ("200", REFUSED),
    },
    "debt_advice": {
        "case_id": ("D{n}", REFUSED),
        "opened_on": ("2022-05-03", REFUSED),
        "lsoa21cd": ("E01012187", UNKNOWN),
        "problem": ("rent", REFUSED),
        "amount_gbp": ("640", UNKNOWN),
    },
    "epc_certificates": {
        "certificate_number": ("00{n}-0000-0000-0000-2026", REFUSED),
        "uprn": ("9900000000{n}", UNKNOWN),
        "lsoa21cd": ("E01012187", UNKNOWN),
        "energy_efficiency_band": ("D", UNKNOWN),
        "energy_efficiency_score": ("61", UNKNOWN),
        "property_type": ("House", UNKNOWN),
        "registered_on": ("2019-03-08", UNKNOWN),
    },
    "open_space": {
        "lsoa21cd": ("E010121{n}", REFUSED),
        "addresses": ("640", REFUSED),
        "addresses_within_300m": ("512", REFUSED),
    },
    "private_rented_inspections": {
        "inspection": ("I{n}", REFUSED),
        "inspected_on": ("2022-05-03", REFUSED),
        "lsoa21cd": ("E01012187", UNKNOWN),
        "category_1_hazard": ("yes", REFUSED),
        "remedied": ("yes", UNKNOWN),
    },
    "residents_views": {
        "view_id": ("V{n}", REFUSED),
        "said_on": ("2024-05-03", REFUSED),
        "lsoa21cd": ("E01012187", UNKNOWN),
        "theme": ("housing", REFUSED),
        "outcome": ("done", REFUSED),
    },
    "residents_survey": {
        "respondent": ("R{n}", REFUSED),
        "lsoa21cd": ("E01012187", UNKNOWN),
        "stratum": ("S1", REFUSED),
        "cluster": ("P1", UNKNOWN),
        "weight": ("1.25", REFUSED),
        "weekly_income_gbp": ("100", UNKNOWN),
        "people_14_and_over": ("2", UNKNOWN),
        "children_under_14": ("1", UNKNOWN),
    },
    "stock_condition": {
        "home": ("H{n}", REFUSED),
        "lsoa21cd": ("E01012187", UNKNOWN),
        "tenure": ("Owns", REFUSED),
        "decent": ("yes", REFUSED),
        "weight": ("1.1", REFUSED),
    },
}
# What a staged column is made of, where it has another name than its column of the file.
MADE_OF = {
    "contacted_on": "period",
    "opened_on": "period",
    "inspected_on": "period",
    "registered_on": "registration_date",
}
# What is made of several columns or of none: never empty by itself.
MADE = {"source_file", "source_row", "period", "certificates", "low_income", "bme", "family_in_poverty"}
SUPPLIED = [name for name, source in DEFINITIONS.sources.items() if source.supplied]


def columns_of(source: str) -> list[str]:
    return [column.name for column in DEFINITIONS.sources[source].extracts[0].columns]


def rules_of(source: str) -> Rules:
    """Return the rule of each column; a respondent may leave any question empty."""
    book = load_codebook(source, DEFINITIONS.sources[source].extracts[0].period, COUNCIL / "codebooks")
    questions = {question.name: (next(iter(question.answers)), UNKNOWN) for question in book.questions} if book else {}
    return RULES[source] | questions


def refused_when_read(source: str) -> set[str]:
    """Name the columns whose empty cells the reader refuses: dates that have to lie in the extract's period."""
    columns = DEFINITIONS.sources[source].extracts[0].columns
    return {column.name for column in columns if column.kind == "date_within_period"}


def staged_with_gaps(source: str, folder: Path, whole: Collection[str] = ()) -> pd.DataFrame:
    """Stage a file of which row 2 lacks the first column, row 3 the second …, and the last nothing.

    The columns that are `whole` lack nothing.
    """
    extract, rules = DEFINITIONS.sources[source].extracts[0], rules_of(source)
    path = folder / extract.name
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([column.header for column in extract.columns])
        for row in range(len(extract.columns) + 1):
            cells = [rules[column.name][0].format(n=10 + row) for column in extract.columns]
            gap = row < len(extract.columns) and extract.columns[row].name not in whole
            lines.writerow(["" if gap and place == row else cell for place, cell in enumerate(cells)])
    table = build_staged_table(DEFINITIONS.sources[source], [raw_folder.RawFile(extract, path, synthetic=False)])
    parquet.write_table(table, folder / f"{source}.parquet")
    return read_staged(folder, source)


def refusals(source: str, rows: pd.DataFrame) -> set[tuple[int, str]]:
    """Return the row of the file and the column of each empty cell that the contract refuses."""
    try:
        importlib.import_module(f"fairer_stockton.schemas.staged.{source}").Staged.validate(rows, lazy=True)
    except pandera.errors.SchemaErrors as breach:
        cases = breach.failure_cases
        empty = cases[cases["check"] == "not_nullable"]
        return {
            (int(rows.loc[int(index), "source_row"]), column) for index, column in empty[["index", "column"]].values
        }
    return set()


@pytest.mark.parametrize("source", SUPPLIED)
def test_empty_cell_is_refused_or_stays_unknown(source: str, tmp_path: Path) -> None:
    whole = refused_when_read(source)
    rows = staged_with_gaps(source, tmp_path, whole)
    refused = refusals(source, rows)
    by_row = rows.set_index("source_row")
    expected = set()
    for place, column in enumerate(columns_of(source)):
        if column in whole:
            assert rules_of(source)[column][1] == REFUSED
            continue
        staged, (_, rule) = MADE_OF.get(column, column), rules_of(source)[column]
        assert pd.isna(by_row.loc[place + 2, staged]), f"{column}: an empty cell became something"
        expected |= {(place + 2, staged)} if rule == REFUSED else set()
    assert refused == expected


@pytest.mark.parametrize("source", [name for name in SUPPLIED if refused_when_read(name)])
def test_empty_date_is_refused_when_it_is_read(source: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="found     an empty cell\n"):
        staged_with_gaps(source, tmp_path)


@pytest.mark.parametrize("source", SUPPLIED)
def test_contract_says_what_an_empty_cell_means(source: str) -> None:
    schema = importlib.import_module(f"fairer_stockton.schemas.staged.{source}").Staged.to_schema()
    rules = {MADE_OF.get(column, column): rule for column, (_, rule) in rules_of(source).items()}
    for name, column in schema.columns.items():
        stated = describe_rule_for_missing_values(column)
        assert stated == REFUSED or stated.startswith(f"{UNKNOWN}: "), f"{name} says what follows from an empty cell"
        if name in rules:
            assert stated.split(":")[0] == rules[name], name
    asked_later = set(schema.columns) - set(rules) - MADE
    assert all(describe_rule_for_missing_values(schema.columns[name]).startswith(UNKNOWN) for name in asked_later)
    assert not asked_later or source == "residents_survey", "every column of the file stands in RULES"


def test_no_staging_puts_a_figure_or_an_answer_where_there_is_none() -> None:
    default = re.compile(r"\b(?:coalesce|ifnull)\([^()]*, *[\d.'-]")
    found = {
        path.stem for path in (PACKAGE / "staging").glob("*.sql") if default.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"residents_survey"}, "which takes a household at its least and at its most"


@pytest.mark.parametrize("source", SUPPLIED)
def test_what_a_check_expects_is_in_plain_words(source: str) -> None:
    schema = importlib.import_module(f"fairer_stockton.schemas.staged.{source}").Staged.to_schema()
    checks = [check for column in schema.columns.values() for check in column.checks] + list(schema.checks)
    for check in checks:
        words = check.error or check.name
        assert " " in words
        assert not re.match(r"\w+\(", words), f"{words} is the name of a check"


def test_survey_without_a_household_size_knows_low_income_only_where_no_size_would_change_it(tmp_path: Path) -> None:
    rows = staged_with_gaps("residents_survey", tmp_path).set_index("source_row")
    row = {column: place + 2 for place, column in enumerate(columns_of("residents_survey"))}
    assert rows.loc[row["children_under_14"], "low_income"] == "yes", "100 pounds are low for every household"
    assert pd.isna(rows.loc[row["children_under_14"], "family_in_poverty"])
    assert pd.isna(rows.loc[row["weekly_income_gbp"], "low_income"])
    assert pd.isna(rows.loc[row["ethnic_group"], "bme"])
