"""Papers checked: seeded errors are found, true sentences are left alone, and the marked copy says so in words."""

from pathlib import Path

import pytest

from fairer_stockton.answers.answering import Answerer
from fairer_stockton.answers.checking import Mark, check_paper
from fairer_stockton.answers.papers import Paper, Paragraph
from fairer_stockton.run.vocabulary import QuoteVerdict
from tests.unit.answers.prose import WITHOUT_FIGURES, Told, Writer
from tests.unit.answers.test_answers import table as table

pytestmark = pytest.mark.xdist_group("answers")
WRONG = (QuoteVerdict.DIFFERS, QuoteVerdict.CAUSE)
ERRORS, TRUE = 200, 400


def check(answerer: Answerer, *sentences: str) -> list[Mark]:
    return check_paper(Paper("a paper", tuple(map(Paragraph, sentences))), answerer)


def write_sentences(answerer: Answerer, table, seed: int) -> tuple[list[Told], list[Told]]:
    gaps = answerer.figures.edition.frame("gaps").astype({"gap_type": str})
    true, wrong = {}, {}
    for told, spoilt in Writer(table, gaps, seed).true_and_wrong():
        true[told.text] = told
        wrong |= {each.text: each for each in spoilt if each.text not in true}
        if len(true) >= TRUE and len(wrong) >= ERRORS:
            return [*true.values()][:TRUE], [each for text, each in wrong.items() if text not in true][:ERRORS]
    raise AssertionError
