"""Papers checked: seeded errors are found, true sentences are left alone, and the marked copy says so in words."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from docx import Document

from fairer_stockton.report.pages.claims import ClaimRow
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.vocabulary import ClaimVerdict
from fairer_stockton.run.vocabulary_of_uses import QuoteVerdict
from fairer_stockton.uses.answers.answering import Answerer
from fairer_stockton.uses.answers.checking import Mark, check_paper, summarise, write_table
from fairer_stockton.uses.answers.judging import SAME_NUMBER
from fairer_stockton.uses.answers.marked_copy import choose_path_of_copy, write_marked_copy
from fairer_stockton.uses.answers.papers import Paper, Paragraph, read_paper
from fairer_stockton.uses.answers.quoted_numbers import find_numbers
from fairer_stockton.uses.answers.registered_claims import judge_by_register
from tests.unit.uses.answers.prose import WITHOUT_FIGURES, Figure, Told, Writer, make_figure
from tests.unit.uses.answers.test_answers import table as table

pytestmark = pytest.mark.xdist_group("answers")
WRONG = (QuoteVerdict.DIFFERS, QuoteVerdict.CAUSE)
ERRORS, TRUE = 200, 300
SLOT = re.compile(r"\[([^\]]+)\]")
STRATEGY = (Path(__file__).parent / "strategy.txt").read_text(encoding="utf-8").splitlines()


def check(answerer: Answerer, *sentences: str) -> list[Mark]:
    """Return the marks on numbers, and on causes."""
    return [mark for mark in check_all(answerer, *sentences) if not mark.is_worded]


def check_all(answerer: Answerer, *sentences: str) -> list[Mark]:
    return check_paper(Paper("a paper", tuple(map(Paragraph, sentences))), answerer)


def is_left_alone(marks: list[Mark]) -> bool:
    """Return whether there are numbers and all agree."""
    return bool(marks) and all(mark.verdict == QuoteVerdict.AGREES for mark in marks)


def is_caught(marks: list[Mark], words: str) -> bool:
    return any(mark.verdict in WRONG and (mark.words in words or words in mark.words) for mark in marks)


def test_seeded_errors_are_found_and_true_sentences_left_alone(answerer: Answerer, table: pd.DataFrame) -> None:
    true, wrong = write_sentences(answerer, table)
    falsely = [told.text for told in true if not is_left_alone(check(answerer, told.text))]
    missed = [(told.kind, told.text) for told in wrong if not is_caught(check(answerer, told.text), told.wrong)]
    assert {told.kind for told in wrong} >= {
        "value",
        "area",
        "year",
        "stale",
        "unit",
        "rounding",
        "part",
        "cause",
        "gap",
    }
    assert len(missed) <= 0.05 * ERRORS, missed
    assert len(falsely) <= 0.02 * TRUE, falsely


def write_sentences(answerer: Answerer, table: pd.DataFrame) -> tuple[list[Told], list[Told]]:
    gaps = answerer.figures.edition.gaps.astype({"gap_type": str})
    true, wrong = dict[str, Told](), dict[str, Told]()
    for told, spoilt in Writer(table, gaps, seed=29).true_and_wrong():
        true[told.text] = told
        wrong |= {each.text: each for each in spoilt}
        # What one sentence has wrong another may have right.
        if len(true) >= TRUE and len(wrong.keys() - true.keys()) >= ERRORS:
            break
    return [*true.values()][:TRUE], [told for text, told in wrong.items() if text not in true][:ERRORS]


def test_prose_of_strategies_written_by_hand(answerer: Answerer, table: pd.DataFrame) -> None:
    """Put each figure into its sentence, then each of them wrong in turn."""
    numbers, not_judged, not_marked, falsely, missed = 0, 0, [], [], []
    for line in STRATEGY:
        figures = [look_up(slot, table) for slot in SLOT.findall(line)]
        right = [each.write() for each in figures]
        numbers += len(right)
        marks = check(answerer, fill(line, right))
        not_judged += sum(mark.verdict == QuoteVerdict.NOT_JUDGED for mark in marks)
        agreeing = [mark for mark in marks if mark.verdict in SAME_NUMBER]
        falsely += [fill(line, right)] * (len(marks) - len(agreeing) + max(0, len(right) - len(agreeing)))
        for position, each in enumerate(figures):
            slip = each.write(each.value * 1.07 + 0.4)
            text = fill(line, [*right[:position], slip, *right[position + 1 :]])
            marks = check(answerer, text)
            not_marked += [] if is_caught(marks, slip) else [text]
            missed += [text for mark in marks if mark.verdict in SAME_NUMBER and mark.words in slip]
    assert numbers > 130
    assert not_judged <= 0.5 * numbers  # their sentences say much beside the figures
    assert len(falsely) <= 0.02 * numbers, falsely
    assert len(missed) <= 0.02 * numbers, missed
    assert len(not_marked) <= 0.3 * numbers, not_marked  # beside words that were not read it is not found, with ours


def look_up(slot: str, table: pd.DataFrame) -> Figure:
    """Return the figure of `measure;area;period;category`, the latest where no period is given."""
    measure, area, period, category = [*slot.split(";"), "", "", ""][:4]
    rows = table[(table["measure"] == measure) & (table["name"] == area) & (table["category"] == (category or "all"))]
    rows = rows[(rows["period"] == (period or max(rows["period"]))) & rows["value"].notna()]
    (row,) = rows.itertuples()
    return make_figure(row)


def fill(line: str, words: list[str]) -> str:
    left = iter(words)
    return SLOT.sub(lambda _: next(left), line)


def test_dates_pages_money_and_counts_are_passed_over(answerer: Answerer) -> None:
    assert not check(answerer, *WITHOUT_FIGURES)
    assert not check(answerer, "We want to cut fuel poverty in Yarm to 5% by 2031.")


@pytest.mark.parametrize(
    ("sentence", "stated", "unit"),
    [
        ("About one in five", [20.0], "percent"),
        ("two thirds of them", [200 / 3], "percent"),
        ("twice as high", [2.0], "ratio"),
        ("£1,234.50 and 7.25 out of 10", [1234.5, 7.25], "gbp score_out_of_10"),
        ("12 percentage points, 3 per cent", [12.0, 3.0], "percentage_points percent"),
        ("1,067.5 per 100,000", [1067.5], "per_100000"),
        ("COVID-19, TS18 1AB, 24/7, 21st, 2023/24, 10:30", [], ""),
    ],
)
def test_numbers_in_prose(sentence: str, stated: list[float], unit: str) -> None:
    numbers = find_numbers(sentence)
    assert [number.value for number in numbers] == pytest.approx(stated)
    assert " ".join(number.unit for number in numbers) == unit


def test_hidden_figures_are_not_confirmed(answerer: Answerer, table: pd.DataFrame) -> None:
    hidden = table[
        (table["status"] == "suppressed") & (table["measure"] == "loneliness") & (table["area_type"] == "ward")
    ]
    name = hidden[hidden["period"] == hidden["period"].max()]["name"].iloc[0]
    (mark,) = check(answerer, f"In {name}, 7.1% of residents are often or always lonely.")
    assert mark.verdict == QuoteVerdict.NOT_SHOWN


def test_figures_of_the_register_are_judged_as_the_edition_does() -> None:
    claim = ClaimRow(
        *(
            "34 % of children live in poverty.",
            "all children",
            "34",
            "percent",
            31.5,
            "2023/2024",
            ClaimVerdict.DIFFERS,
        ),
        *("It is of another year.", ""),
    )
    sentence = "Some 34% of children here live in poverty."
    (number,) = find_numbers(sentence)
    judgement = judge_by_register(sentence, number, [claim])
    assert judgement
    assert (judgement.verdict, judgement.ours) == (QuoteVerdict.DIFFERS, "31.5 per cent, 2023/2024")
    assert not judge_by_register("34% of roads are long.", number, [claim])
    reproduced = replace(claim, verdict=ClaimVerdict.REPRODUCED)
    verdicts = []
    for where in ("", " in Leeds"):
        judgement = judge_by_register(f"Some 34% of children live in poverty{where}.", number, [reproduced])
        verdicts.append(judgement and judgement.verdict)
    assert verdicts == [QuoteVerdict.AGREES, QuoteVerdict.NOT_JUDGED]


def test_a_word_file_gets_comments_and_stays_as_it_is(answerer: Answerer, tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("In Yarm, ")
    paragraph.add_run("99.9%").bold = True
    paragraph.add_run(" of households were in fuel poverty because of old homes.")
    document.add_table(1, 1).cell(0, 0).text = "Turnout in Yarm was 1.5%."
    document.save(str(path := tmp_path / "paper.docx"))
    paper = read_paper(path)
    marks, before = check_paper(paper, answerer), path.read_bytes()
    write_marked_copy(paper, marks, summarise(marks, "2026"), copy := choose_path_of_copy(path))
    write_marked_copy(read_paper(path), marks, "", again := tmp_path / "again.docx")
    assert copy.read_bytes() == again.read_bytes()
    marked = Document(str(copy))
    assert [mark.verdict for mark in marks] == [QuoteVerdict.DIFFERS, QuoteVerdict.CAUSE, QuoteVerdict.DIFFERS]
    assert sorted(comment.text.split(":")[0] for comment in marked.comments) == [
        "Cause not shown",
        "Differs",
        "Differs",
    ]
    assert marked.paragraphs[0].text == paragraph.text
    assert path.read_bytes() == before
    assert "2 differs, 1 cause not shown" in summarise(marks, "2026")
    assert "99.9%" in write_table(marks)


def test_a_text_gets_a_page_with_marks_in_words(answerer: Answerer, tmp_path: Path) -> None:
    (path := tmp_path / "paper.md").write_text(
        "# Homes & people\n\nIn Yarm 99.9% of <b>households were in fuel poverty."
    )
    paper = read_paper(path)
    write_marked_copy(paper, check_paper(paper, answerer), "", copy := choose_path_of_copy(path))
    page = copy.read_text()
    assert '<mark class="differs" id="mark-1">99.9%</mark> <a href="#note-1">[1: differs]</a> of &lt;b&gt;' in page
    assert "<h2>Homes &amp; people</h2>" in page


@pytest.mark.parametrize("name", ["none.docx", "paper.pdf", "broken.docx", "latin.txt"])
def test_a_paper_that_cannot_be_read_is_refused(name: str, tmp_path: Path) -> None:
    if name != "none.docx":
        (tmp_path / name).write_bytes("Härte".encode("latin-1"))
    with pytest.raises(InputError, match=r"\.docx"):
        read_paper(tmp_path / name)
