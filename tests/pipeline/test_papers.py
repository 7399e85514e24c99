"""The papers and pages of the whole sample: every number is of its tables, and papers have the length they should."""

from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.edition import Edition, load_edition
from fairer_stockton.report.pages.site import make_page_name_of_domain
from tests.conftest import DEFINITIONS
from tests.unit.report.numbers import Known, known_numbers, unknown_beside
from tests.unit.report.paper_text import words_of

pytestmark = pytest.mark.xdist_group("papers of the sample")


@pytest.fixture(scope="module")
def edition(sample: Settings) -> Edition:
    return load_edition(sample).copy_without_suppressed_numbers()


@pytest.fixture(scope="module")
def in_papers(edition: Edition) -> Known:
    return known_numbers(edition)


@pytest.fixture(scope="module")
def on_pages(edition: Edition) -> Known:
    return known_numbers(edition, ("ward", "target_area"))


@pytest.fixture
def latest(sample: Settings) -> Path:
    return sample.reports / sample.edition


@pytest.mark.parametrize("name", ["annual-report.pdf", "annual-report.docx", "residents-summary.pdf", "residents.html"])
def test_every_number_of_a_paper_is_in_the_tables(in_papers: Known, latest: Path, name: str) -> None:
    assert unknown_beside(in_papers, words_of(latest / name)) == []


@pytest.mark.parametrize(
    "name", ["index.html", "gaps.html", *map(make_page_name_of_domain, DEFINITIONS.framework.values())]
)
def test_every_number_of_a_page_is_in_the_tables(on_pages: Known, latest: Path, name: str) -> None:
    assert unknown_beside(on_pages, words_of(latest / name)) == []


@pytest.mark.parametrize(("name", "least", "most"), [("annual-report.pdf", 30, 60), ("residents-summary.pdf", 2, 2)])
def test_a_paper_has_the_length_that_it_should(latest: Path, name: str, least: int, most: int) -> None:
    assert least <= len(pypdf.PdfReader(latest / name).pages) <= most


def test_the_paper_for_cabinet_has_every_domain_in_both_forms(latest: Path) -> None:
    word = docx.Document(str(latest / "annual-report.docx"))
    headings = {
        level: [row.text for row in word.paragraphs if row.style and row.style.name == f"Heading {level}"]
        for level in (1, 2)
    }
    assert headings[1] == [title for title, _ in list_parts(latest)]
    assert {domain.title for domain in DEFINITIONS.framework.values()} <= set(headings[2])


def list_parts(folder: Path) -> list[tuple[str, int]]:
    """List the parts of the paper for Cabinet with the page, from 1, that each begins on."""
    reader = pypdf.PdfReader(folder / "annual-report.pdf")
    marks = [mark for mark in reader.outline if not isinstance(mark, list)]
    return [(str(mark.title), (reader.get_destination_page_number(mark) or 0) + 1) for mark in marks]


def test_the_paper_for_cabinet_is_four_pages_and_annexes(latest: Path) -> None:
    parts = list_parts(latest)
    assert [page for title, page in parts if not title.startswith("Annex")] == [1, 2, 3, 4]
    assert next(page for title, page in parts if title.startswith("Annex A")) == 5


def test_the_paper_for_cabinet_has_live_contents_and_tables_that_can_be_read(latest: Path) -> None:
    word = docx.Document(str(latest / "annual-report.docx"))
    names = {mark.get(qn("w:name")) for mark in word.element.iter(qn("w:bookmarkStart"))}
    codes = [str(element.text).split() for element in word.element.iter(qn("w:instrText"))]
    assert {code[1] for code in codes if code[0] in ("REF", "PAGEREF")} <= names
    listed = [row.text.rsplit("\t", 1) for row in word.paragraphs if row.style and row.style.name == "toc 1"]
    assert [(title, int(page)) for title, page in listed] == list_parts(latest)
    assert max(len(table.columns) for table in word.tables) <= 5


def test_every_claim_that_differs_has_its_reason(edition: Edition) -> None:
    differing = edition.claims[edition.claims["verdict"] == "differs"]
    assert (differing["why"].str.len() > 0).all()
