"""Sentences and questions by somebody who never saw this program; and each kind of claim that they made it read."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from docx import Document

from fairer_stockton.run.vocabulary_of_uses import AnswerStatus, QuoteVerdict
from fairer_stockton.uses.answers.answering import Answerer
from fairer_stockton.uses.answers.checking import Mark, check_paper
from fairer_stockton.uses.answers.judging import SAME_NUMBER
from fairer_stockton.uses.answers.papers import read_paper
from fairer_stockton.uses.answers.quoted_numbers import find_numbers
from fairer_stockton.uses.answers.sentences import claims_a_cause
from tests.unit.uses.answers.test_answers import numbers
from tests.unit.uses.answers.test_answers import table as table
from tests.unit.uses.answers.test_papers import SLOT, check, check_all, fill, look_up

pytestmark = pytest.mark.xdist_group("answers")
HERE = Path(__file__).parent
PROSE = (HERE / "other_hands.txt").read_text(encoding="utf-8").splitlines()
QUESTIONS = list(csv.DictReader((HERE / "questions_by_others.csv").open(encoding="utf-8")))
AGREES, DIFFERS, NOT_FOUND = QuoteVerdict.AGREES, QuoteVerdict.DIFFERS, QuoteVerdict.NOT_FOUND


@pytest.fixture(scope="module")
def wards(table: pd.DataFrame) -> list[str]:
    """Three wards by their fuel poverty: the highest, the second highest and the lowest."""
    rows = table[(table["measure"] == "fuel_poverty") & (table["area_type"] == "ward") & (table["category"] == "all")]
    rows = rows[rows["period"] == rows["period"].max()].sort_values("value", ascending=False)
    rows = rows[rows["vintage"] == rows["vintage"].max()]
    assert len({*rows["value"].round(1).iloc[[0, 1, -1]]}) == 3
    return [rows["name"].iloc[place] for place in (0, 1, -1)]


def verdicts(marks: list[Mark]) -> list[str]:
    return [str(mark.verdict) for mark in marks]


def test_prose_by_others(answerer: Answerer, table: pd.DataFrame) -> None:
    """No figure of theirs is marked as wrong; none that is put in wrong is taken for the edition's."""
    slips, differing = 0, 0
    for line in PROSE:
        figures = [look_up(slot, table) for slot in SLOT.findall(line)]
        right = [each.write() for each in figures]
        assert {mark.verdict for mark in check(answerer, fill(line, right))} <= {*SAME_NUMBER}, line
        for position, each in enumerate(figures):
            slip = each.write(each.value * 1.13 + 0.4)
            text = fill(line, [*right[:position], slip, *right[position + 1 :]])
            found = [mark.verdict for mark in check(answerer, text) if mark.words in slip]
            assert found and not {*found} & {*SAME_NUMBER}, text
            slips, differing = slips + 1, differing + (DIFFERS in found)
    assert differing >= 0.6 * slips > 24


def test_questions_by_others(answerer: Answerer, table: pd.DataFrame) -> None:
    for row in QUESTIONS:
        answer = answerer.answer(row["question"])
        if row["status"] == "none":  # the edition has no such figure
            assert not numbers(answer), row
        elif row["status"] == "choice":
            assert answerer.figures.titles[row["measure"]] in answer.choices or answer.why, row
            assert answer.status == AnswerStatus.CHOICE, row
        else:
            figure = look_up(f"{row['measure']};{row['area']};;{row['category']}", table)
            assert numbers(answer) == [figure.value], row
    assert "does not count them" in answerer.answer("how many are on the dole").write()


def test_ranks_are_compared(answerer: Answerer, wards: list[str]) -> None:
    highest, second, lowest = wards
    said = {
        "{} has the highest fuel poverty of our wards.": [AGREES, DIFFERS, DIFFERS],
        "Fuel poverty is lowest in {}.": [DIFFERS, DIFFERS, AGREES],
        "{} has the second highest rate of fuel poverty of any ward.": [DIFFERS, AGREES, DIFFERS],
        "{} is the worst ward for fuel poverty.": [AGREES, DIFFERS, DIFFERS],
        "Fuel poverty in {} is higher than in any other ward.": [AGREES, DIFFERS, DIFFERS],
    }
    for line, wanted in said.items():
        assert verdicts([mark for name in wards for mark in check_all(answerer, line.format(name))]) == wanted, line


def test_a_rank_in_a_wider_area_or_of_two_is_not_judged(answerer: Answerer, wards: list[str]) -> None:
    highest, second, lowest = wards
    said = ("in England", "in the country", "in the North East", "in Tees Valley", "in the region")
    lines = [f"{highest} has the highest fuel poverty {words}." for words in said]
    lines += [
        f"Fuel poverty is highest in {highest} and {lowest}.",
        f"{second} and {highest} have the highest fuel poverty.",
    ]
    assert AGREES not in verdicts(check_all(answerer, *lines))
    both = check_all(answerer, f"Fuel poverty is highest in {highest} and lowest in {lowest}.")
    assert verdicts(both) == [AGREES, AGREES]


def test_a_change_is_not_that_of_an_area_it_is_compared_with(answerer: Answerer, table: pd.DataFrame) -> None:
    first, last = (look_up(f"unemployment_rate;Stockton-on-Tees;{year}", table) for year in (2016, 2023))
    word = "rose" if last.value > first.value else "fell"
    figures = f"from {first.write()} in 2016 to {last.write()} in 2023"
    for clause in ("but remains above the England figure", "while in England it moved the other way"):
        marks = check_all(answerer, f"The unemployment rate {word} {figures}, {clause}.")
        assert DIFFERS not in [mark.verdict for mark in marks if mark.words == word], clause


def test_comparisons_are_compared(answerer: Answerer, wards: list[str]) -> None:
    highest, _, lowest = wards
    for line in ("Fuel poverty is higher in {} than in {}.", "Fuel poverty in {} is above that in {}."):
        right, wrong = (check_all(answerer, line.format(*names)) for names in ((highest, lowest), (lowest, highest)))
        assert verdicts([*right, *wrong]) == [AGREES, DIFFERS], line
    marks = check_all(answerer, "Men are more often lonely than the moon is round.")
    assert {*verdicts(marks)} <= {NOT_FOUND}


def test_no_claim_about_a_hidden_figure_is_confirmed_or_denied(answerer: Answerer, table: pd.DataFrame) -> None:
    rows = table[(table["measure"] == "loneliness") & (table["area_type"] == "ward") & (table["category"] == "all")]
    rows = rows[(rows["period"] == rows["period"].max()) & (rows["status"] == "suppressed")]
    name = rows["name"].iloc[0]
    said = (f"Loneliness is highest in {name}.", f"Loneliness is lower in {name} than in the borough.")
    more = (f"Loneliness in {name} has risen since 2019.", f"Loneliness is lowest in {name}.")
    assert {*verdicts(check_all(answerer, *said, *more))} == {"not_shown"}


def test_courses_are_compared(answerer: Answerer, table: pd.DataFrame) -> None:
    first, last = (look_up(f"unemployment_rate;Stockton-on-Tees;{year}", table) for year in (2016, 2023))
    up, down = ("risen", "fallen") if last.value > first.value else ("fallen", "risen")
    marks = [mark for word in (up, down) for mark in check_all(answerer, f"Unemployment has {word} since 2016.")]
    assert verdicts(marks) == [AGREES, DIFFERS]
    better = "improved" if last.value < first.value else "worsened"
    assert verdicts(check_all(answerer, f"Unemployment has {better} since 2016.")) == [AGREES]


def test_a_heading_says_where_a_paper_is_about(answerer: Answerer, table: pd.DataFrame, tmp_path: Path) -> None:
    ward, borough = (look_up(f"fuel_poverty;{area}", table).write() for area in ("Newtown", "Stockton-on-Tees"))
    (path := tmp_path / "paper.md").write_text(
        f"# Ward profile: Newtown\n\nIn all {ward} of households are in fuel poverty.\n\n"
        f"Fuel poverty is {ward}, against {borough} in the borough.\n\nFuel poverty is {borough}.\n\n"
        "Fuel poverty is 77.7%."
    )
    marks = check_paper(read_paper(path), answerer)
    assert verdicts(marks) == [AGREES, AGREES, AGREES, QuoteVerdict.NOT_JUDGED, DIFFERS]


def test_cells_of_tables_are_read_by_their_headings(answerer: Answerer, table: pd.DataFrame, tmp_path: Path) -> None:
    slots = ("fuel_poverty;Yarm", "fuel_poverty;Newtown", "turnout;Yarm", "turnout;Newtown")
    texts = [look_up(slot, table).write() for slot in slots]
    (path := tmp_path / "table.md").write_text(
        "| Ward | Fuel poverty | Turnout |\n|---|---|---|\n"
        f"| Yarm | {texts[0]} | {texts[2]} |\n| Newtown | {texts[0]} | {texts[3]} |\n"
    )
    document = Document()
    grid = document.add_table(3, 3)
    rows = (("Ward", "Fuel poverty", "Turnout"), ("Yarm", texts[0], texts[2]), ("Newtown", texts[0], texts[3]))
    for row, cells in zip(grid.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    grid.cell(0, 1).text = "Fuel"
    grid.cell(0, 1).add_paragraph("poverty")
    document.save(str(word := tmp_path / "table.docx"))
    for paper in map(read_paper, (path, word)):
        marks = check_paper(paper, answerer)
        assert verdicts(marks) == [AGREES, AGREES, DIFFERS, AGREES]
        assert [paper.paragraphs[mark.paragraph].text[mark.start : mark.end] for mark in marks] == [
            *(texts[0], texts[2], texts[0], texts[3])
        ]


def test_a_right_number_in_another_unit_differs(answerer: Answerer, table: pd.DataFrame) -> None:
    turnout = look_up("turnout;Stockton-on-Tees", table).write().removesuffix("%")
    years = look_up("healthy_life_expectancy;Stockton-on-Tees;;Female", table).write().removesuffix(" years")
    said = [f"Turnout is {turnout} per 1,000.", f"Healthy life expectancy of women is {years} months."]
    assert verdicts(check(answerer, *said)) == [DIFFERS, DIFFERS]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("About 6 in 100 are lonely and 71 in every 100 find it easy", [6.0, 71.0]),
        ("Just over a quarter were inactive, fewer than half (45.8%) save", [25.0, 50.0, 45.8]),
        ("11% (95% interval 9.0 to 13.3) and 62.5 years (59.9 to 65.1)", [11.0, 62.5]),
        ("lonely twice as often as others (9.8% and 5.0%); it has almost doubled", [2.0, 9.8, 5.0, 2.0]),
    ],
)
def test_more_numbers_in_prose(sentence: str, values: list[float]) -> None:
    assert [number.value for number in find_numbers(sentence)] == pytest.approx(values)


@pytest.mark.parametrize(
    "sentence",
    ["Licensing has brought down the share.", "The fall was driven by growth.", "Smoking explains the rate."],
)
def test_more_causes(sentence: str) -> None:
    assert claims_a_cause(sentence)
    assert not claims_a_cause("The survey is due to be repeated; 8% were behind with bills.")
