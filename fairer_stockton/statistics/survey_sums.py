"""One pass over a survey's respondents: the sums from which shares, means and their variances follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from fairer_stockton.statistics.answer_patterns import AnswerPatterns, sum_by_pattern
from fairer_stockton.statistics.estimate import Floats
from fairer_stockton.statistics.survey_design import SurveyDesign

Integers = NDArray[np.int64]

_QUESTIONS_AT_ONCE = 5
_RESPONDENTS_AT_ONCE = 8192
_ANSWERS_AT_ONCE = 5_000_000  # of respondents in clusters: each takes eight bytes in some ten arrays


@dataclass(frozen=True, slots=True)
class SquareSums:
    """Sums of u², uv and v², from which the sum of (u − p·v)² follows for any p."""

    total: Floats
    cross: Floats
    answered: Floats

    def sum_squares_about_value(self, value: Floats) -> Floats:
        """Return the sum of (u − p·v)²."""
        return self.total - 2.0 * value * self.cross + value**2 * self.answered


@dataclass(frozen=True, slots=True)
class CellSums:
    """Sums by stratum, area and question; u and v are a cluster's Σw·y and Σw over its answers in the area.

    `within` holds the squares of respondents about their cluster, by area and question, each cluster's by what its
    second stage of drawing adds to the variance.
    """

    total: Floats
    answered: Floats
    between: SquareSums
    within: SquareSums
    squares: Floats
    base: Integers
    clusters: Integers

    @property
    def degrees_of_freedom(self) -> Integers:
        """Return clusters less strata, of those with an answer in the area, shape (areas, questions)."""
        return np.asarray(self.clusters - (self.answered > 0).sum(axis=0), dtype=np.int64)


def sum_answers_by_cell(
    design: SurveyDesign, answers: Floats | AnswerPatterns, area_numbers: Integers, area_count: int
) -> CellSums:
    """Sum u, v, u², uv, v² and w·y², and count the answers and the clusters they come from.

    Args:
        design: the survey's design.
        answers: shape (respondents, questions), nan where there is none; or patterns of answers that are all 0 or 1,
            which are their own squares.
        area_numbers: 0 to area_count − 1, or −1, shape (respondents,).
        area_count: number of areas.

    Returns:
        Sums of shape (strata, areas, questions); the counts and `within` of shape (areas, questions).
    """
    are_answers_yes_or_no = isinstance(answers, AnswerPatterns)
    if isinstance(answers, AnswerPatterns) and not design.clustered:
        return _sum_yes_or_no_of_single_respondents(design, answers, area_numbers, area_count)
    rows = np.flatnonzero((area_numbers >= 0) & (design.weight > 0))
    row_area, weight = area_numbers[rows], design.weight[rows]
    cell = design.stratum[rows] * area_count + row_area
    strata = design.psus_in_stratum.size
    questions = answers.question_count if isinstance(answers, AnswerPatterns) else answers.shape[1]
    parts = {name: np.zeros((strata * area_count, questions)) for name in _PARTS}
    within = np.zeros((3, area_count, questions))
    base, clusters = np.zeros((2, area_count, questions))
    if design.clustered:
        pairs, unit = np.unique(design.psu[rows] * area_count + row_area, return_inverse=True)
        pair_area, pair_cell = (
            pairs % area_count,
            design.psu_stratum[pairs // area_count] * area_count + pairs % area_count,
        )
        spread, centre = _compute_second_stage_factors(design)
    for block, span in _split_respondents_and_questions(rows.size, questions, design.clustered):
        y = _read_answers_of_block(answers, rows[block], span)
        known = ~np.isnan(y)
        y = np.where(known, y, 0.0)
        u, v = weight[block, None] * y, weight[block, None] * known
        base[:, span] += _make_matrix_that_sums_groups(row_area[block], area_count) @ known.astype(np.float64)
        if not are_answers_yes_or_no:
            parts["squares"][:, span] += _make_matrix_that_sums_groups(cell[block], strata * area_count) @ (u * y)
        if design.clustered:
            to_units, to_areas = (
                _make_matrix_that_sums_groups(unit, pairs.size),
                _make_matrix_that_sums_groups(pair_area, area_count),
            )
            if design.two_stage:
                within[:, :, span] += _sum_squares_and_products(
                    _make_matrix_that_sums_groups(row_area, area_count), u, v, spread[design.psu[rows], None]
                )
            u, v = to_units @ u, to_units @ v
            if design.two_stage:
                within[:, :, span] -= _sum_squares_and_products(to_areas, u, v, centre[pairs // area_count, None])
            to_cells = _make_matrix_that_sums_groups(pair_cell, strata * area_count)
        else:
            to_cells, to_areas = (
                _make_matrix_that_sums_groups(cell[block], strata * area_count),
                _make_matrix_that_sums_groups(row_area[block], area_count),
            )
        clusters[:, span] += to_areas @ (v > 0).astype(np.float64)
        parts["total"][:, span] += to_cells @ u
        parts["answered"][:, span] += to_cells @ v
        for name, square in zip(_SQUARES, _sum_squares_and_products(to_cells, u, v), strict=True):
            parts[name][:, span] += square
    if are_answers_yes_or_no:
        parts["squares"] = parts["total"]
    shaped = {name: part.reshape(strata, area_count, questions) for name, part in parts.items()}
    return CellSums(
        base=np.rint(base).astype(np.int64),
        clusters=np.rint(clusters).astype(np.int64),
        between=SquareSums(*(shaped.pop(name) for name in _SQUARES)),
        within=SquareSums(*within),
        **shaped,
    )


def _sum_yes_or_no_of_single_respondents(
    design: SurveyDesign, answers: AnswerPatterns, area_numbers: Integers, area_count: int
) -> CellSums:
    """Sum answers of which each is a cluster: a yes is its own square, and so is u·v where the answer is yes."""
    strata, questions = design.psus_in_stratum.size, answers.question_count
    cell = np.where(area_numbers >= 0, design.stratum * area_count + area_numbers, -1)
    sums = sum_by_pattern(design.weight, answers, cell, strata * area_count)
    yes, answered, yes_squared, answered_squared, count = (
        part.reshape(strata, area_count, questions)
        for part in (sums.yes, sums.answered, sums.yes_squared, sums.answered_squared, sums.count)
    )
    base = np.rint(count.sum(axis=0)).astype(np.int64)
    none = np.zeros((area_count, questions))
    return CellSums(
        total=yes,
        answered=answered,
        between=SquareSums(yes_squared, yes_squared, answered_squared),
        within=SquareSums(none, none, none),
        squares=yes,
        base=base,
        clusters=base,
    )


def _read_answers_of_block(answers: Floats | AnswerPatterns, rows: Integers, questions: slice) -> Floats:
    """Return the answers of some respondents to some questions, nan where there is none."""
    if not isinstance(answers, AnswerPatterns):
        return answers[rows, questions]
    of_rows = answers.take(rows)
    places = range(*questions.indices(answers.question_count))
    return np.column_stack([of_rows.decode_known(question) for question in places])


def _compute_second_stage_factors(design: SurveyDesign) -> tuple[Floats, Floats]:
    """Return what a cluster's second stage puts on Σz² and on (Σz)² of its m respondents.

    f_h(1 − f_hi)·m/(m − 1)·(Σz² − (Σz)²/m); a respondent alone in a cluster that was not taken whole has no mean to be
    set against, and is set against nil, as a lonely cluster is.
    """
    count = design.respondents_in_psu.astype(np.float64)
    share = design.sampled_fraction[design.psu_stratum] * (1.0 - design.second_fraction)
    spread = share * count / np.maximum(count - 1.0, 1.0)
    centre = np.where(count > 1, spread / count, spread if design.lonely_psu == "certainty" else 0.0)
    return spread, centre


def _sum_squares_and_products(
    summing_matrix: sparse.csc_array, weighted_answers: Floats, answer_weights: Floats, factor: Floats | float = 1.0
) -> list[Floats]:
    return [
        summing_matrix @ (factor * weighted_answers * weighted_answers),
        summing_matrix @ (factor * weighted_answers * answer_weights),
        summing_matrix @ (factor * answer_weights * answer_weights),
    ]


def _split_respondents_and_questions(
    respondent_count: int, question_count: int, has_clusters: bool
) -> Iterator[tuple[slice, slice]]:
    """Yield pieces of respondents × questions: cache-sized, or whole columns where clusters span rows."""
    if has_clusters:
        at_once = max(1, min(_QUESTIONS_AT_ONCE, _ANSWERS_AT_ONCE // max(1, respondent_count)))
        for start in range(0, question_count, at_once):
            yield slice(0, respondent_count), slice(start, start + at_once)
    else:
        for start in range(0, respondent_count, _RESPONDENTS_AT_ONCE):
            yield slice(start, start + _RESPONDENTS_AT_ONCE), slice(0, question_count)


_SQUARES = ("total_squared", "cross", "answered_squared")
_PARTS = ("total", "answered", *_SQUARES, "squares")


def _make_matrix_that_sums_groups(group_numbers: Integers, group_count: int) -> sparse.csc_array:
    """Return a matrix that sums rows into their places: one entry a row, so nothing is sorted."""
    return sparse.csc_array(
        (np.ones(group_numbers.size), group_numbers, np.arange(group_numbers.size + 1)),
        shape=(group_count, group_numbers.size),
    )
