"""The papers and pages of the whole sample: every number is of its tables, and papers have the length they should."""

from pathlib import Path

import docx
import pypdf
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.edition import Edition, load_edition
from fairer_stockton.report.pages.site import make_page_name_of_domain
from tests.conftest import DEFINITIONS
from tests.unit.report.numbers import unknown_numbers
from tests.unit.report.paper_text import words_of

pytestmark = pytest.mark.xdist_group("papers of the sample")


@pytest.fixture(scope="module")
def edition(sample: Settings) -> Edition:
    return load_edition(sample).copy_without_suppressed_numbers()


@pytest.fixture
def latest(sample: Settings) -> Path:
    return sample.reports / "latest"


@pytest.mark.parametrize("name", ["annual-report.pdf", "annual-report.docx", "residents-summary.pdf", "residents.html"])
def test_every_number_of_a_paper_is_in_the_tables(edition: Edition, latest: Path, name: str) -> None:
    assert unknown_numbers(edition, words_of(latest / name)) == []


@pytest.mark.parametrize(
    "name", ["index.html", "gaps.html", *map(make_page_name_of_domain, DEFINITIONS.framework.values())]
)
def test_every_number_of_a_page_is_in_the_tables(edition: Edition, latest: Path, name: str) -> None:
    assert unknown_numbers(edition, words_of(latest / name), ("ward", "target_area")) == []


@pytest.mark.parametrize(("name", "least", "most"), [("annual-report.pdf", 25, 45), ("residents-summary.pdf", 2, 2)])
def test_a_paper_has_the_length_that_it_should(latest: Path, name: str, least: int, most: int) -> None:
    assert least <= len(pypdf.PdfReader(latest / name).pages) <= most


def test_the_paper_for_cabinet_has_every_domain_in_both_forms(latest: Path) -> None:
    outline = pypdf.PdfReader(latest / "annual-report.pdf").outline
    bookmarks = [item.title for item in outline if not isinstance(item, list)]
    word = docx.Document(str(latest / "annual-report.docx"))
    assert [one.text for one in word.paragraphs if one.style and one.style.name == "Heading 1"] == bookmarks
    assert {domain.title for domain in DEFINITIONS.framework.values()} <= set(bookmarks)
