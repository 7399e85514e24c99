"""Measures that find nothing: refused where nobody has a row, and a true reason where only this council has none."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.observe import absences
from fairer_stockton.observe.absences import (
    check_measures_find_rows,
    explain_measures_without_figure,
    find_words_unknown_to_contract,
    list_counting_conditions,
)
from fairer_stockton.report.words.narrative import explain_no_measure
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.fingerprints import write_table_and_stamp
from tests.conftest import DEFINITIONS, empty_table
from tests.databases import open_empty_database

CATALOGUE = DEFINITIONS.measures
OPEN = {name: replace(source, supplied=False) for name, source in DEFINITIONS.sources.items()}
CASES, EPC = CATALOGUE["debt_advice_cases"], CATALOGUE["homes_rated_a_to_c"]


def with_filter(measure: Measure, where: str, part: str = "numerator") -> Measure:
    return replace(measure, **{part: replace(getattr(measure, part), where=where)})


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """Three cases of debt, one of them of no problem, homes of every band but A to C, and no census at all."""
    tables = {
        "debt_advice": [{"problem": problem} for problem in ("rent", "rent", "energy")],
        "epc_certificates": [{"energy_efficiency_band": band} for band in "DEFG"],
        "census_ts067": [],
    }
    with open_empty_database() as made:
        for name, rows in tables.items():
            empty = empty_table(name)
            made.register("given", pd.DataFrame(rows, columns=list(empty.columns)).astype(empty.dtypes.to_dict()))
            made.execute(f"create table {name} as select * from given")
        yield made


def test_a_word_that_no_row_has_is_refused_by_name(connection: duckdb.DuckDBPyConnection) -> None:
    wrong = with_filter(CASES, "problem = 'rent_arears'")
    with pytest.raises(CatalogueError) as refusal:
        check_measures_find_rows(connection, [wrong], DEFINITIONS.sources)
    said = str(refusal.value)
    assert f"file      {CASES.path}" in said
    assert "part      [numerator], of debt_advice (Debt advice cases)" in said
    assert "no row for any area where problem = 'rent_arears'" in said
    assert "column    problem has 'rent' (2), 'energy' (1)" in said
    check_measures_find_rows(connection, [with_filter(CASES, "problem = 'rent'")], DEFINITIONS.sources)


def test_every_measure_that_finds_nothing_is_named(connection: duckdb.DuckDBPyConnection) -> None:
    wrong = [with_filter(CASES, "problem = 'rent_arears'"), with_filter(EPC, "energy_efficiency_band = 'X'")]
    with pytest.raises(CatalogueError) as refusal:
        check_measures_find_rows(connection, wrong, DEFINITIONS.sources)
    assert str(refusal.value).count("no row for any area") == 2


def test_nobody_of_a_known_answer_is_a_finding_of_the_council_s_own_extract(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    check_measures_find_rows(connection, [EPC], DEFINITIONS.sources)
    with pytest.raises(CatalogueError, match="'A', 'B', 'C'"):  # in a published source nobody would be a mistake
        check_measures_find_rows(connection, [EPC], OPEN)


def test_no_measure_asks_for_an_answer_that_its_table_cannot_have() -> None:
    """Words of columns whose answers the contract names are among those answers."""
    conditions = [
        (name, table, where)
        for name, measure in CATALOGUE.items()
        for _, table, where in list_counting_conditions(measure)
    ]
    assert len(conditions) > len(CATALOGUE)
    faults = [f"{name}: {fault}" for name, table, where in conditions for fault in list_unknown_answers(table, where)]
    assert not faults


def list_unknown_answers(table: str, where: str) -> Iterator[str]:
    columns = empty_table(table).columns
    for column in absences.COMPARED_COLUMN.findall(where):
        allowed = absences.list_allowed_answers(DEFINITIONS.sources[table], column) if column in columns else ()
        asked = re.split(r" and (?=\w+ *(?:=|<>|in|like))", where.split(column, 1)[1])[0]
        if allowed and not set(absences.find_quoted_words(asked)) <= set(allowed):
            yield f"{column}: {asked}"


def test_words_that_no_contract_names_are_unknown() -> None:
    assert find_words_unknown_to_contract(DEFINITIONS.sources["customer_contacts"], "satisfied = 'yess'") == ["yess"]
    assert not find_words_unknown_to_contract(
        DEFINITIONS.sources["customer_contacts"], "satisfied = 'yes' and channel in ('phone', 'letter')"
    )


def staged(settings: Settings, name: str, rows: list[dict[str, object]], *, synthetic: bool = False) -> None:
    empty = empty_table(name)
    table = pd.DataFrame(rows, columns=list(empty.columns)).astype(empty.dtypes.to_dict())
    write_table_and_stamp(pa.Table.from_pandas(table), settings.staged / f"{name}.parquet", "", synthetic=synthetic)


def test_the_reason_is_the_fact(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports", authority="E06000099")
    name = "expected_standard_children_in_need"
    measure = CATALOGUE[name]
    for table in measure.tables:
        staged(settings, table, [])
    staged(settings, "free_school_meals", [{"utlacd": "E06000004", "la_number": "808"}])
    why = explain_measures_without_figure(settings, {name: measure}, set())
    assert "the lookup of those" in why[name]
    assert "has none for this council" in why[name]
    staged(settings, "free_school_meals", [{"utlacd": "E06000099", "la_number": "999"}])
    assert (
        "there is no figure for this council in its source"
        in explain_measures_without_figure(settings, {name: measure}, set())[name]
    )
    assert name not in explain_measures_without_figure(settings, {name: measure}, {name})
    assert "only the council itself can supply" in why["debt_advice_cases"]
    assert "Debt advice cases" in why["debt_advice_cases"]
    for table in measure.tables:
        staged(settings, table, [], synthetic=True)
    without = replace(settings, sample=False)
    assert "has not been fetched" in explain_measures_without_figure(without, {name: measure}, set())[name]


def test_a_reason_is_said_instead_of_what_the_domain_waits_for() -> None:
    assert explain_no_measure("Attainment by neighbourhood.", "the lookup has no number") == (
        "Not measured here: the lookup has no number."
    )
    assert explain_no_measure("Attainment by neighbourhood.") == "No data yet: needs attainment by neighbourhood."
