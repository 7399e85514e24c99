"""The page that answers: the same cells as the command, or none; by keyboard, in words where nothing is known."""

from typing import Any

import pytest

import fairer_stockton as fs
from fairer_stockton.definitions.everyday_words import EVERYDAY_WORDS, load_everyday_words
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.asking.published_figures import PublishedFigures
from fairer_stockton.uses.answers.answering import Answerer, make_answerer
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


def answer_shown(page: Any, words: str) -> Any:
    status = page.locator("#ask-status")
    page.wait_for_function("words => document.getElementById('ask-status').textContent.includes(words)", arg=words)
    return status


def test_a_question_on_the_first_page_is_answered_by_keyboard(opened: Opened) -> None:
    page = opened("index.html", viewport=NARROW)
    page.get_by_label("Ask for a figure", exact=True).locator("input").fill("child poverty in Yarm")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask.html?q=child*poverty*in*Yarm")
    answer_shown(page, "Which is meant?")
    choice = page.locator("#ask-answer button").first
    title = choice.inner_text()
    choice.focus()
    page.keyboard.press("Enter")
    assert answer_shown(page, "1 figure:").get_attribute("role") == "status"
    assert page.evaluate("document.activeElement.id") == "ask-question"
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
    page = opened("ask.html?q=penguins+in+Yarm")
    answer_shown(page, "Not known: no measure of this report is named. Near to it:")
    assert page.locator("#ask-answer a").first.get_attribute("href") == "areas.html?area=Yarm"
    field = page.get_by_role("textbox")
    for words, answer in {
        "highest turnout": "This page finds figures and gaps.",
        "turnout in Narnia": "Not known: “narnia” is not understood here.",
        "asked for help with money in Port Clarence": "Not shown: not shown, so that nobody can be recognised.",
        " ": "Type a question first.",
    }.items():
        field.fill(words)
        page.get_by_role("button", name="Ask", exact=True).click()
        answer_shown(page, answer)
    assert page.locator("#ask-answer > *").count() == 0


def test_every_example_on_the_page_has_an_answer_and_without_script_another_way_is_named(opened: Opened) -> None:
    page = opened("ask.html")
    examples = page.locator("#ask-examples + ul a").all_inner_texts()
    assert len(examples) > 2
    assert {status for status, _ in page.evaluate(ASK_ALL, examples)} == {"answered"}
    assert opened("ask.html", script=False).locator(".needs").is_visible()
