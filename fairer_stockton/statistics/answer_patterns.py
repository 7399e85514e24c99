"""Yes-or-no answers held and summed by the patterns that five of them make together: a pass for five, not for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fairer_stockton.statistics.estimate import Bools, Floats

Integers = NDArray[np.int64]
Answers = NDArray[np.int8]
NO_ANSWER = -1  # beside 0 and 1
_STATES = 3  # of a question: no answer, no, yes
_TOGETHER = 5  # questions that one byte holds
_MOST_SUMS = 1 << 20  # that are held at a time: cells × patterns
_RESPONDENTS_AT_ONCE = 1 << 19


@dataclass(frozen=True, slots=True)
class AnswerPatterns:
    """Answers of yes or no, or none, of each respondent to each question.

    Attributes:
        patterns: a byte a respondent for each five questions: Σ state × 3 ** place, the state 0 for no answer, 1 for
            no and 2 for yes.
        question_count: number of questions.
    """

    patterns: tuple[NDArray[np.uint8], ...]
    question_count: int

    @classmethod
    def of(cls, answers: Floats | Sequence[Answers]) -> AnswerPatterns:
        """Return the patterns of answers, nan or below 0 for none, shape (respondents, questions) or a list of them."""
        columns = list(answers.T) if isinstance(answers, np.ndarray) else answers
        patterns = tuple(_join(columns[first : first + _TOGETHER]) for first in range(0, len(columns), _TOGETHER))
        return cls(patterns, len(columns))

    @classmethod
    def join(cls, parts: Sequence[AnswerPatterns]) -> AnswerPatterns:
        """Return the answers of some respondents after those of others."""
        columns = zip(*(part.patterns for part in parts), strict=True)
        return cls(tuple(np.concatenate(column) for column in columns), parts[0].question_count)

    def decode(self, question: int) -> Answers:
        """Return the answers to a question: 1, 0 or `NO_ANSWER`."""
        group, place = divmod(question, _TOGETHER)
        return np.take(_list_states(_TOGETHER, place).astype(np.int8) + np.int8(NO_ANSWER), self.patterns[group])

    def decode_known(self, question: int) -> Floats:
        """Return the answers to a question: 1, 0 or nan."""
        answers = self.decode(question)
        return np.where(answers == NO_ANSWER, np.nan, answers)

    def select(self, questions: Sequence[int]) -> AnswerPatterns:
        """Return the answers to some of the questions."""
        if [*questions] == [*range(self.question_count)]:
            return self
        return AnswerPatterns.of([self.decode(question) for question in questions])

    def take(self, rows: Integers) -> AnswerPatterns:
        """Return the answers of some respondents."""
        return AnswerPatterns(tuple(pattern[rows] for pattern in self.patterns), self.question_count)


@dataclass(frozen=True, slots=True)
class AnswerSums:
    """Sums by cell and question: weights and their squares of those who said yes and of all who answered."""

    yes: Floats
    answered: Floats
    yes_squared: Floats
    answered_squared: Floats
    count: Floats


def sum_by_pattern(weight: Floats, answers: AnswerPatterns, cell_numbers: Integers, cell_count: int) -> AnswerSums:
    """Sum weights and their squares by cell and question.

    Args:
        weight: shape (respondents,); only those above 0 count.
        answers: of the respondents.
        cell_numbers: 0 to cell_count − 1, or below 0 for a respondent in none, shape (respondents,).
        cell_count: number of cells.

    Returns:
        Sums of shape (cells, questions).
    """
    sums = AnswerSums(*(np.zeros((cell_count, answers.question_count)) for _ in range(5)))
    for group, pattern in enumerate(answers.patterns):
        there = min(_TOGETHER, answers.question_count - group * _TOGETHER)
        for first, together in _split_questions(cell_count, there):
            # Of fewer questions: what is left of the pattern once those before and after are taken out.
            narrowed = (np.arange(_STATES**_TOGETHER) // _STATES**first % _STATES**together).astype(np.int64)
            by_pattern = _sum_by_number(weight, pattern, narrowed, cell_numbers, cell_count)
            for place in range(together):
                question, states = group * _TOGETHER + first + place, _list_states(together, place)
                yes, known = states == 2, states > 0
                sums.yes[:, question], sums.yes_squared[:, question] = (_add_up(part, yes) for part in by_pattern[:2])
                sums.answered[:, question], sums.answered_squared[:, question], sums.count[:, question] = (
                    _add_up(part, known) for part in by_pattern
                )
    return sums


def _join(columns: Sequence[Answers | Floats]) -> NDArray[np.uint8]:
    pattern = np.zeros(len(columns[0]), np.uint8)
    for place, answers in enumerate(columns):
        states = np.where(answers >= 0, answers + 1, 0).astype(np.uint8)  # nan is not at least 0
        pattern += states * np.uint8(_STATES**place)
    return pattern


def _list_states(question_count: int, place: int) -> Integers:
    """Return the state of the question at a place in each pattern of so many questions."""
    return np.arange(_STATES**question_count) // _STATES**place % _STATES


def _split_questions(cell_count: int, question_count: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the number of questions that are summed together: fewer where there are many cells."""
    together = question_count
    while together > 1 and cell_count * _STATES**together > _MOST_SUMS:
        together -= 1
    for first in range(0, question_count, together):
        yield first, min(together, question_count - first)


def _sum_by_number(
    weight: Floats, pattern: NDArray[np.uint8], numbers: Integers, cell_numbers: Integers, cell_count: int
) -> Floats:
    """Return the sums of weights, of their squares and of respondents, shape (3, cells, patterns)."""
    patterns = int(numbers.max()) + 1
    sums = np.zeros((3, cell_count * patterns))
    for start in range(0, weight.size, _RESPONDENTS_AT_ONCE):
        block = slice(start, start + _RESPONDENTS_AT_ONCE)
        counted = (cell_numbers[block] >= 0) & (weight[block] > 0)
        rows = slice(None) if counted.all() else counted
        place = cell_numbers[block][rows] * patterns + numbers[pattern[block][rows]]
        of_block = weight[block][rows]
        for part, amounts in zip(sums, (of_block, of_block**2, None), strict=True):
            part += np.bincount(place, amounts, part.size)
    return sums.reshape(3, cell_count, patterns)


def _add_up(sums_by_pattern: Floats, which_patterns: Bools) -> Floats:
    return np.asarray(sums_by_pattern[:, which_patterns].sum(axis=1))
