"""The papers of the published sample: whole, tagged, of the length they are meant to have, and in plain words."""

import html
import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.catalogue import load_framework
from fairer_stockton.settings import Settings

pytestmark = pytest.mark.xdist_group("sample")
GRADE = 7.5  # school years by Flesch and Kincaid: about twelve years of age
FEWEST_WORDS = 10  # on a page that is not blank


@pytest.fixture
def folder(sample: Settings) -> Path:
    return (sample.reports / "latest").resolve()


def read(path: Path) -> Any:
    import pypdf

    return pypdf.PdfReader(io.BytesIO(path.read_bytes()))


def syllables(word: str) -> int:
    """Count groups of vowels, a silent e at the end left out."""
    count = len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))
    return max(count, 1)


def grade(sentences: list[str]) -> float:
    """The Flesch–Kincaid grade (Kincaid et al. 1975): 0.39 words a sentence + 11.8 syllables a word − 15.59."""
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z’']+", sentence)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_grade_tells_plain_words_from_others() -> None:
    assert grade(["The cat sat on the mat.", "It was warm."]) < 2
    assert grade(["Multidimensional deprivation indices operationalise heterogeneous socioeconomic determinants."]) > 20


@pytest.mark.parametrize(("name", "least", "most"), [("annual-report.pdf", 20, 45), ("residents-summary.pdf", 1, 2)])
def test_a_pdf_is_tagged_and_of_its_length_and_no_page_is_blank(folder: Path, name: str, least: int, most: int) -> None:
    paper = read(folder / name)
    assert least <= len(paper.pages) <= most
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert paper.metadata.title
    assert b"pdfuaid" in root["/Metadata"].get_data()
    texts = [page.extract_text() for page in paper.pages]
    assert all(len(text.split()) > FEWEST_WORDS for text in texts)
    assert all("SAMPLE" in text for text in texts)


def test_the_paper_for_cabinet_has_every_domain_in_both_forms(folder: Path) -> None:
    import docx

    bookmarks = [item.title for item in read(folder / "annual-report.pdf").outline if not isinstance(item, list)]
    word = docx.Document(str(folder / "annual-report.docx"))
    headings = [one.text for one in word.paragraphs if one.style.name == "Heading 1"]
    assert {domain.title for domain in load_framework().values()} <= set(bookmarks)
    assert headings == bookmarks
    wanted = ["Summary", "Recommendations", "Reasons for the recommendations"]
    assert [one for one in bookmarks if one in wanted] == wanted
    pictures = [shape for shape in word.element.iter() if shape.tag.endswith("}docPr")]
    assert pictures
    assert all(shape.get("descr") for shape in pictures)


def test_the_residents_summary_is_in_plain_words(folder: Path) -> None:
    page = (folder / "residents.html").read_text(encoding="utf-8").split("<main")[1].split("</main>")[0]
    page = re.sub(r"<table.*?</table>|<h\d.*?</h\d>|<figure.*?</figure>", " ", page, flags=re.DOTALL)
    blocks = re.findall(r"<(?:p|li|dd)\b[^>]*>(.*?)</(?:p|li|dd)>", page, re.DOTALL)
    texts = [html.unescape(re.sub(r"<[^>]+>", "", block)) for block in blocks]
    sentences = [one for text in texts for one in re.split(r"(?<=[.?!])\s+", text.strip()) if len(one.split()) > 2]
    assert len(sentences) > 20
    assert grade(sentences) <= GRADE
    parts = ["What we found", "What it means", "How to have your say"]
    whole = (folder / "residents.html").read_text(encoding="utf-8")
    places = [whole.index(part) for part in parts]
    assert all(first < last for first, last in pairwise(places))
