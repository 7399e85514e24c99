"""The quality page: what was questioned of an extract, and why it is right; never what stood in somebody's row."""

from dataclasses import replace

import pytest

from fairer_stockton.definitions.corrections import Correction
from fairer_stockton.report.edition import Confirmation, Edition
from fairer_stockton.report.pages.quality import (
    make_table_of_confirmed_questions,
    make_table_of_revised_extracts,
    write_verdict_for_readers,
)
from tests.conftest import DEFINITIONS


def test_confirmed_extracts_are_listed_without_what_was_found(edition: Edition) -> None:
    assert make_table_of_confirmed_questions(edition) is None
    answers = (Confirmation("2025", ("weight", ""), "a new estate"),)
    sources = {**edition.sources, "stock_condition": DEFINITIONS.sources["stock_condition"]}
    table = make_table_of_confirmed_questions(replace(edition, sources=sources, confirmed={"stock_condition": answers}))
    assert table
    assert table.rows == (("Stock condition survey", "2025", "weight, the whole file", "a new estate"),)


def test_extracts_that_are_shown_as_first_published_and_corrections_are_listed(edition: Edition) -> None:
    assert make_table_of_revised_extracts(edition) is None
    rows = edition.observations.copy()
    rows.loc[rows.index[:2], ["sources", "period", "as_first_published"]] = ["stock_condition", "2025", "2024"]
    correction = Correction("twice", "stock_condition", "2023", "2026-03-01", "a street was counted twice")
    sources = {**edition.sources, "stock_condition": DEFINITIONS.sources["stock_condition"]}
    definitions = replace(edition.definitions, corrections=(correction,))
    table = make_table_of_revised_extracts(
        replace(edition, observations=rows, sources=sources, definitions=definitions)
    )
    assert table
    assert [row[:3] for row in table.rows] == [
        ("Stock condition survey", "2025", "as first published, in edition 2024"),
        ("Stock condition survey", "2023", "corrected 2026-03-01"),
    ]
    assert table.rows[1][3] == "a street was counted twice"


@pytest.mark.parametrize(("rows", "words"), [(4049, "about 4,000"), (99, "fewer than 100"), (0, "fewer than 100")])
def test_checks_of_a_private_extract_are_shown_without_numbers_of_its_rows(rows: int, words: str) -> None:
    found = "307 of 4,049 rows differ, which are not listed"
    check = {"suite": "most contacts are placed", "expectation": "no value missing", "passed": True, "found": found}
    verdict = {"passed": True, "rows": rows, "checks": [check, {**check, "passed": False}]}
    shown = write_verdict_for_readers(DEFINITIONS.sources["customer_contacts"], verdict)
    assert shown["rows"] == words
    assert [one["found"] for one in shown["checks"]] == ["as expected", "not as expected"]
    published = write_verdict_for_readers(DEFINITIONS.sources["turnout"], {**verdict, "rows": 4049})
    assert (published["rows"], published["checks"]) == ("4,049", verdict["checks"])
    assert write_verdict_for_readers(DEFINITIONS.sources["turnout"], {}) == {}
