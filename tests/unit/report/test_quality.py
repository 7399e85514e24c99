"""The quality page: what was questioned of an extract, and why it is right; never what stood in somebody's row."""

from dataclasses import replace

from fairer_stockton.report.edition import Confirmation, Edition
from fairer_stockton.report.pages.quality import make_table_of_confirmed_questions
from tests.conftest import DEFINITIONS


def test_confirmed_extracts_are_listed_without_what_was_found(edition: Edition) -> None:
    assert make_table_of_confirmed_questions(edition) is None
    answers = (Confirmation("2025", ("weight", ""), "a new estate"),)
    sources = {**edition.sources, "stock_condition": DEFINITIONS.sources["stock_condition"]}
    table = make_table_of_confirmed_questions(replace(edition, sources=sources, confirmed={"stock_condition": answers}))
    assert table
    assert table.rows == (("Stock condition survey", "2025", "weight, the whole file", "a new estate"),)
