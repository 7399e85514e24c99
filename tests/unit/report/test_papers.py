"""The papers for Cabinet and for residents: every number from the tables, whole pages, and readable by all."""

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
import typst
from docx.oxml.ns import qn

from fairer_stockton.report.edition import STAMP, Edition
from fairer_stockton.report.maps.most_deprived_tenth import make_most_deprived_tenth_map
from fairer_stockton.report.pages.views import make_page_views
from fairer_stockton.report.papers.cabinet import make_cabinet_paper
from fairer_stockton.report.papers.document import (
    BulletList,
    DefinitionList,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Sheet,
    SpaceToFillIn,
)
from fairer_stockton.report.papers.domain_annex import list_caveats, make_pictures_with_caveats
from fairer_stockton.report.papers.pdf import (
    convert_pages_to_list,
    find_pages_of_targets,
    prepare_template_content,
    typeset_template,
    write_pdf,
)
from fairer_stockton.report.papers.residents import make_residents_summary
from fairer_stockton.report.papers.word import write_docx
from fairer_stockton.report.papers.writing import make_residents_page
from tests.unit.report.numbers import known_numbers, unknown_beside, unknown_numbers
from tests.unit.report.paper_text import words_of

pytestmark = pytest.mark.xdist_group("writing")  # which writes the same edition
PAPERS = ("annual-report.pdf", "annual-report.docx", "residents-summary.pdf", "residents.html")
DOTS_PER_INCH = 60
MARGIN = 1.0 / 2.54 * DOTS_PER_INCH  # a centimetre
PLAIN = 7.5  # the grade of school: about twelve years of age


@pytest.fixture
def folder(written_sample: Path) -> Path:
    return written_sample


def paper(edition: Edition) -> Document:
    return make_cabinet_paper(edition, make_page_views(edition))


def summary(edition: Edition) -> Document:
    return make_residents_summary(edition, make_most_deprived_tenth_map(edition))


@pytest.mark.parametrize("name", PAPERS)
def test_every_number_of_a_paper_is_in_the_tables(folder: Path, sampled: Edition, name: str) -> None:
    words = words_of(folder / name)
    assert len(re.findall(r"\d", words)) > 30
    assert unknown_numbers(sampled, words) == []


@pytest.mark.parametrize("name", PAPERS)
def test_a_wrong_number_is_found_in_every_form(folder: Path, sampled: Edition, tmp_path: Path, name: str) -> None:
    (tmp_path / "charts").symlink_to(folder / "charts")
    document = paper(sampled) if name.startswith("annual") else summary(sampled)
    wrong = replace(
        document, blocks=(*document.blocks, Heading("Cold homes"), Paragraph("In truth 47.3% of homes are cold."))
    )
    if name.endswith(".pdf"):
        write_pdf(wrong, tmp_path, name)
    elif name.endswith(".docx"):
        write_docx(wrong, tmp_path, name)
    else:
        (tmp_path / name).write_text(make_residents_page(sampled, wrong), encoding="utf-8")
    assert "47.3" in {number for _, number in unknown_numbers(sampled, words_of(tmp_path / name))}


def test_a_changed_digit_in_any_figure_of_a_sentence_is_found(folder: Path, sampled: Edition) -> None:
    words = words_of(folder / "annual-report.pdf")
    figures = list(re.finditer(r"\d+\.\d(?=%)", words))
    assert len(figures) > 20
    known = known_numbers(sampled)
    for figure in figures:
        wrong = f"{words[: figure.start()]}{float(figure[0]) + 61.7:.1f}{words[figure.end() :]}"
        assert unknown_beside(known, wrong), figure[0]


@pytest.mark.parametrize("name", PAPERS[:3])
def test_the_stamp_is_on_every_page(folder: Path, name: str) -> None:
    content = (folder / name).read_bytes()
    if name.endswith(".pdf"):
        assert all(STAMP in page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    else:
        assert docx.Document(io.BytesIO(content)).sections[0].header.paragraphs[0].text == STAMP


@pytest.mark.parametrize("name", ["annual-report.pdf", "residents-summary.pdf"])
def test_a_pdf_is_tagged_titled_and_in_english(folder: Path, name: str) -> None:
    reader = pypdf.PdfReader(folder / name)
    root: Any = reader.trailer["/Root"]
    assert reader.metadata and "Stockton-on-Tees" in str(reader.metadata.title)
    assert reader.metadata.author and reader.metadata.creation_date
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert "Summary" in [mark.title for mark in reader.outline if not isinstance(mark, list)] or name.startswith(
        "residents"
    )
    kinds = _kinds(root["/StructTreeRoot"])
    assert {"/Table", "/THead", "/TH", "/Figure", "/H1", "/L"} <= kinds


def _kinds(node: Any) -> set[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return set[str]().union(*map(_kinds, node))
    if not isinstance(node, dict):
        return set()
    return {str(node.get("/S"))} | (_kinds(node["/K"]) if "/K" in node else set())


def test_a_picture_without_words_for_those_who_do_not_see_it_is_refused(folder: Path, sampled: Edition) -> None:
    dumb = replace(paper(sampled), blocks=(Picture("housing-fifths", "Housing", ""),))
    with pytest.raises((ValueError, typst.TypstError)):
        write_pdf(dumb, folder, "dumb.pdf")


def test_words_are_never_read_as_markup(folder: Path, sampled: Edition, tmp_path: Path) -> None:
    odd = "#panic() *bold* _x_ $1$ <a> @b [c] \\ `d` = e"
    written = replace(
        paper(sampled),
        blocks=(PageBreak(), Heading(odd), Paragraph(odd), BulletList((odd,)), DefinitionList(((odd, odd),))),
    )
    write_pdf(written, tmp_path, "odd.pdf")
    assert words_of(tmp_path / "odd.pdf").count(odd) == 5
    write_docx(written, tmp_path, "odd.docx")
    assert words_of(tmp_path / "odd.docx").count(odd) >= 5


@pytest.mark.parametrize("make", [paper, summary])
def test_no_page_is_blank_or_runs_over_its_margins(folder: Path, sampled: Edition, make: Any) -> None:
    from matplotlib.image import imread

    pages = convert_pages_to_list(
        typeset_template(prepare_template_content(make(sampled)), folder, format="png", ppi=DOTS_PER_INCH)
    )
    for number, page in enumerate(pages, start=1):
        ink = imread(io.BytesIO(page))[..., :3].min(axis=2) < 0.9
        down, across = ink.any(axis=1).nonzero()[0], ink.any(axis=0).nonzero()[0]
        assert ink[int(0.09 * len(ink)) : int(0.93 * len(ink))].mean() > 0.002, f"page {number} is blank"
        assert across[0] > MARGIN and across[-1] < ink.shape[1] - MARGIN, f"page {number} runs over its sides"
        assert down[0] > MARGIN * 0.6 and down[-1] < ink.shape[0] - MARGIN * 0.6, f"page {number} runs over its ends"


def test_four_pages_come_before_the_annexes(folder: Path) -> None:
    opens = pages_of_parts(folder / "annual-report.pdf")
    assert [opens[title] for title in ("Summary", "The gaps, then and now")] == [1, 2]
    assert list(opens.values())[2:4] == [3, 4]
    assert next(page for title, page in opens.items() if title.startswith("Annex A")) == 5


def pages_of_parts(path: Path) -> dict[str, int]:
    """Give the page, from 1, that each bookmark of the first level leads to."""
    reader = pypdf.PdfReader(path)
    marks = [mark for mark in reader.outline if not isinstance(mark, list)]
    return {str(mark.title): (reader.get_destination_page_number(mark) or 0) + 1 for mark in marks}


def test_a_page_that_would_run_over_is_set_smaller(folder: Path, sampled: Edition) -> None:
    whole = paper(sampled)
    first = whole.blocks[0]
    assert isinstance(first, Sheet)
    longer = replace(whole, blocks=(Sheet((*first.blocks, Paragraph("A sentence more. " * 260))), *whole.blocks[1:]))
    assert [find_pages_of_targets(document, folder)["annex-reading"] for document in (whole, longer)] == [5, 5]


def test_officers_have_blanks_on_the_first_and_the_fourth_page(sampled: Edition) -> None:
    first, *_, fourth = (block for block in paper(sampled).blocks if isinstance(block, Sheet))
    spaces = [
        [
            block.label
            for block in replace(paper(sampled), blocks=(sheet,)).all_blocks
            if isinstance(block, SpaceToFillIn)
        ]
        for sheet in (first, fourth)
    ]
    assert spaces == [
        ["Date of the meeting", "Report of"],
        [
            *("Recommendations", "Reasons for the recommendations"),
            *("Legal implications", "Financial implications", "Equality implications"),
        ],
    ]


def test_a_word_file_has_real_headings_tables_and_described_pictures(folder: Path, sampled: Edition) -> None:
    file = docx.Document(str(folder / "annual-report.docx"))
    document = paper(sampled)
    styled = [
        (paragraph.text, paragraph.style.name)
        for paragraph in file.paragraphs
        if paragraph.style and paragraph.style.name.startswith("Heading")
    ]
    assert styled == [(heading.text, f"Heading {heading.level}") for heading in document.headings]
    figures = [table for table in file.tables if table.style and table.style.name == "Figures"]
    assert len(figures) > 3
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in figures)
    described = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert described == [picture.alt for picture in document.pictures]
    assert {language.get(qn("w:val")) for language in file.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    properties = file.core_properties
    assert (properties.title, properties.author) == (document.title, sampled.council.contact)
    assert properties.created == sampled.created


def test_contents_and_references_of_a_word_file_are_live(folder: Path, sampled: Edition) -> None:
    """Each field names a bookmark that is there, and shows the page of the PDF until Word finds its own."""
    file, document = docx.Document(str(folder / "annual-report.docx")), paper(sampled)
    names = [mark.get(qn("w:name")) for mark in file.element.iter(qn("w:bookmarkStart"))]
    ends = [mark.get(qn("w:id")) for mark in file.element.iter(qn("w:bookmarkEnd"))]
    assert len(set(names)) == len(names) == len(set(ends)) > 10
    codes = [str(element.text).split() for element in file.element.iter(qn("w:instrText"))]
    led_to = {code[1] for code in codes if code[0] in ("REF", "PAGEREF")}
    assert led_to <= set(names)
    assert {link.get(qn("w:anchor")) for link in file.element.iter(qn("w:hyperlink"))} <= set(names)
    listed = [row for row in file.paragraphs if row.style and row.style.name and row.style.name.startswith("toc ")]
    pages = find_pages_of_targets(document, folder)
    headings = [heading for heading in document.headings if heading.level <= 2]
    assert [row.text for row in listed] == [f"{heading.text}\t{pages[heading.label]}" for heading in headings]
    assert [code[0] for code in codes].count("TOC") == 1
    marks = [mark.get(qn("w:fldCharType")) for mark in file.element.iter(qn("w:fldChar"))]
    assert marks.count("begin") == marks.count("separate") == marks.count("end") == len(codes)
    numbered = [code[1] for code in codes if code[0] == "SEQ"]
    assert numbered.count("Table") == len(document.tables)
    assert numbered.count("Figure") == len(document.pictures)
    settings = [child.tag.rpartition("}")[2] for child in file.settings.element]
    assert settings.index("updateFields") < settings.index("compat")


def test_references_in_the_pdf_are_links(folder: Path) -> None:
    reader = pypdf.PdfReader(folder / "annual-report.pdf")
    links = [
        annotation.get_object()
        for page in reader.pages[:4]
        for annotation in page.get("/Annots", ())
        if annotation.get_object()["/Subtype"] == "/Link"
    ]
    assert len(links) >= 4
    text = " ".join(page.extract_text() for page in reader.pages[:4])
    told = {f"Annex {letter}": int(page) for letter, page in re.findall(r"Annex (\w): [^()]*\(page (\d+)\)", text)}
    opens = {title[:7]: page for title, page in pages_of_parts(folder / "annual-report.pdf").items()}
    assert told and all(opens[title] == page for title, page in told.items())


def test_a_reference_to_what_is_not_there_is_refused(folder: Path, sampled: Edition) -> None:
    lost = replace(paper(sampled), blocks=(Heading("Here"), Paragraph("It is there:", see=("nowhere",))))
    with pytest.raises((KeyError, typst.TypstError)):
        write_pdf(lost, folder, "lost.pdf")
    with pytest.raises((KeyError, RuntimeError)):
        write_docx(lost, folder, "lost.docx")


def test_tables_can_be_read_with_five_columns_at_most(sampled: Edition) -> None:
    assert max(len(block.table.header) for block in paper(sampled).tables) <= 5


def test_every_claim_that_differs_says_why(sampled: Edition) -> None:
    tables = {block.table.header: block.table for block in paper(sampled).tables}
    header = ("What was said, and of whom", "As published", "Our figure, and its period", "Why they differ")
    assert tables[header].rows == (("Homes are cold.\nThere", "9.0%", "10.0%\n2022", "Another year."),)


def test_what_must_be_known_stands_below_its_picture_once(sampled: Edition) -> None:
    (chart, *_) = (chart for chart in make_page_views(sampled).charts["housing"] if chart.kind == "fifths")
    measure = chart.panels[0].measure
    first, second = make_pictures_with_caveats((chart, chart))
    assert first.caveats == ((measure.title, " ".join(measure.caveats)),)
    assert second.caveats == ()
    (placed,) = (picture for picture in paper(sampled).pictures if picture.stem == chart.name)
    assert replace(placed, number=0, caveats=()) == second


def test_a_caveat_of_several_measures_stands_once_under_all_their_titles(sampled: Edition) -> None:
    cold, pay, score = (
        replace(sampled.measures[name], caveats=caveats)
        for name, caveats in (("cold_homes", ("A.", "B.")), ("pay", ("B.",)), ("score", ("C.", "D.")))
    )
    assert list_caveats((cold, pay, score)) == (
        (cold.title, "A."),
        (f"{cold.title}; {pay.title}", "B."),
        (score.title, "C. D."),
    )


def test_another_councils_paper_leaves_out_communities_and_claims(sampled: Edition) -> None:
    titles = [heading.text for heading in paper(replace(sampled, at_home=False)).headings]
    assert not [title for title in titles if "communities" in title or "own figures" in title]
    assert [title[:8] for title in titles if title.startswith("Annex")] == [f"Annex {letter}:" for letter in "ABCDEF"]
    assert "Annex F: Sources and licences" in titles


def test_the_residents_summary_is_two_pages_with_its_three_parts(folder: Path, sampled: Edition) -> None:
    assert len(pypdf.PdfReader(folder / "residents-summary.pdf").pages) <= 2
    titles = [heading.text for heading in summary(sampled).headings]
    assert titles == ["What we found", "What it means", "How to have your say"]


def test_residents_of_about_twelve_can_read_their_summary(sampled: Edition) -> None:
    assert reading_grade(summary(sampled)) <= PLAIN


def test_the_reading_grade_tells_plain_words_from_hard_ones() -> None:
    hard = "Considerable socioeconomic inequalities necessitate multidimensional interdepartmental interventions."
    plain = Document("", "", "", "", (Paragraph("The cat sat on the mat. It was a warm day."),))
    assert reading_grade(plain) < 2
    assert reading_grade(replace(plain, blocks=(Paragraph(hard),))) > 15


def test_nothing_is_said_to_close_that_shows_no_clear_change(sampled: Edition) -> None:
    text = " ".join(
        sentence for block in summary(sampled).blocks if isinstance(block, BulletList) for sentence in block.items
    )
    assert "No headline gap has clearly changed since 2021." in text
    assert not re.search(r"\b(rose|fell|risen|fallen|improved|worsened)\b", text)


def reading_grade(document: Document) -> float:
    """Give the Flesch–Kincaid grade of a document's sentences, without the names of places."""
    texts: list[str] = [document.lead]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, BulletList):
            texts += block.items
        elif isinstance(block, DefinitionList):
            texts += [f"{name}: {words}" for name, words in block.items]
    text = re.sub(r"Stockton-on-Tees|England", "here", " ".join(texts))
    sentences = [sentence for sentence in re.split(r"[.?!]+(?:\s|$)", text) if sentence.strip()]
    words = re.findall(r"[A-Za-z][A-Za-z’']*|\d[\d,.]*", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Count a word's syllables by its groups of vowels; a silent e at its end is none."""
    lower = re.sub(r"(?:[^laeiouy]es|[^aeioudt]ed|[^l]e)$", "", re.sub(r"[^a-z]", "", word.lower()))
    return max(1, len(re.findall(r"[aeiouy]+", lower)))
