"""The kinds of column: what an identifier may look like, and what a check says that it expects."""

import re

import pandas as pd
import pandera.errors
import pytest

from fairer_stockton.schemas.fields import (
    StagedTable,
    declare_count,
    declare_identifier,
    declare_number,
    declare_survey_weight,
    describe_rule_for_missing_values,
)


class Records(StagedTable):
    """A table of its kinds."""

    record: str = declare_identifier("A number.")
    people: pd.Int64Dtype = declare_count("People.", "people", least=1, most=20, unknown="not counted")
    share: pd.Float64Dtype = declare_number("A figure.", "gbp", least=0)
    change: pd.Float64Dtype = declare_number("A change.", "gbp")
    weight: pd.Float64Dtype = declare_survey_weight("A weight.")


def refusals(**cells: object) -> list[tuple[str, str]]:
    row = {"record": "R1", "people": 2, "share": 1.5, "change": -2.5, "weight": 1.0, "period": "2024"}
    row |= {"source_file": "a.csv", "source_row": 2} | cells
    kinds = {"people": "Int64", "share": "Float64", "change": "Float64", "weight": "Float64", "source_row": "Int64"}
    table = pd.DataFrame([row]).astype(kinds).astype(dict.fromkeys(("record", "period", "source_file"), "str"))
    try:
        Records.validate(table, lazy=True)
    except pandera.errors.SchemaErrors as breach:
        return list(breach.failure_cases[["column", "check"]].itertuples(index=False, name=None))
    return []


@pytest.mark.parametrize("number", ["R1", "15-0001", "1E5A", "12E5", "0012", "a,b", "1.5.2"])
def test_identifier_of_a_record(number: str) -> None:
    assert refusals(record=number) == []


@pytest.mark.parametrize("number", ["1.2E+15", "1E+15", "1.e+9", "123.0", "123.00", "1,234", "12,345,678"])
def test_identifier_that_a_spreadsheet_rewrote(number: str) -> None:
    ((column, words),) = refusals(record=number)
    assert column == "record"
    assert "format the column as text" in words


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"people": -9}, "a whole number from 1 to 20; a code for no answer is listed under"),
        ({"people": 99}, "a whole number from 1 to 20; a code for no answer is listed under"),
        ({"share": -0.5}, "a number of 0 or more"),
        ({"share": 1e13}, "a number of at most 999,999,999,999: a greater one is a slip"),
        ({"change": 1e13}, "a number of at most 999,999,999,999"),
        ({"change": -1e13}, "a number of at most 999,999,999,999"),
        ({"weight": 0.0}, "a number above 0; a survey without weights has 1 in every row"),
        ({"weight": 1e300}, "a number of 1,000,000 at most"),
    ],
)
def test_figure_outside_its_possible_range(cells: dict[str, float], words: str) -> None:
    ((column, said),) = refusals(**cells)
    assert column in cells
    assert re.match(re.escape(words), said)


def test_rule_for_an_empty_cell() -> None:
    columns = Records.to_schema().columns
    assert describe_rule_for_missing_values(columns["people"]) == "unknown: not counted"
    assert describe_rule_for_missing_values(columns["weight"]) == "refused"
    assert refusals(people=pd.NA) == []
    assert refusals(share=pd.NA) == [("share", "not_nullable")]
