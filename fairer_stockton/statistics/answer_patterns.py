"""Sums of yes-or-no answers by the patterns that several of them make together: a pass for each few, not for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fairer_stockton.statistics.estimate import Floats

Integers = NDArray[np.int64]
Answers = NDArray[np.int8]
NO_ANSWER = -1  # beside 0 and 1, in whole numbers
_STATES = 3  # of a question: no answer, no, yes
_MOST_SUMS = 1 << 20  # that are held at a time: cells × patterns
_MOST_QUESTIONS = 5  # 243 patterns: more make sums of so many cells slow again
_RESPONDENTS_AT_ONCE = 1 << 19


@dataclass(frozen=True, slots=True)
class AnswerSums:
    """Sums by cell and question: weights and their squares of those who said yes and of all who answered."""

    yes: Floats
    answered: Floats
    yes_squared: Floats
    answered_squared: Floats
    count: Floats


def code_answers(answers: Floats | Answers) -> Answers:
    """Return answers as 1, 0 and `NO_ANSWER`; such as are already, as they are."""
    if answers.dtype == np.int8:
        return answers.astype(np.int8, copy=False)
    return np.where(np.isnan(answers), NO_ANSWER, answers).astype(np.int8)


def sum_answers_by_pattern(weight: Floats, answers: Answers, cell_numbers: Integers, cell_count: int) -> AnswerSums:
    """Sum weights and their squares by cell and question.

    Args:
        weight: shape (respondents,); only those above 0 count.
        answers: 1, 0 or `NO_ANSWER`, shape (respondents, questions).
        cell_numbers: 0 to cell_count − 1, or below 0 for a respondent in none, shape (respondents,).
        cell_count: number of cells.

    Returns:
        Sums of shape (cells, questions).
    """
    questions = answers.shape[1]
    sums = AnswerSums(*(np.zeros((cell_count, questions)) for _ in range(5)))
    for first, last in _split_questions(cell_count, questions):
        together = last - first
        by_pattern = _sum_by_pattern(weight, answers[:, first:last], cell_numbers, cell_count)
        for question in range(together):
            states = np.arange(_STATES**together) // _STATES**question % _STATES
            yes, known = states == 2, states > 0
            place = first + question
            sums.yes[:, place], sums.yes_squared[:, place] = (part[:, yes].sum(axis=1) for part in by_pattern[:2])
            sums.answered[:, place], sums.answered_squared[:, place], sums.count[:, place] = (
                part[:, known].sum(axis=1) for part in by_pattern
            )
    return sums


def _split_questions(cell_count: int, question_count: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last question of each group that is summed together: fewer where there are many cells."""
    together = _MOST_QUESTIONS
    while together > 1 and cell_count * _STATES**together > _MOST_SUMS:
        together -= 1
    for first in range(0, question_count, together):
        yield first, min(first + together, question_count)


def _sum_by_pattern(
    weight: Floats, answers: Answers, cell_numbers: Integers, cell_count: int
) -> tuple[Floats, Floats, Floats]:
    """Return the sums of weights, of their squares and of respondents, shape (cells, patterns)."""
    patterns = _STATES ** answers.shape[1]
    size = cell_count * patterns
    weights, squares, counts = np.zeros((3, size))
    for start in range(0, weight.size, _RESPONDENTS_AT_ONCE):
        block = slice(start, start + _RESPONDENTS_AT_ONCE)
        counted = np.flatnonzero((cell_numbers[block] >= 0) & (weight[block] > 0))
        pattern = np.zeros(weight[block].size, np.int16)
        for question in range(answers.shape[1]):
            pattern += (answers[block, question] + np.int16(1)) * np.int16(_STATES**question)
        place = cell_numbers[block][counted].astype(np.int64) * patterns + pattern[counted]
        of_block = weight[block][counted]
        weights += np.bincount(place, of_block, size)
        squares += np.bincount(place, of_block**2, size)
        counts += np.bincount(place, minlength=size)
    return tuple(part.reshape(cell_count, patterns) for part in (weights, squares, counts))
