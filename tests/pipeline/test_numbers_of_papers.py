"""The papers of the whole sample: every number is one of its tables."""

from pathlib import Path

import pytest

from fairer_stockton.report.edition import Edition, load_edition
from fairer_stockton.settings import Settings
from tests.unit.report.numbers import unknown_numbers
from tests.unit.report.paper_text import words_of

pytestmark = pytest.mark.xdist_group("sample")


@pytest.fixture(scope="module")
def edition(sample: Settings) -> Edition:
    return load_edition(sample).without_hidden()


@pytest.fixture
def latest(sample: Settings) -> Path:
    return sample.reports / "latest"


@pytest.mark.parametrize("name", ["annual-report.pdf", "annual-report.docx", "residents-summary.pdf", "residents.html"])
def test_every_number_of_a_paper_is_in_the_tables(edition: Edition, latest: Path, name: str) -> None:
    assert unknown_numbers(edition, words_of(latest / name)) == []
