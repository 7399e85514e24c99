"""Design-based survey shares and means for every area and question at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.run.vocabulary import Reason
from fairer_stockton.statistics.answer_patterns import AnswerPatterns
from fairer_stockton.statistics.estimate import Bools, Estimate, Floats, Texts, find_text_of_first_failure
from fairer_stockton.statistics.survey_design import SurveyDesign
from fairer_stockton.statistics.survey_intervals import (
    Integers,
    Interval,
    compute_mean_interval,
    compute_share_interval,
)
from fairer_stockton.statistics.survey_sums import CellSums, sum_answers_by_cell


@dataclass(frozen=True, slots=True)
class SurveyEstimate:
    """Estimates of shape (areas, questions), with what a reader needs to judge them.

    The design effect is V over the variance of a simple random sample of the same size drawn with replacement.
    """

    estimate: Estimate
    standard_error: Floats
    unweighted_base: Integers
    weighted_base: Floats
    design_effect: Floats
    degrees_of_freedom: Integers
    lonely_strata: int


@dataclass(frozen=True, slots=True)
class _LinearisedEstimate:
    value: Floats
    variance: Floats
    simple_variance: Floats
    base: Integers
    weighted_base: Floats
    degrees: Integers
    reason: Texts


def compute_survey_share(
    design: SurveyDesign,
    answer: ArrayLike | AnswerPatterns,
    area_numbers: ArrayLike,
    area_count: int,
    *,
    interval_method: Interval = "korn_graubard",
    scale: float = 100.0,
) -> SurveyEstimate:
    """Return the weighted share answering yes, by area and question, with a design-based interval.

    Taylor linearisation of the ratio p = Σwy/Σw (Woodruff 1971; Wolter 2007, ch. 6): with z a cluster's sum of
    w(y − p)/Σw inside the area and 0 outside it, V = Σ_h (1 − f_h)·n_h/(n_h − 1)·Σ_c (z_hc − z̄_h)², and where
    respondents were drawn inside clusters out of known numbers, what that second stage adds. An area is a domain: it
    keeps the whole design, so clusters without anyone of the area count as nil.

    Args:
        design: from `describe_survey_design`.
        answer: 1, 0 or nan (not asked, no answer), shape (respondents, questions) or (respondents,), or the patterns
            of such answers.
        area_numbers: whole numbers 0 to area_count − 1, shape (respondents,); −1 for a respondent in no area.
        area_count: number of areas.
        interval_method: see `compute_share_interval`.
        scale: 100 for percentages.

    Returns:
        Shape (areas, questions). Not available where nobody answered, where a respondent of the area has a missing or
        negative weight, or where the interval cannot be formed.

    Raises:
        ValueError: shapes differ, an area number is out of range, or an answer is not 0, 1 or nan.
    """
    answers = answer if isinstance(answer, AnswerPatterns) else _read_yes_or_no(answer, design.weight.size)
    part = _estimate_with_linearised_variance(design, answers, area_numbers, area_count)
    estimate = compute_share_interval(part.value, part.variance, part.base, part.degrees, interval_method, part.reason)
    return _build_survey_estimate(design, part, estimate.scaled(scale), scale)


def compute_survey_mean(
    design: SurveyDesign, answer: ArrayLike, area_numbers: ArrayLike, area_count: int
) -> SurveyEstimate:
    """Return the weighted mean of a number by area and question, with limits ± t·SE on the area's degrees of freedom.

    As `survey_share` in all else. Answers are centred on their overall mean before squaring, to keep digits.
    """
    answers = _read_answers(answer, design.weight.size)
    known = np.isfinite(answers)
    centre = np.where(known, answers, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    part = _estimate_with_linearised_variance(
        design, np.where(known, answers - centre, np.nan), area_numbers, area_count
    )
    estimate = compute_mean_interval(part.value + centre, part.variance, part.base, part.degrees, part.reason)
    return _build_survey_estimate(design, part, estimate, 1.0)


def _build_survey_estimate(
    design: SurveyDesign, linearised: _LinearisedEstimate, estimate: Estimate, scale: float
) -> SurveyEstimate:
    known = estimate.available
    with np.errstate(invalid="ignore", divide="ignore"):
        effect = linearised.variance / linearised.simple_variance
    return SurveyEstimate(
        estimate=estimate,
        standard_error=np.where(known, np.sqrt(linearised.variance) * scale, np.nan),
        unweighted_base=linearised.base,
        weighted_base=linearised.weighted_base,
        design_effect=np.where(known & (linearised.simple_variance > 0), effect, np.nan),
        degrees_of_freedom=linearised.degrees,
        lonely_strata=design.lonely_strata,
    )


def _read_yes_or_no(answer: ArrayLike, respondent_count: int) -> AnswerPatterns:
    answers = _read_answers(answer, respondent_count)
    if not np.all((answers == 0) | (answers == 1) | np.isnan(answers)):
        raise ValueError("answers must be 0, 1 or nan; use survey_mean for other numbers")
    return AnswerPatterns.of(answers)


def _read_answers(answer: ArrayLike, respondent_count: int) -> Floats:
    answers = np.asarray(answer, dtype=np.float64)
    if answers.ndim == 1:
        answers = answers[:, None]
    if answers.ndim != 2 or answers.shape[0] != respondent_count:
        raise ValueError(f"answers {answers.shape} must have shape ({respondent_count} respondents, questions)")
    return answers


def _read_area_numbers(area_numbers: ArrayLike, area_count: int, respondent_count: int) -> Integers:
    number = np.asarray(area_numbers)
    if number.shape != (respondent_count,) or number.dtype.kind not in "iu":
        raise ValueError(
            f"area must be whole numbers of shape ({respondent_count},), found {number.dtype} {number.shape}"
        )
    if number.min() < -1 or number.max() >= area_count:
        raise ValueError(f"area numbers must be −1 to {area_count - 1}, found {number.min()} to {number.max()}")
    return np.asarray(number, dtype=np.int64)


def _estimate_with_linearised_variance(
    design: SurveyDesign, answers: Floats | AnswerPatterns, area_numbers: ArrayLike, area_count: int
) -> _LinearisedEstimate:
    row_area = _read_area_numbers(area_numbers, area_count, design.weight.size)
    sums = sum_answers_by_cell(design, answers, row_area, area_count)
    weighted_base = sums.answered.sum(axis=0)
    unusable = np.bincount(row_area[(row_area >= 0) & ~design.usable], minlength=area_count) > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        value = sums.total.sum(axis=0) / weighted_base
        variance = _compute_linearised_variance(design, sums, value) / weighted_base**2
        spread = sums.squares.sum(axis=0) / weighted_base - value**2
        simple = spread / (sums.base - 1)
    return _LinearisedEstimate(
        value=value,
        variance=variance,
        simple_variance=np.maximum(simple, 0.0),
        base=sums.base,
        weighted_base=weighted_base,
        degrees=sums.degrees_of_freedom,
        reason=_find_why_estimate_is_missing(unusable, sums.base),
    )


def _compute_linearised_variance(design: SurveyDesign, sums: CellSums, estimated_values: Floats) -> Floats:
    """Return Σ_h (1 − f_h)·n_h/(n_h − 1)·(Σz² − (Σz)²/n_h) with z = u − p·v, from the sums of u and v alone.

    A second stage adds Σ_h f_h Σ_i (1 − f_hi)·m_hi/(m_hi − 1)·(Σz² − (Σz)²/m_hi) over the m_hi respondents of each
    cluster (Särndal, Swensson & Wretman 1992, result 4.3.1; Lohr 2019, ch. 5).
    """
    counts = design.psus_in_stratum.astype(np.float64)[:, None, None]
    left = 1.0 - design.sampled_fraction[:, None, None]
    squares = sums.between.sum_squares_about_value(estimated_values)
    centre = (sums.total - estimated_values * sums.answered) ** 2 / counts
    lonely: Bools = counts == 1
    # Inside an area z sums to nil over all clusters, so a lonely cluster's distance from their mean is z itself.
    alone = squares if design.lonely_psu == "adjust" else np.zeros_like(squares)
    spread = np.where(lonely, alone, counts / np.maximum(counts - 1.0, 1.0) * (squares - centre))
    variance = np.sum(left * spread, axis=0)
    if design.lonely_psu == "average":
        # Of the strata in which the area has answers. With nothing but lonely ones there is no mean to give: 0/0.
        strata = sums.answered > 0
        met = strata.sum(axis=0)
        variance = variance * met / (met - (strata & design.lonely[:, None, None]).sum(axis=0))
    return np.asarray(np.maximum(variance + sums.within.sum_squares_about_value(estimated_values), 0.0))


def _find_why_estimate_is_missing(has_unusable_weight: Bools, answer_count: Integers) -> Texts:
    return find_text_of_first_failure(
        answer_count.shape,
        (has_unusable_weight[:, None], Reason.WEIGHT_UNUSABLE),
        (answer_count == 0, Reason.NO_ANSWERS),
    )
