"""Typing that says the same is the same: in headings and in answers."""

from pathlib import Path

import pyarrow as pa
import pytest

from fairer_stockton.definitions.sources import Column
from fairer_stockton.ingest.readers.folding import simplify_answers, simplify_typography
from fairer_stockton.ingest.readers.headers import tidy_header
from tests.unit.ingest.readers.reading import read


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Don’t know", "Don't know"),
        ("Don‘t know", "Don't know"),
        ("Don´t know", "Don't know"),
        ("Don`t know", "Don't know"),
        ("“Good”", '"Good"'),
        ("16–24", "16-24"),
        ("16 — 24", "16 - 24"),
        ("16\u201124", "16-24"),
        ("Tend  to\u00a0agree ", "Tend to agree"),
        ("Tend\u202fto\u2009agree", "Tend to agree"),
        ("Very\u200b good\ufeff", "Very good"),
        ("Don’t\nknow", "Don't know"),
        ("…", "..."),
        ("Môn", "Môn"),
    ],
)
def test_fold(typed: str, plain: str) -> None:
    assert simplify_typography(typed) == plain
    assert tidy_header(typed) == plain
    answers = simplify_answers(pa.chunked_array([[typed, plain], [None, plain.upper()]]))
    assert answers.to_pylist() == [plain.casefold(), plain.casefold(), None, plain.upper().casefold()]


def test_headings_of_an_office_program(tmp_path: Path) -> None:
    column = Column("income", "What is your household's income (£ – a week)?", "number")
    rows = read(tmp_path, "What  is your\u00a0household’s income (£ - a week)?;Area\nx;1".replace("x", "640"), column)
    assert rows[0]["income"] == 640
