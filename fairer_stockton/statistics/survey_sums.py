"""One pass over a survey's respondents: the sums from which shares, means and their variances follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from fairer_stockton.statistics.estimate import Floats
from fairer_stockton.statistics.survey_design import SurveyDesign

Integers = NDArray[np.int64]

_QUESTIONS_AT_ONCE = 5
"""Columns worked on together; the sums of one respondent then sit side by side in memory."""


@dataclass(frozen=True, slots=True)
class CellSums:
    """Sums by stratum, area and question; u and v are a cluster's Σw·y and Σw over its answers in the area."""

    total: Floats
    answered: Floats
    total_squared: Floats
    cross: Floats
    answered_squared: Floats
    squares: Floats
    base: Integers
    clusters: Integers

    @property
    def degrees_of_freedom(self) -> Integers:
        """Clusters less strata, of those with an answer in the area, shape (areas, questions)."""
        return np.asarray(self.clusters - (self.answered > 0).sum(axis=0), dtype=np.int64)


def cell_sums(design: SurveyDesign, answers: Floats, area: Integers, areas: int, *, yes_no: bool) -> CellSums:
    """Sum u, v, u², uv, v² and w·y², and count the answers and the clusters they come from.

    Args:
        design: the survey's design.
        answers: shape (respondents, questions), nan where there is none.
        area: 0 to areas − 1, or −1, shape (respondents,).
        areas: number of areas.
        yes_no: the answers are 0 and 1, which are their own squares.

    Returns:
        Sums of shape (strata, areas, questions); the counts of shape (areas, questions).
    """
    rows = np.flatnonzero((area >= 0) & (design.weight > 0))
    place, weight, stratum = area[rows], design.weight[rows], design.stratum[rows]
    cells = design.psus_in_stratum.size * areas
    by_area = _gatherer(place, areas)
    if design.clustered:
        pairs, unit = np.unique(design.psu[rows] * areas + place, return_inverse=True)
        to_units = _gatherer(unit, pairs.size)
        to_cells = _gatherer(design.psu_stratum[pairs // areas] * areas + pairs % areas, cells)
        units_by_area = _gatherer(pairs % areas, areas)
    else:
        to_cells, units_by_area = _gatherer(stratum * areas + place, cells), by_area
    respondents_to_cells = None if yes_no else _gatherer(stratum * areas + place, cells)

    questions = answers.shape[1]
    parts = {name: np.empty((cells, questions)) for name in _PARTS}
    base = np.empty((areas, questions), dtype=np.int64)
    clusters = np.empty((areas, questions), dtype=np.int64)
    for start in range(0, questions, _QUESTIONS_AT_ONCE):
        span = slice(start, start + _QUESTIONS_AT_ONCE)
        y = answers[rows, span] if rows.size < area.size else answers[:, span]
        known = ~np.isnan(y)
        y = np.where(known, y, 0.0)
        base[:, span] = np.rint(by_area @ known.astype(np.float64))
        u, v = weight[:, None] * y, weight[:, None] * known
        if respondents_to_cells is not None:
            parts["squares"][:, span] = respondents_to_cells @ (u * y)
        if design.clustered:
            u, v = to_units @ u, to_units @ v
        clusters[:, span] = np.rint(units_by_area @ (v > 0).astype(np.float64))
        parts["total"][:, span] = to_cells @ u
        parts["answered"][:, span] = to_cells @ v
        parts["total_squared"][:, span] = to_cells @ (u * u)
        # One respondent's yes or no is its own square, so the product is a square already summed.
        alike = yes_no and not design.clustered
        parts["cross"][:, span] = parts["total_squared"][:, span] if alike else to_cells @ (u * v)
        parts["answered_squared"][:, span] = to_cells @ (v * v)
    if yes_no:
        parts["squares"] = parts["total"]
    shape = (design.psus_in_stratum.size, areas, questions)
    return CellSums(base=base, clusters=clusters, **{name: part.reshape(shape) for name, part in parts.items()})


_PARTS = ("total", "answered", "total_squared", "cross", "answered_squared", "squares")


def _gatherer(place: Integers, places: int) -> sparse.csc_array:
    """Give a matrix that sums rows into their places: one entry a row, so nothing is sorted."""
    return sparse.csc_array((np.ones(place.size), place, np.arange(place.size + 1)), shape=(places, place.size))
