"""The page that answers: the same cells as the command, or none; by keyboard, in words where nothing is known."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

import fairer_stockton as fs
from fairer_stockton.definitions.everyday_words import EVERYDAY_WORDS, load_everyday_words
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.cells import read_period_code
from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.asking.cells import Cell, describe_gap, make_gap_cell
from fairer_stockton.report.asking.periods import LATEST, PeriodAsked
from fairer_stockton.report.asking.published_figures import PublishedFigures, list_periods
from fairer_stockton.run.vocabulary_of_uses import Asked
from fairer_stockton.uses.answers.answering import Answerer, make_answerer
from fairer_stockton.uses.answers.finding import NoCellsError, find_cells
from fairer_stockton.uses.answers.reading import Reading, read_question
from fairer_stockton.uses.answers.unused_parts import refuse_unused_parts
from tests.browser.conftest import NARROW, Opened
from tests.browser.test_pages import violations
from tests.conftest import DEFINITIONS
from tests.unit.uses.answers.test_answers import LEFT_OVER, NONSENSE, PARAPHRASES

pytestmark = pytest.mark.xdist_group("browser")

MORE = """
life expectancy at birth gap in Hardwick
gap between men and women in loneliness
fuel poverty: gap between rich and poor
turnout in Yarm compared with England
turnout in Yarm and Norton South
child poverty
median weekly pay in April 2020
median weekly pay five years ago
decent homes in Thornaby
decent homes in the ward of Thornaby
loneliness of women in 2019
volunteering of the people
percentage of homes owned outright
difference in overcrowded homes in Port Clarence
patients' own GP's list size
""".strip().splitlines()
QUESTIONS = [*(row["question"] for row in PARAPHRASES), *LEFT_OVER, *NONSENSE, *MORE]
ASK_ALL = """async questions => {
    const answers = [];
    for (const question of questions) {
        const { status, cells } = await asking.answer(question);
        answers.push([status, cells.map(cell => [
            cell.measure, cell.about, cell.area ? cell.area.code : cell.code, cell.period, cell.group,
            cell.text, cell.note, cell.remark, cell.sources.join('|'), cell.link])]);
    }
    return answers;
}"""
# Each choice and offer of an answer, and of what comes of it: the measure, the labels that lead there, the answer.
MAKE_EVERY_CHOICE = """async questions => {
    const made = [];
    const list = ({ status, cells }) => [status, cells.map(cell => [
        cell.measure, cell.about, cell.area ? cell.area.code : cell.code, cell.period, cell.group, cell.text])];
    const follow = async (question, answer, labels) => {
        for (const { label, reading } of answer.choices) {
            const next = await asking.answerReadings([reading]);
            made.push([question, reading.measure, [...labels, label], ...list(next)]);
            await follow(question, next, [...labels, label]);
        }
    };
    for (const question of questions) {
        const answer = await asking.answer(question);
        if (!answer.choices.length) made.push([question, "", [], ...list(answer)]);
        await follow(question, answer, []);
    }
    return made;
}"""
BEYOND = """
change in fuel poverty in the ward of Thornaby
change in fuel poverty in the partnership of Thornaby
rank of fuel poverty in the partnership of Yarm
change in the number of people in fuel poverty
number of poor children in Yarm
trend of median weekly pay as a percentage
trend of women and disabled loneliness
how has turnout in Yarm changed since 2019
loneliness of women changed
has the gap in fuel poverty between rich and poor changed
how has the fuel poverty gap changed
highest turnout in Norton
child poverty in Yarm
loneliness gap
average anxiety in 2020
healthy life expectancy at birth in 2019
rank of average anxiety in 2020
""".strip().splitlines()
MORE_OF_COMMAND = 0.1  # the part of what the command answers that the page may leave to it: changes, ranks, extremes


@pytest.fixture(scope="module")
def answerer(sample: Settings) -> Answerer:
    """What the command answers by."""
    words = load_everyday_words(DEFINITIONS.layers.shared(EVERYDAY_WORDS), DEFINITIONS.measures)
    return make_answerer(PublishedFigures(fs.load(sample.reports / sample.edition), DEFINITIONS), words)


def list_cells(answerer: Answerer, question: str) -> tuple[str, list[list[str]]]:
    answer = answerer.answer(question)
    return str(answer.status), [
        [cell.measure, cell.about, cell.area_code, cell.period, cell.group, cell.text, cell.note, cell.remark,
         "|".join(cell.sources), cell.link]
        for cell in answer.cells
    ]  # fmt: skip


def test_the_page_answers_with_the_cells_of_the_command_or_not_at_all(opened: Opened, answerer: Answerer) -> None:
    asked = [*QUESTIONS, *(row["question"].upper() for row in PARAPHRASES[:20])]
    answers = opened("ask.html").evaluate(ASK_ALL, asked)
    counts = {"both": 0, "command": 0}
    for question, (status, cells) in zip(asked, answers, strict=True):
        wanted, cells_of_command = list_cells(answerer, question)
        counts["command"] += wanted in ("answered", "not_shown")
        if status in ("answered", "not_shown"):
            counts["both"] += 1
            assert (status, sorted(cells)) == (wanted, sorted(cells_of_command)), question
    assert counts["command"] > 120
    assert counts["both"] >= (1 - MORE_OF_COMMAND) * counts["command"]


def read_plainly(answerer: Answerer, question: str, measure: str) -> Reading:
    """Return the command's reading of a question, asking for its gap, else its figure, and for nothing besides."""
    (reading,) = (each for each in read_question(question, answerer.lexicon) if each.measure == measure)
    asked = Asked.GAP if Asked.GAP in reading.every_asked else Asked.FIGURE
    period = LATEST if reading.period.words.startswith("since") else reading.period
    kinds = reading.kinds if reading.areas else ()
    return replace(reading, asked=asked, every_asked=frozenset({asked}), period=period, kinds=kinds)


def find_by_labels(answerer: Answerer, reading: Reading, labels: list[str]) -> Sequence[Cell]:
    """Return what the command finds by a reading with what each choice decides: a gap, a kind of area, or a period."""
    figures = answerer.figures
    for label in labels:
        if label.startswith(figures.titles[reading.measure]):
            continue  # of a measure, or what an offer is of
        if gaps := [gap for gap in figures.gaps[reading.measure] if describe_gap(gap) == label]:
            return [make_gap_cell(gap, figures) for gap in gaps if gap.period == max(list_periods(gaps))]
        kind = next((kind for kind, title in AREA_TYPE_NAMES.items() if label.endswith(f"({title})")), None)
        areas = (tuple(place for place in places if place.area_type == kind) for places in reading.areas)
        period = PeriodAsked(label, (read_period_code(label), label), is_exact=True)
        reading = replace(reading, areas=tuple(areas)) if kind else replace(reading, period=period)
    return find_cells(reading, figures)


def test_a_choice_or_an_offer_leads_to_what_the_command_finds_or_refuses(opened: Opened, answerer: Answerer) -> None:
    made, refused, compared = opened("ask.html").evaluate(MAKE_EVERY_CHOICE, BEYOND), set(), 0
    assert {question for question, *_ in made} == set(BEYOND)
    for question, measure, labels, status, cells in made:
        readings = [each.measure for each in read_question(question, answerer.lexicon)]
        for name in [measure] if measure else readings:
            reading = read_plainly(answerer, question, name)
            try:
                refuse_unused_parts(question, reading, answerer.figures)
                wanted = find_by_labels(answerer, reading, labels)
            except NoCellsError as none:
                assert not cells and (status == "choice") == bool(none.choices), (question, labels)
                refused.add(question)
                continue
            expected = [
                [each.measure, each.about, each.area_code, each.period, each.group, each.text] for each in wanted
            ]
            assert sorted(cells) == sorted(expected), (question, labels)
            compared += len(cells)
    assert len(refused) >= 6 and compared > 20


def answer_shown(page: Any, words: str) -> Any:
    status = page.locator("#ask-status")
    page.wait_for_function("words => document.getElementById('ask-status').textContent.includes(words)", arg=words)
    return status


def test_a_question_on_the_first_page_is_answered_by_keyboard(opened: Opened) -> None:
    page = opened("index.html", viewport=NARROW)
    page.get_by_label("Ask for a figure", exact=True).locator("input").fill("child poverty in Yarm")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask.html#q=child*poverty*in*Yarm")
    answer_shown(page, "Which is meant?")
    choice = page.locator("#ask-answer button").first
    title = choice.inner_text()
    choice.focus()
    page.keyboard.press("Enter")
    assert answer_shown(page, "1 figure:").get_attribute("role") == "status"
    assert page.evaluate("document.activeElement.id") == "ask-question"
    assert page.evaluate("location.search") == "", "no server is sent the question"
    cell = page.locator("article.ask-cell")
    assert title in cell.inner_text()
    assert "Yarm (Ward" in cell.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert violations(page) == []
    cell.get_by_role("link", name="See it in the report").click()
    page.wait_for_url("**/explorer.html#measure=*")
    page.wait_for_selector("#view:not([aria-busy])")
    assert title in page.locator("#shown").inner_text()
    assert page.locator("#notes").inner_text() == "", "the explorer has the measure, the ward and the period"


def test_what_is_not_answered_is_said_in_words(opened: Opened) -> None:
    page = opened("ask.html#q=penguins+in+Yarm")
    answer_shown(page, "Not known: no measure of this report is named. Near to it:")
    assert page.locator("#ask-answer a").first.get_attribute("href") == "areas.html?area=Yarm"
    field = page.get_by_role("textbox")
    for words, answer in {
        "highest turnout": "This page finds figures and gaps, not changes",
        "turnout in Narnia": "Not known: “Narnia” is not understood here.",
        "asked for help with money in Port Clarence": "No figure: ",
        " ": "Type a question first.",
    }.items():
        field.fill(words)
        page.get_by_role("button", name="Ask", exact=True).click()
        answer_shown(page, answer)
    assert page.locator("#ask-answer > *").count() == 0


def test_a_late_choice_is_dropped_a_missing_file_is_named_and_the_address_has_the_choice(opened: Opened) -> None:
    page = opened("ask.html#q=child+poverty+in+Yarm")
    answer_shown(page, "Which is meant?")
    page.evaluate("""() => {
        const answer = asking.answerReadings;
        window.choices = 0;
        asking.answerReadings = async readings => {
            if (!readings[0].areas.length) return answer(readings);
            window.choices += 1;
            if (window.choices === 2) await new Promise(go => { window.letChoiceGo = go; });
            if (window.choices === 4) throw new Error("The file could not be loaded.");
            return answer(readings);
        };
    }""")
    choice = page.locator("#ask-answer button").first
    choice.click()
    page.wait_for_function("window.choices === 2")
    assert "&choice=Children" in page.url
    page.get_by_role("textbox").fill("median weekly pay")
    page.keyboard.press("Enter")
    answer_shown(page, "Median gross weekly pay")
    page.evaluate("letChoiceGo()")
    page.evaluate("new Promise(go => setTimeout(go, 50))")
    answer_shown(page, "Median gross weekly pay")
    page.go_back()
    answer_shown(page, "The file could not be loaded.")
    assert page.get_by_role("textbox").input_value() == "child poverty in Yarm"


def test_every_example_on_the_page_has_an_answer_and_without_script_another_way_is_named(opened: Opened) -> None:
    page = opened("ask.html")
    examples = page.locator("#ask-examples + ul a").all_inner_texts()
    assert len(examples) > 2
    assert {status for status, _ in page.evaluate(ASK_ALL, examples)} == {"answered"}
    page = opened("index.html", script=False)
    page.get_by_label("Ask for a figure", exact=True).locator("input").fill("turnout")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask.html*")
    assert "turnout" not in page.url, "a web server would note it"
    assert "a question that you typed is not kept" in page.locator(".needs").inner_text()
