"""Checking a paper: every number that may be a figure of the report, with what was found of it."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Any

from fairer_stockton.report.asking.published_figures import PublishedFigures
from fairer_stockton.report.asking.tokens import WORD
from fairer_stockton.run.vocabulary_of_uses import QuoteVerdict
from fairer_stockton.uses.answers.answering import Answerer
from fairer_stockton.uses.answers.context import Context
from fairer_stockton.uses.answers.judging import SAME_NUMBER, Judgement, judge
from fairer_stockton.uses.answers.judging_worded_claims import judge_worded_claim
from fairer_stockton.uses.answers.papers import Cell, Paper
from fairer_stockton.uses.answers.registered_claims import judge_by_register
from fairer_stockton.uses.answers.sentences import claims_a_cause, split_into_sentences
from fairer_stockton.uses.answers.statements import Statement, read_statements
from fairer_stockton.uses.answers.worded_claims import list_words

# Columns of a table whose numbers are no figures of what the table is about.
OTHER_COLUMN = re.compile(
    r"\b(?:changes?|difference|gap|rank|interval|limits?|lower|upper|count|numbers?|base|targets?|ratio|margin|points|cost)\b",
    re.IGNORECASE,
)
NO_CAUSE = "the report shows figures and gaps; none of them shows what caused them"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a paper: which words of which paragraph, and what was found of them."""

    paragraph: int
    start: int
    end: int
    words: str
    sentence: str
    judgement: Judgement
    is_worded: bool = False  # a claim in words, such as "the highest", and no number

    @property
    def verdict(self) -> QuoteVerdict:
        """What was found."""
        return self.judgement.verdict

    def write_note(self) -> str:
        """Return the mark in words, as a comment has it."""
        head = VERDICT_WORDS[self.verdict]
        parts = (self.judgement.why, f"ours: {self.judgement.ours}" if self.judgement.ours else "", self.judgement.link)
        return f"{head}: {self.words}. " + ". ".join(filter(None, parts))


VERDICT_WORDS = {
    QuoteVerdict.AGREES: "Agrees",
    QuoteVerdict.NOT_JUDGED: "Same number, not judged",
    QuoteVerdict.DIFFERS: "Differs",
    QuoteVerdict.NOT_FOUND: "Not found",
    QuoteVerdict.NOT_SHOWN: "Not shown",
    QuoteVerdict.CAUSE: "Cause not shown",
}


def check_paper(paper: Paper, answerer: Answerer, earlier: Sequence[PublishedFigures] = ()) -> list[Mark]:
    """Return a mark for every number of a paper that may be a figure of the report, and every claim in words."""
    context, marks = Context(), list[Mark]()
    for number, paragraph in enumerate(paper.paragraphs):
        if paragraph.is_heading:
            context = context.start_section(paragraph.text, answerer.lexicon)
        for cell in paragraph.cells:
            of_cell = _check_cell(cell, paragraph.text, context, answerer, earlier)
            marks += [replace(mark, paragraph=number) for mark in of_cell]
        for start, sentence in split_into_sentences("" if paragraph.cells else paragraph.text):
            found, context = _check_sentence(sentence, context, answerer, earlier)
            marks += [replace(mark, paragraph=number, start=start + mark.start, end=start + mark.end) for mark in found]
    return marks


def _check_cell(
    cell: Cell, text: str, context: Context, answerer: Answerer, earlier: Sequence[PublishedFigures]
) -> Iterator[Mark]:
    """Yield the marks of a cell of a table, read as a sentence that begins with the headings of its row and column."""
    head = f"{cell.headings}: "
    found, _ = _check_sentence(head + text[cell.start : cell.end], context, answerer, earlier)
    for mark in found:
        if mark.start >= len(head):
            if mark.verdict == QuoteVerdict.DIFFERS and OTHER_COLUMN.search(cell.headings):
                mark = replace(mark, judgement=replace(mark.judgement, verdict=QuoteVerdict.NOT_FOUND))
            start, end = (cell.start + place - len(head) for place in (mark.start, mark.end))
            yield replace(mark, start=start, end=end)


def _check_sentence(
    sentence: str, context: Context, answerer: Answerer, earlier: Sequence[PublishedFigures]
) -> tuple[list[Mark], Context]:
    """Return the marks of a sentence, by where they are in it, and the context of the next one."""
    statements, claims, after = read_statements(sentence, answerer.lexicon, context)
    numbers = [
        Mark(0, each.number.start, each.number.end, each.number.words, sentence, judgement)
        for each in statements
        if (judgement := _judge(each, sentence, answerer.figures, earlier))
    ]
    judged = [(claim, judge_worded_claim(claim, answerer.figures)) for claim in claims]
    right = list_words(claim for claim, judgement in judged if judgement.verdict == QuoteVerdict.AGREES)
    numbers = [replace(mark, judgement=_read_with_claims(mark.judgement, right)) for mark in numbers]
    worded = [Mark(0, claim.start, claim.end, claim.words, sentence, judgement, True) for claim, judgement in judged]
    found = sorted([*numbers, *worded], key=lambda mark: mark.start)
    return [*found, *_mark_cause(sentence, bool(found) or after.has_measure)], after


def _read_with_claims(judgement: Judgement, right: Collection[str]) -> Judgement:
    """Return that a number agrees, where all that was not read beside it are claims that the figures bear out."""
    unread = {word.lower() for words in judgement.unread for word in WORD.findall(words)}
    is_read = judgement.verdict == QuoteVerdict.NOT_JUDGED and unread and unread <= {*right}
    return replace(judgement, verdict=QuoteVerdict.AGREES, why="", unread=()) if is_read else judgement


def _judge(
    statement: Statement, sentence: str, figures: PublishedFigures, earlier: Sequence[PublishedFigures]
) -> Judgement | None:
    """Return what was found of a number, by the register of the council's own figures where that knows more."""
    judgement = judge(statement, figures, earlier)
    if judgement and judgement.verdict in (*SAME_NUMBER, QuoteVerdict.NOT_SHOWN):
        return judgement
    registered = judge_by_register(sentence, statement.number, figures.claims, figures.address)
    is_checked = registered and registered.verdict != QuoteVerdict.NOT_FOUND
    is_unknown = not judgement or judgement.verdict == QuoteVerdict.NOT_FOUND
    return registered if registered and (is_checked or is_unknown) else judgement


def _mark_cause(sentence: str, is_about_a_figure: bool) -> Iterator[Mark]:
    words = claims_a_cause(sentence)
    if words and is_about_a_figure:
        begin = sentence.index(words)
        yield Mark(0, begin, begin + len(words), words, sentence, Judgement(QuoteVerdict.CAUSE, why=NO_CAUSE))


def summarise(marks: Sequence[Mark], edition: str, unread: Sequence[str] = ()) -> str:
    """Return how many numbers agree, differ and are not found, and which parts of the paper were not read."""
    counts = Counter(mark.verdict for mark in marks)
    words = ", ".join(f"{counts[verdict]} {name.lower()}" for verdict, name in VERDICT_WORDS.items() if counts[verdict])
    found = f"Checked against the edition {edition}: {words or 'no number that may be a figure of the report'}."
    return f"{found} Not read: {', '.join(unread)}; check these yourself." if unread else found


def write_table(marks: Sequence[Mark]) -> str:
    """Return the marks as a table for the screen: those that need a look first, in the paper's order."""
    lines = []
    for mark in sorted(marks, key=lambda mark: mark.verdict == QuoteVerdict.AGREES):
        lines.append(f"{VERDICT_WORDS[mark.verdict]:<25}{mark.words:<24}{shorten(mark.sentence, 90, placeholder='…')}")
        detail = (
            mark.judgement.why,
            f"ours: {mark.judgement.ours}" if mark.judgement.ours else "",
            mark.judgement.link,
        )
        lines += [f"{'':<25}{words}" for words in detail if words]
    return "\n".join(lines)


def make_json_values(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Return the marks for programs."""
    return [
        {
            "verdict": str(mark.verdict),
            "words": mark.words,
            "is_worded": mark.is_worded,
            "sentence": mark.sentence,
            "paragraph": mark.paragraph + 1,
            "why": mark.judgement.why,
            "ours": mark.judgement.ours,
            "link": mark.judgement.link,
        }
        for mark in marks
    ]
