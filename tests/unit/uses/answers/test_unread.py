"""Numbers of the edition in sentences that are about something else: none of them may be said to agree."""

from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from fairer_stockton.run.errors import InputError
from fairer_stockton.run.vocabulary_of_uses import QuoteVerdict
from fairer_stockton.uses.answers.answering import Answerer
from fairer_stockton.uses.answers.checking import summarise
from fairer_stockton.uses.answers.marked_copy import choose_path_of_copy
from fairer_stockton.uses.answers.papers import read_paper
from fairer_stockton.uses.answers.sentences import LONGEST, split_into_sentences
from tests.unit.uses.answers.test_answers import table as table
from tests.unit.uses.answers.test_papers import SLOT, check, check_all, fill, look_up

pytestmark = pytest.mark.xdist_group("answers")
MISLEADING = (Path(__file__).parent / "misleading.txt").read_text(encoding="utf-8").splitlines()
FUEL = "fuel_poverty;Stockton-on-Tees;{};{}"
MOST, LEAST = (FUEL.format("", fifth) for fifth in "15")


def look_up_texts(line: str, table: pd.DataFrame) -> list[str]:
    return [look_up(slot, table).write() for slot in SLOT.findall(line)]


def test_a_figure_beside_words_that_are_not_read_does_not_agree(answerer: Answerer, table: pd.DataFrame) -> None:
    agreeing = []
    for line in MISLEADING:
        texts = look_up_texts(line, table)
        marks = check(answerer, fill(line, texts))
        assert marks or "at 65" in line, line  # a number of years after "at 65" is no figure with a unit
        agreeing += [line for mark in marks if mark.verdict == QuoteVerdict.AGREES]
    assert agreeing == []


def test_the_mark_names_the_figure_and_the_words(answerer: Answerer, table: pd.DataFrame) -> None:
    (text,) = look_up_texts("[unemployment_rate;Stockton-on-Tees]", table)
    (mark,) = check(answerer, f"Youth unemployment could reach {text} in Leeds.")
    assert mark.verdict == QuoteVerdict.NOT_JUDGED
    assert all(f"“{words}”" in mark.judgement.why for words in ("Youth", "could reach", "Leeds"))
    assert text in mark.judgement.ours


@pytest.mark.parametrize(
    "sentence",
    [
        "Loneliness matters in {}. There, {} of residents are often or always lonely.",
        "Loneliness matters in {}. {} of residents are often or always lonely.",
        "Stockton and {}: {} of residents are often or always lonely.",
    ],
)
def test_the_borough_figure_is_never_that_of_a_hidden_area(
    sentence: str, answerer: Answerer, table: pd.DataFrame
) -> None:
    wards = table[(table["measure"] == "loneliness") & (table["area_type"] == "ward") & (table["category"] == "all")]
    hidden = wards[(wards["status"] == "suppressed") & (wards["period"] == wards["period"].max())]
    (text,) = look_up_texts("[loneliness;Stockton-on-Tees]", table)
    (mark,) = check(answerer, sentence.format(hidden["name"].iloc[0], text))
    assert mark.verdict == QuoteVerdict.NOT_SHOWN


def test_no_other_period_takes_the_place_of_a_hidden_end(answerer: Answerer, table: pd.DataFrame) -> None:
    rows = table[(table["measure"] == "digital_contacts") & (table["area_type"] == "ward")]
    rows = rows[(rows["category"] == "all") & (rows["vintage"] == rows["vintage"].max())]
    hidden = rows[(rows["status"] == "suppressed") & (rows["period"] == "2023/2024")]["name"]
    for ward in hidden:
        said = (
            f"Contacts made online in {ward} {word}."
            for word in (
                "rose between 2022/23 and 2023/24",
                "fell between 2022/23 and 2023/24",
                "rose in 2023/24",
                "have risen since 2023/24",
            )
        )
        assert {mark.verdict for mark in check_all(answerer, *said)} == {QuoteVerdict.NOT_SHOWN}, ward
    assert len(hidden)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("rose in 2022", "agrees"),
        ("fell in 2022", "differs"),
        ("rose in {first}", "not_found"),
        ("has risen since 2021", "agrees"),
        ("has risen from 2021", "agrees"),
        ("rose above its level in 2022", "not_found"),
    ],
)
def test_a_year_is_the_end_of_a_change_or_its_start(
    words: str, verdict: str, answerer: Answerer, table: pd.DataFrame
) -> None:
    first = table[table["measure"] == "fuel_poverty"]["period"].min()
    assert look_up(FUEL.format(2022, ""), table).value > look_up(FUEL.format(2021, ""), table).value
    (mark,) = check_all(answerer, f"Fuel poverty {words.format(first=first)}.")
    assert mark.verdict == verdict


def test_the_other_end_of_a_scale_is_a_group_of_its_own(answerer: Answerer, table: pd.DataFrame) -> None:
    line = "In the most deprived fifth {} of households are in fuel poverty, compared with {} in the least deprived."
    most, least = look_up_texts(f"[{MOST}] [{LEAST}]", table)
    assert [mark.verdict for mark in check(answerer, line.format(most, least))] == [QuoteVerdict.AGREES] * 2
    assert [mark.verdict for mark in check(answerer, line.format(most, most))] == ["agrees", "differs"]
    line = "Pupils on free school meals have an Attainment 8 score of {}, others {}."
    slots = "[attainment_8;Stockton-on-Tees;;Eligible] [attainment_8;Stockton-on-Tees;;Not eligible]"
    eligible, others = look_up_texts(slots, table)
    assert [mark.verdict for mark in check(answerer, line.format(eligible, others))] == [QuoteVerdict.AGREES] * 2
    assert [mark.verdict for mark in check(answerer, line.format(eligible, eligible))] == ["agrees", "differs"]


def test_directions_are_checked(answerer: Answerer, table: pd.DataFrame) -> None:
    first, last = (look_up(FUEL.format(year, ""), table) for year in (2021, 2022))
    up, down = ("rose", "fell") if last.value > first.value else ("fell", "rose")
    points = f"{abs(last.value - first.value):.1f} percentage points between 2021 and 2022."
    (right,), (wrong,) = (check(answerer, f"Fuel poverty {word} by {points}") for word in (up, down))
    assert (right.verdict, wrong.verdict) == (QuoteVerdict.AGREES, QuoteVerdict.DIFFERS)
    line = "Fuel poverty {} from {} in 2021 to {} in 2022."
    both = [check(answerer, line.format(word, first.write(), last.write())) for word in (up, down)]
    assert [{mark.verdict for mark in marks} for marks in both] == [{QuoteVerdict.AGREES}, {QuoteVerdict.NOT_JUDGED}]


def test_differences_are_those_of_the_printed_figures(answerer: Answerer, table: pd.DataFrame) -> None:
    high, low = (look_up(f"fuel_poverty;{area}", table) for area in ("Roseworth", "Yarm"))
    points = f"{round(high.value, 1) - round(low.value, 1):.1f} percentage points"
    (mark,) = check(answerer, f"Fuel poverty in Roseworth is {points} higher than in Yarm.")
    assert mark.verdict == QuoteVerdict.AGREES
    (mark,) = check(answerer, f"Fuel poverty in Roseworth is {points} lower than in Yarm.")
    assert mark.verdict == QuoteVerdict.NOT_JUDGED


def test_long_text_and_tables_are_cut() -> None:
    assert max(len(sentence) for _, sentence in split_into_sentences("8.2% in Yarm, " * 900)) <= LONGEST


def test_rows_of_tables_and_headings_stand_alone(tmp_path: Path) -> None:
    (path := tmp_path / "table.txt").write_text("Turnout in Yarm\t41.5%\nTurnout in Norton\t29.9%")
    assert [each.text for each in read_paper(path).paragraphs] == ["Turnout in Yarm 41.5%", "Turnout in Norton 29.9%"]
    (path := tmp_path / "heading.md").write_text("# Homes\nTurnout is 41.5%.")
    assert [(each.text, each.is_heading) for each in read_paper(path).paragraphs] == [
        ("Homes", True),
        ("Turnout is 41.5%.", False),
    ]


def test_a_copy_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "paper-checked.docx").touch()
    assert choose_path_of_copy(tmp_path / "paper.docx").name == "paper-checked-2.docx"


def test_parts_of_a_word_file_are_read_or_named(answerer: Answerer, tmp_path: Path) -> None:
    document, space = Document(), nsdecls("w")
    words = "<w:r><w:t>Turnout is 9{}.5%.</w:t></w:r>"
    document.add_paragraph()._p.append(parse_xml(f"<w:ins {space}>{words.format(1)}</w:ins>"))
    control = f"<w:sdt {space}><w:sdtContent><w:p>{words.format(2)}</w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(control))
    cell = document.add_table(1, 2).rows[0].cells[0]
    cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:vMerge {space}/>"))
    cell.add_table(1, 1).cell(0, 0).text = "Turnout is 93.5%."
    box = f"<w:r {space}><w:pict><w:txbxContent><w:p>{words.format(4)}</w:p></w:txbxContent></w:pict></w:r>"
    document.add_paragraph()._p.append(parse_xml(box))
    document.sections[0].header.paragraphs[0].text = "Turnout is 95.5%."
    document.save(str(path := tmp_path / "paper.docx"))
    paper = read_paper(path)
    assert [each.text for each in paper.paragraphs] == [f"Turnout is 9{number}.5%." for number in (2, 1, 3)]
    assert "Not read: 1 × text box, 1 × header" in summarise([], "2026", paper.unread)
    damaged = bytearray(path.read_bytes())
    damaged[2000:2600] = bytes(byte ^ 90 for byte in damaged[2000:2600])
    path.write_bytes(damaged)
    with pytest.raises(InputError, match="Word"):
        read_paper(path)
