"""Answering a question about a published edition: by its cells, by a choice, or by what is not known or not shown."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.everyday_words import EVERYDAY_WORDS, EverydayWords, load_everyday_words
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.units import UNITS
from fairer_stockton.editions.library import REMEDY, LoadedEdition, load
from fairer_stockton.editions.published import list_earlier_editions
from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.asking.cells import Cell
from fairer_stockton.report.asking.lexicon import Lexicon, make_lexicon
from fairer_stockton.report.asking.published_figures import PublishedFigures, list_periods
from fairer_stockton.report.asking.rules import HOW_MANY, LONGEST_QUESTION, MOST_NEAR, SHARES_AND_RATES
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.vocabulary import Status
from fairer_stockton.run.vocabulary_of_uses import AnswerStatus
from fairer_stockton.uses.answers.finding import NoCellsError, choose_end, find_cells, has_rows
from fairer_stockton.uses.answers.likely_measures import list_likely_measures
from fairer_stockton.uses.answers.reading import Reading, read_question
from fairer_stockton.uses.answers.unused_parts import refuse_unused_parts

NO_COUNT = "a share or a rate: this edition does not count them"
WHERE = "make report makes it; of another one, set REPORTS= and EDITION= (of fairer: --reports and --edition)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question: cells; or why there are none, and what can be asked instead."""

    question: str
    edition: str
    status: AnswerStatus
    cells: tuple[Cell, ...] = ()
    why: str = ""
    choices: tuple[str, ...] = ()

    def write(self) -> str:
        """Return the answer in words."""
        lines = [cell.write() for cell in self.cells]
        lines += [f"{HEADS[self.status]}{self.why}"] if self.status in HEADS else []
        lines += [f"  {choice}" for choice in self.choices]
        for cell in self.cells:
            lines += [f"  source: {source}" for source in cell.sources]
        lines += dict.fromkeys(f"  page: {cell.link}" for cell in self.cells)
        return "\n".join([*dict.fromkeys(lines), f"  edition: {self.edition}"])

    def make_json_values(self) -> dict[str, Any]:
        """Return the answer for programs."""
        return {
            "question": self.question,
            "edition": self.edition,
            "status": str(self.status),
            "why": self.why,
            "choices": list(self.choices),
            "cells": [asdict(cell) for cell in self.cells],
            "text": self.write(),
        }


HEADS = {
    AnswerStatus.CHOICE: "Which is meant? ",
    AnswerStatus.NOT_KNOWN: "Not known: ",
    AnswerStatus.NOT_SHOWN: "No figure: ",
}


@dataclass(frozen=True)
class Answerer:
    """An edition that answers questions. `make_answerer` makes it."""

    figures: PublishedFigures
    lexicon: Lexicon

    def answer(self, question: str) -> Answer:
        """Return the answer to a question in everyday words."""
        answer = Answer(question[:LONGEST_QUESTION], self.figures.edition.name, AnswerStatus.NOT_KNOWN)
        if len(question) > LONGEST_QUESTION:
            return replace(answer, why=f"a question has {LONGEST_QUESTION} letters at most")
        readings = read_question(question, self.lexicon)
        unknown = readings[0].unknown if readings else ()
        if readings and not unknown:
            return self._answer_readings(answer, readings)
        words = ", ".join(f"“{word}”" for word in unknown)
        why = f"{words} is not understood here" if unknown else "no measure of this report is named"
        if likely := list_likely_measures(question, self.lexicon):
            titles = tuple(self.figures.titles[measure] for measure in likely)
            return replace(answer, status=AnswerStatus.CHOICE, why=why, choices=titles)
        return replace(answer, why=why, choices=self._list_near(" ".join(unknown) or question))

    def list_measures(self) -> dict[str, Any]:
        """Return every measure that has figures, for programs: its title, unit, kinds of area and periods."""
        return {"edition": self.figures.edition.name, "measures": [*map(self._describe_measure, self.figures.titles)]}

    def _describe_measure(self, name: str) -> dict[str, Any]:
        rows = self.figures.observations[name]
        return {
            "measure": name,
            "title": self.figures.titles[name],
            "unit": UNITS[rows[0].unit].words,
            "areas": sorted({AREA_TYPE_NAMES[row.area_type] for row in rows}),
            "periods": list_periods(rows),
            "page": self.figures.link_to_measure(name),
        }

    def _answer_readings(self, answer: Answer, readings: Sequence[Reading]) -> Answer:
        with_rows = [reading for reading in readings if has_rows(reading, self.figures)] or readings
        titled = [reading for reading in with_rows if reading.is_title] or with_rows
        least = min(reading.missed for reading in titled)
        left = [reading for reading in titled if reading.missed == least]
        if len(left) > 1:
            titles = tuple(self.figures.titles[reading.measure] for reading in left)
            return replace(answer, status=AnswerStatus.CHOICE, choices=titles)
        reading = left[0]
        try:
            reading = choose_end(reading, self.figures)
            refuse_unused_parts(answer.question, reading, self.figures)
            cells = find_cells(reading, self.figures)
        except NoCellsError as none:
            return self._explain(answer, reading, none)
        cells = tuple(replace(cell, remark=_say_no_count(answer.question, cell)) for cell in cells)
        return replace(_judge_cells(answer, cells), cells=cells)

    def _explain(self, answer: Answer, reading: Reading, none: NoCellsError) -> Answer:
        title = self.figures.titles[reading.measure]
        if none.choices:
            return replace(answer, status=AnswerStatus.CHOICE, why=title, choices=none.choices)
        near = f"; there is: {', '.join(none.near)}" if none.near else ""
        return replace(answer, status=none.status, why=f"{title}: {none.why}{near}")

    def _list_near(self, words: str) -> tuple[str, ...]:
        """Return names that are spelt like a word, then measures that share a word with it."""
        tokens = self.lexicon.read_content(words)
        names = {place.name.lower(): place.name for place in self.figures.places}
        alike = [name for token in tokens for name in difflib.get_close_matches(token, names, 2, 0.75)]
        sharing = self._list_measures_that_share_a_word(tokens)
        return tuple(dict.fromkeys([*(names[name] for name in alike), *sharing]))[:MOST_NEAR]

    def _list_measures_that_share_a_word(self, tokens: Iterable[str]) -> list[str]:
        present = frozenset(tokens)
        shared = {phrase.measure: len(phrase.needed & present) for phrase in self.lexicon.measures}
        named = sorted((name for name, count in shared.items() if count), key=lambda name: -shared[name])
        return [self.figures.titles[name] for name in named]


def _say_no_count(question: str, cell: Cell) -> str:
    """Return the remark of a cell, with one that it is no number of people where a question asks how many."""
    if not HOW_MANY.search(question) or cell.unit not in SHARES_AND_RATES or not cell.is_shown:
        return cell.remark
    return "; ".join(filter(None, (NO_COUNT, cell.remark)))


def make_answerer(figures: PublishedFigures, words: EverydayWords) -> Answerer:
    """Return what answers questions about an edition, with the everyday words of its council."""
    return Answerer(figures, make_lexicon(figures, words))


def load_answerer(settings: Settings) -> Answerer:
    """Return what answers questions about the edition that is published under these settings.

    Raises:
        InputError: there is none; the message says how to make it.
    """
    folder, definitions = settings.reports / settings.edition, settings.declared_definitions
    words = load_everyday_words(definitions.layers.shared(EVERYDAY_WORDS), definitions.measures)
    return make_answerer(PublishedFigures(_load_edition(folder), definitions, f"{folder.as_posix()}/"), words)


def _load_edition(folder: Path) -> LoadedEdition:
    try:
        return load(folder)
    except InputError as error:
        # No folder is named here, but where the editions are and which of them is meant.
        raise replace(error, remedy=WHERE if error.remedy == REMEDY else error.remedy) from None


def _judge_cells(answer: Answer, cells: Sequence[Cell]) -> Answer:
    """Return the status of an answer of cells: not shown where the edition shows none of them."""
    if any(cell.is_shown for cell in cells):
        return replace(answer, status=AnswerStatus.ANSWERED)
    suppressed = any(cell.status == Status.SUPPRESSED for cell in cells)
    status = AnswerStatus.NOT_SHOWN if suppressed else AnswerStatus.NOT_KNOWN
    return replace(answer, status=status, why="; ".join(dict.fromkeys(cell.note for cell in cells)))


def load_earlier_figures(settings: Settings) -> list[PublishedFigures]:
    """Return the figures of the same council's earlier editions, the latest first; read when looked at."""
    folders = reversed(list_earlier_editions(settings))
    return [PublishedFigures(load(folder), settings.declared_definitions) for folder in folders]
